import { nameOfArn } from '../model/arn.ts';
import type { Control, Wording } from '../model/control.ts';
import { ENGINE_REASONS } from '../model/engine-wording.ts';
import type { Json } from '../model/json.ts';
import type { Reason } from '../model/verdict.ts';
import { plainText } from '../util/text.ts';

/** The words for every reason that the given controls and the engine can give. */
export class Words {
  readonly #wordings: ReadonlyMap<string, Wording>;
  readonly #names: ReadonlyMap<string, string>;

  /** `trails`: ARNs that are shown by their name alone, unless two of them share it. */
  constructor(controls: readonly Control[], trails: readonly string[] = []) {
    const own = controls.flatMap((control) =>
      Object.values(control.conditions).flatMap((condition) => Object.entries(condition.reasons)),
    );
    this.#wordings = new Map([...Object.entries(ENGINE_REASONS), ...own]);
    const byName = Map.groupBy(new Set(trails), nameOfArn);
    this.#names = new Map(
      [...byName].flatMap(([name, arns]) => (arns.length === 1 && arns[0] !== undefined ? [[arns[0], name]] : [])),
    );
  }

  /** One sentence; `short` writes trail names instead of ARNs. */
  text(reason: Reason, short = false): string {
    const wording = this.#wordings.get(reason.id);
    return wording === undefined ? reason.id : this.#fill(wording.text, reason, short);
  }

  /** What to do about it, or null. */
  next(reason: Reason): string | null {
    const next = this.#wordings.get(reason.id)?.next;
    return next === undefined ? null : this.#fill(next, reason, false);
  }

  /** The trail's name where it is the only one of that name, else its ARN. */
  trail(arn: string): string {
    return plainText(this.#names.get(arn) ?? arn);
  }

  #fill(template: string, { params }: Reason, short: boolean): string {
    return plainText(
      template
        .replace(/\{(\w+)\}/g, (_, name: string) => this.#value(name, params[name], short))
        // AWS's own messages end with a full stop already.
        .replace(/\.\.$/, '.')
        .trim(),
    );
  }

  #value(name: string, value: Json | undefined, short: boolean): string {
    if (value === null || value === undefined) return EMPTY[name] ?? 'unknown';
    if (Array.isArray(value)) {
      const entries = value.map((entry) => String(entry));
      if (entries.length === 0) return 'nothing';
      return short && entries.length > 4
        ? `${entries.slice(0, 3).join(', ')} and ${entries.length - 3} more`
        : entries.join(', ');
    }
    if (short && typeof value === 'string') return this.#names.get(value) ?? value;
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
}

/** What stands for a parameter without a value. */
const EMPTY: Readonly<Record<string, string>> = {
  at: 'never',
  code: 'no error code',
  message: '',
  region: 'every Region',
};
