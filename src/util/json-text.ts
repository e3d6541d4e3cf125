/**
 * JSON that is safe to print: besides what JSON escapes anyway, control characters above U+007E and characters that
 * reorder text, so that a name in AWS cannot move a terminal's cursor. The value stays the same for every parser.
 */
export function jsonText(value: unknown, indent?: number): string {
  return (JSON.stringify(value, null, indent) ?? 'null').replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
