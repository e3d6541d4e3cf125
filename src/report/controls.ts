import type { Control } from '../model/control.ts';
import type { Framework } from '../model/framework.ts';
import { jsonText } from '../util/json-text.ts';
import { wrap } from '../util/text.ts';
import type { ControlEntry } from './control-entry.ts';
import { code, markdownTable, prose } from './markdown.ts';

const COMPANIONS = 'Companions: judged only where --controls names them';

/** The library for 80 columns: id, severity, category, population, title; companions apart. `profile` as reports print it. */
export function controlsTable(entries: readonly ControlEntry[], profile: string): string {
  const [own, companions] = apart(entries);
  const severities = profile === 'default' ? [] : wrap(`Severities: ${profile}.`, 80);
  const last = [...severities, 'trailproof controls ID prints the page of one.'];
  const sections = [
    own.flatMap(lines),
    companions.length === 0 ? [] : [COMPANIONS, '', ...companions.flatMap(lines)],
    entries.length === 0 ? ['No control matches.'] : [],
    last,
  ];
  return `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join('\n'))
    .join('\n\n')}\n`;
}

function apart(entries: readonly ControlEntry[]): readonly [readonly ControlEntry[], readonly ControlEntry[]] {
  const isCompanion = ({ control }: ControlEntry): boolean => control.companion === true;
  return [entries.filter((entry) => !isCompanion(entry)), entries.filter(isCompanion)];
}

function lines({ control }: ControlEntry): readonly string[] {
  const { id, severity, category, population, title } = control;
  return [
    `${id.padEnd(32)}${severity.padEnd(10)}${category.padEnd(12)}per ${population}`,
    ...wrap(title, 76).map((line) => `    ${line}`),
  ];
}

export function controlsMarkdown(entries: readonly ControlEntry[]): string {
  const rows = entries.map(({ control }) => [
    code(control.id),
    control.severity,
    control.category,
    control.population,
    control.companion === true ? 'yes' : 'no',
    prose(control.title),
    control.clauses.map(({ framework, id }) => prose(`${framework} ${id}`)).join(', '),
  ]);
  return `${markdownTable(['Control', 'Severity', 'Category', 'Per', 'Companion', 'Requirement', 'Clauses'], rows)}\n`;
}

export function controlsJson(
  entries: readonly ControlEntry[],
  frameworks: readonly Framework[],
  actionsOf: (control: Control) => readonly string[],
  version: string,
  severityProfile: string,
): string {
  const title = (framework: string, id: string): string =>
    frameworks.find((one) => one.id === framework)?.clauses[id] ?? '';
  const rows = entries.map((entry) => {
    const { control, shippedSeverity, provider, services, assetTypes, queries, related } = entry;
    const { id, category, severity, rationale, population } = control;
    return {
      id,
      title: control.title,
      category,
      severity,
      shippedSeverity,
      companion: control.companion === true,
      provider,
      services,
      assetTypes,
      queries,
      rationale,
      population,
      conditions: Object.entries(control.conditions).map(([name, wording]) => ({
        id: name,
        title: wording.title,
        reasons: Object.keys(wording.reasons),
      })),
      clauses: control.clauses.map((clause) => ({ ...clause, title: title(clause.framework, clause.id) })),
      permissions: actionsOf(control),
      related,
    };
  });
  const tool = { name: 'trailproof', version };
  return `${jsonText({ schema: 'trailproof/controls/1', tool, severityProfile, controls: rows }, 2)}\n`;
}
