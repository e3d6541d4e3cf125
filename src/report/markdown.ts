import { plainText } from '../util/text.ts';

/** Text that Markdown shows as it is: names in AWS are other people's input. */
export function prose(text: string): string {
  return plainText(text).replace(/[\\`*_{}[\]<>#|~]/g, (character) => `\\${character}`);
}

/** Inline code; a backtick inside becomes a quote, a pipe is escaped for tables. */
export function code(text: string): string {
  return `\`${plainText(text).replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}

/** A table; cells are Markdown already. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
