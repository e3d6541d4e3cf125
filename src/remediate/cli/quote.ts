import { plainText, wrap } from '../../util/text.ts';

const WIDTH = 100;

/**
 * One word as bash, dash and zsh read it: bare where it needs nothing, else in single quotes. Control characters are
 * written in the `$'…'` form, so a word never breaks a line and cannot leave a comment. NUL is left out: no argument of a
 * program can hold it.
 */
export function quoted(word: string): string {
  const text = word.replaceAll('\0', '');
  if (/^[A-Za-z0-9/-][A-Za-z0-9_/:=.,@%+-]*$/.test(text)) return text;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what the other form is for
  if (!/[\u0001-\u001f\u007f]/.test(text)) return `'${text.replaceAll("'", "'\\''")}'`;
  const escaped = text.replace(/['\\]/g, '\\$&');
  // Octal with three digits: a digit that follows is not taken for a part of it.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
  return `$'${escaped.replace(/[\u0001-\u001f\u007f]/g, (one) => `\\${one.charCodeAt(0).toString(8).padStart(3, '0')}`)}'`;
}

/** Text as comment lines; what could end a comment or move the cursor is taken out. */
export function commented(text: string): readonly string[] {
  return wrap(plainText(text), WIDTH).map((line) => `# ${line}`.trimEnd());
}
