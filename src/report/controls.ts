import type { Control } from '../model/control.ts';
import type { Framework } from '../model/framework.ts';
import { jsonText } from '../util/json-text.ts';
import { wrap } from '../util/text.ts';
import { code, markdownTable, prose } from './markdown.ts';

/** The library: id, severity, population, title. */
export function controlsTable(controls: readonly Control[]): string {
  const lines = controls.flatMap((control) => [
    `${control.id.padEnd(32)}${control.severity.padEnd(10)}per ${control.population}`,
    ...wrap(control.title, 76).map((line) => `    ${line}`),
  ]);
  return `${[...lines, '', 'trailproof controls ID prints the page of one.'].join('\n')}\n`;
}

export function controlsMarkdown(controls: readonly Control[]): string {
  const rows = controls.map((control) => [
    code(control.id),
    control.severity,
    control.population,
    prose(control.title),
    control.clauses.map(({ framework, id }) => `${framework} ${id}`).join(', '),
  ]);
  return `${markdownTable(['Control', 'Severity', 'Per', 'Requirement', 'Clauses'], rows)}\n`;
}

export function controlsJson(
  controls: readonly Control[],
  frameworks: readonly Framework[],
  actionsOf: (control: Control) => readonly string[],
  version: string,
): string {
  const title = (framework: string, id: string): string =>
    frameworks.find((one) => one.id === framework)?.clauses[id] ?? '';
  const rows = controls.map((control) => {
    const { id, category, severity, rationale, population, related } = control;
    return {
      id,
      title: control.title,
      category,
      severity,
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
  return `${jsonText({ schema: 'trailproof/controls/1', tool, controls: rows }, 2)}\n`;
}
