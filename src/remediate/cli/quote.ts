import { quoted } from '../../util/shell.ts';
import { plainText, wrap } from '../../util/text.ts';

const WIDTH = 100;

/** Text as comment lines; what could end a comment or move the cursor is taken out. */
export function commented(text: string): readonly string[] {
  return wrap(plainText(text), WIDTH).map((line) => `# ${line}`.trimEnd());
}

/** A word that is only printed: a name in it cannot break the line, since a dry run prints it as a comment. */
export function spoken(text: string): string {
  return quoted(plainText(text));
}
