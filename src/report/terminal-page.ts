import { wrap } from '../util/text.ts';

/** A Markdown page for a terminal of 80 columns: paragraphs wrapped, tables as lists, links as their text, code as it is. */
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

/** One row of a table: a pair in one line, else its first cell and below it the others under their headings. */
function asList(head: readonly string[], row: readonly string[]): readonly string[] {
  const [first = '', ...rest] = row;
  if (rest.length === 1) return wrapped(`- ${first}: ${rest[0]}`);
  return [
    ...wrapped(`- ${first}`),
    ...rest.flatMap((cell, index) => (cell === '' ? [] : wrapped(`  * ${head[index + 1] ?? ''}: ${cell}`))),
  ];
}

function wrapped(line: string): readonly string[] {
  const hang = /^( *(?:[-*]|\d+\.) )/.exec(line)?.[1] ?? '';
  const [first = '', ...rest] = wrap(plain(line.slice(hang.length)), 80 - hang.length);
  return [`${hang}${first}`, ...rest.map((part) => `${' '.repeat(hang.length)}${part}`)];
}

/** Without what only a browser needs: addresses of pages beside this one, and backslashes before punctuation. */
function plain(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) =>
      part.startsWith('`')
        ? part
        : part.replace(/\[([^\]]+)\]\([\w./-]+\.md\)/g, '$1').replace(/\\([\\`*_{}[\]<>#|~])/g, '$1'),
    )
    .join('');
}
