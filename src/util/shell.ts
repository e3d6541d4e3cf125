// Control characters, and what hides or reorders text: the same that `plainText` takes out of sentences.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to write otherwise
const UNSEEN = /[\u0001-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/**
 * One word as bash reads it: bare where it needs nothing, else in single quotes. Characters that cannot be seen are
 * written in the `$'…'` form, so a word never breaks a line and cannot leave a comment. NUL is left out: no argument of a
 * program can hold it.
 */
export function quoted(word: string): string {
  const text = word.replaceAll('\0', '');
  if (/^[A-Za-z0-9_./@-][A-Za-z0-9_/:=.,@%+-]*$/.test(text)) return text;
  if (text.search(UNSEEN) < 0) return `'${text.replaceAll("'", "'\\''")}'`;
  return `$'${text.replace(/['\\]/g, '\\$&').replace(UNSEEN, bytes)}'`;
}

/** The bytes of UTF-8 in octal, which every bash knows; with three digits, so that one that follows is no part of it. */
function bytes(text: string): string {
  return [...new TextEncoder().encode(text)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}
