import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FRAMEWORKS } from '../src/frameworks/index.ts';
import type { Control } from '../src/model/control.ts';
import { controlEntries } from '../src/report/control-entry.ts';
import { code, markdownTable, prose } from '../src/report/markdown.ts';
import { permissionsOf } from '../src/workflow/permissions.ts';
import type { DemoResult } from './demo-results.ts';

/** The page of a control: what its code says, around the prose of its control.md; `demo`: what fails in the demo. */
export function controlPage(
  root: string,
  control: Control,
  library: readonly Control[],
  { subjects: demo, fix }: DemoResult,
): string {
  const written = readFileSync(join(root, 'src/controls', control.id, 'control.md'), 'utf8').trim();
  const companion =
    control.companion === true
      ? [`A companion: judged only where it is asked for (\`--controls default,${control.id}\`).`]
      : [];
  return `${[
    `# ${control.id}`,
    `${prose(control.title)}.`,
    ...companion,
    facts(control, library),
    prose(control.rationale),
    '## Conditions',
    conditions(control),
    '## Clauses',
    clauses(control),
    '## What to do',
    steps(control),
    '## Query',
    query(control, demo),
    ...example(fix),
    '## Permissions',
    permissionsOf([control])
      .map(({ action }) => code(action))
      .join(', '),
    written,
  ].join('\n\n')}\n`;
}

function facts(control: Control, library: readonly Control[]): string {
  const [entry] = controlEntries([control], library);
  if (entry === undefined) return '';
  const rows = [
    ['Severity', control.severity],
    ['Category', control.category],
    ['Provider', entry.provider],
    ['One result per', control.population],
    ['Types of resources', entry.assetTypes.map(code).join(', ')],
    ['Services that are read', entry.services.map(code).join(', ')],
    ['Stored queries', String(entry.queries)],
    ['Related', entry.related.map((id) => `[${id}](${id}.md)`).join(', ')],
  ];
  return markdownTable(['Property', 'Value'], rows);
}

function conditions(control: Control): string {
  const rows = Object.entries(control.conditions).map(([id, wording]) => [
    code(id),
    prose(wording.title),
    Object.keys(wording.reasons).map(code).join(' '),
  ]);
  return markdownTable(['Condition', 'Holds when', 'Reasons it can give'], rows);
}

/** Clauses of one framework over the same conditions share a row. */
function clauses(control: Control): string {
  if (control.clauses.length === 0) return 'No benchmark asks this question; the verdict is our own.';
  const groups = Map.groupBy(control.clauses, (clause) => JSON.stringify([clause.framework, clause.conditions]));
  const rows = [...groups.values()].map((group) => {
    const [first] = group;
    const framework = FRAMEWORKS.find(({ id }) => id === first?.framework);
    const numbers = group.map(({ id }) => `${prose(id)} (${prose(framework?.clauses[id] ?? '')})`);
    return [
      `[${first?.framework}](../frameworks/${first?.framework}.md)`,
      numbers.join('; '),
      (first?.conditions ?? []).map(code).join(' '),
    ];
  });
  return markdownTable(['Framework', 'Clauses', 'Conditions'], rows);
}

/** What each reason asks for; words in braces stand for what a result fills in. */
function steps(control: Control): string {
  const rows = Object.values(control.conditions).flatMap(({ reasons }) =>
    Object.entries(reasons).flatMap(([id, { next }]) => (next === undefined ? [] : [[code(id), prose(next)]])),
  );
  const known = [...new Map(rows.map((row) => [row[0], row])).values()];
  return known.length === 0
    ? 'See the common causes below.'
    : markdownTable(['Reason', 'Next step (`explain` prints it with the names filled in)'], known);
}

/** The fix of one failing result of the demo: names and ids are made up, the lines are those that a scan prints. */
function example(fix: DemoResult['fix']): readonly string[] {
  if (fix === null) return [];
  return [
    '## Fix',
    `As \`trailproof scan -R\` and \`trailproof fix export --as terraform\` write it for ${code(fix.subject)} of the demo: [how fixes are planned](../fixes.md).`,
    `\`\`\`sh\n${fix.cli}\n\`\`\``,
    `\`\`\`hcl\n${fix.terraform}\n\`\`\``,
  ];
}

/** How many subjects of the demo are written out. */
const SHOWN = 5;

function query({ id, query: sql }: Control, demo: readonly string[]): string {
  const rest = demo.length - SHOWN;
  const more = rest > 0 ? [`- … and ${rest} more`] : [];
  return [
    `The same question as SQL, expected to return nothing: its rows are the subjects that fail. \`trailproof query ${id} --from DIR\` runs it.`,
    `\`\`\`sql\n${sql.trim()}\n\`\`\``,
    demo.length === 0
      ? 'Over the demo organization it returns nothing.'
      : `Over the demo organization it returns (\`trailproof controls ${id} --from DIR\` shows it over yours):`,
    ...(demo.length === 0
      ? []
      : [[...demo.slice(0, SHOWN).map((subject) => `- ${code(subject)}`), ...more].join('\n')]),
  ].join('\n\n');
}
