import type { Place } from '../../model/change.ts';
import type { Json } from '../../model/json.ts';
import { quoted } from '../../util/shell.ts';

/** One word of a command: its text, or a variable that an earlier command filled. */
export type Word = string | { readonly variable: string };

/** One command of the AWS CLI, not yet quoted. */
export interface Command {
  readonly words: readonly Word[];
  /** The variable that takes what it prints. */
  readonly into: string | null;
  /** AWS's error codes while something that was made just before is not yet known everywhere: to be tried again. */
  readonly settles: readonly string[];
}

/** What a script looks at before it runs the commands of a change. */
export type Guard =
  /** The commands run only where the look ends with the code: the thing is not there. */
  | { readonly kind: 'missing'; readonly what: string; readonly look: Command; readonly code: string }
  /**
   * The commands write a whole document. They run only where what is there is still `before`, not where it is `after`
   * already; anything else ends the script. The code means that there is none, which is the empty text.
   */
  | {
      readonly kind: 'as-planned';
      readonly what: string;
      readonly look: Command;
      readonly code: string;
      readonly before: string;
      readonly after: string;
    };

/** One change as commands. */
export interface CliChange {
  readonly guard: Guard | null;
  readonly commands: readonly Command[];
  /** Reads that show whether it worked. */
  readonly checks: readonly Command[];
  /** The way back, in its own order; empty: no command leads back. */
  readonly back: readonly Command[];
}

/** True stands for a flag without a value; null leaves the option out. */
export type Options = Readonly<Record<string, Word | true | null>>;

/** `aws SERVICE OPERATION --option value … --region REGION` */
export function aws({ region }: Pick<Place, 'region'>, operation: string, options: Options = {}): Command {
  const all: Options = { ...options, region };
  const words = Object.entries(all).flatMap(([name, value]): readonly Word[] => {
    if (value === null) return [];
    if (value === true) return [`--${name}`];
    // A value that begins with a dash would be taken for an option.
    return typeof value === 'string' && value.startsWith('-') ? [`--${name}=${value}`] : [`--${name}`, value];
  });
  return { words: ['aws', ...operation.split(' '), ...words], into: null, settles: [] };
}

/** An argument in JSON: one word, whatever is in it. */
export function json(value: Json | object): string {
  return JSON.stringify(value);
}

/** The command as one line that can be pasted. */
export function commandLine({ words, into }: Command): string {
  const line = words.map((word) => (typeof word === 'string' ? quoted(word) : `"$${word.variable}"`)).join(' ');
  return into === null ? line : `${into}=$(${line})`;
}
