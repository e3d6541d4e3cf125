import { CONTROLS } from '../src/controls/registry.generated.ts';
import type { View } from '../src/queries/view.ts';
import { VIEWS } from '../src/queries/views.ts';
import { code, markdownTable, prose } from '../src/report/markdown.ts';
import { storedQueries } from '../src/workflow/query.ts';

/** Pages of the query library: path → text. */
export function queryPages(note: string): Readonly<Record<string, string>> {
  return {
    'docs/queries/views/README.md': viewsIndex(note),
    ...Object.fromEntries(VIEWS.map((view) => [`docs/queries/views/${view.name}.md`, viewPage(note, view)])),
    'docs/queries/stored.md': storedPage(note),
  };
}

function viewsIndex(note: string): string {
  const rows = VIEWS.map(({ name, about }) => [`[${name}](${name}.md)`, prose(about)]);
  return `${[note, '# Views', 'What [queries](../README.md) can read.', markdownTable(['View', 'What'], rows)].join('\n\n')}\n`;
}

function viewPage(note: string, { name, about, columns, needs }: View): string {
  const rows = Object.entries(columns).map(([column, { type, about: what }]) => [code(column), type, prose(what)]);
  const read = storedQueries(CONTROLS).filter(({ sql }) => new RegExp(`\\b${name}\\b`).test(sql));
  const facts = needs.filter((need) => need !== 'results').map(code);
  return `${[
    note,
    `# ${name}`,
    prose(about),
    markdownTable(['Column', 'Type', 'What'], rows),
    needs.includes('results')
      ? 'It has what the selected controls found (`--controls`); a query over it judges them first.'
      : facts.length === 0
        ? 'Nothing has to be read from AWS for it.'
        : `A query over it reads these facts from AWS: ${facts.join(', ')}.`,
    `Stored queries over it: ${read.map((query) => `[${query.name}](../stored.md#${query.name})`).join(', ') || 'none'}.`,
  ].join('\n\n')}\n`;
}

function storedPage(note: string): string {
  const sections = storedQueries(CONTROLS).flatMap(({ name, question, sql }) => [
    `## ${name}`,
    prose(question),
    `\`\`\`sql\n${sql.trim()}\n\`\`\``,
  ]);
  return `${[
    note,
    '# Stored queries',
    'Run one by its name: `trailproof query NAME`. Those named like a control return the subjects that fail it; nothing is expected.',
    ...sections,
  ].join('\n\n')}\n`;
}
