import { wrap } from '../util/text.ts';

/** A Markdown page for a terminal of 80 columns: paragraphs wrapped, tables as lists, commands as they are. */
export function terminalPage(page: string): string {
  const lines: string[] = [];
  let code = false;
  let head: readonly string[] | null = null;
  for (const line of page.split('\n')) {
    if (line.startsWith('<!--')) continue;
    if (line.startsWith('```')) code = !code;
    const row = !code && line.startsWith('|') ? cellsOf(line) : null;
    if (row === null) {
      head = null;
      lines.push(...(code || line.startsWith('#') ? [line] : wrapped(line)));
    } else if (head === null) {
      head = row;
    } else if (!row.every((cell) => /^-+$/.test(cell))) {
      lines.push(...asList(head, row));
    }
  }
  return lines.join('\n').trimStart();
}

function cellsOf(line: string): readonly string[] {
  return line
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}

/** One row of a table: its first cell, and below it the others under their headings. */
function asList(head: readonly string[], row: readonly string[]): readonly string[] {
  const [first = '', ...rest] = row;
  return [
    ...wrapped(`- ${first}`),
    ...rest.flatMap((cell, index) => (cell === '' ? [] : wrapped(`  * ${head[index + 1] ?? ''}: ${cell}`))),
  ];
}

function wrapped(line: string): readonly string[] {
  const hang = /^( *(?:[-*]|\d+\.) )/.exec(line)?.[1] ?? '';
  const [first = '', ...rest] = wrap(line.slice(hang.length), 80 - hang.length);
  return [`${hang}${first}`, ...rest.map((part) => `${' '.repeat(hang.length)}${part}`)];
}
