import { withSeverities } from '../frameworks/severities.ts';
import type { Control } from '../model/control.ts';
import type { SeverityPolicy } from '../model/policy.ts';
import { UserError } from '../util/errors.ts';

/**
 * Chooses controls: `default` (all but companions), an id, or a glob with `*`; several by comma. The order is the registry's.
 * They carry the severities that the policy gives them, so that results and reports follow; without one, those shipped.
 * Throws UserError where a word matches nothing.
 */
export function selectControls(
  all: readonly Control[],
  words: readonly string[] | null,
  severity: SeverityPolicy | null = null,
): readonly Control[] {
  const chosen = new Set<Control>();
  for (const word of words ?? ['default']) {
    const matches = all.filter((control) => matchesWord(control, word));
    if (matches.length === 0) {
      const ids = all.map((control) => control.id).join(', ');
      throw new UserError(`no control is called "${word}".`, `There are: ${ids}.`);
    }
    for (const control of matches) chosen.add(control);
  }
  const selected = all.filter((control) => chosen.has(control));
  return severity === null ? selected : withSeverities(selected, severity);
}

function matchesWord(control: Control, word: string): boolean {
  if (word === 'default') return control.companion !== true;
  const pattern = word
    .split('*')
    .map((part) => RegExp.escape(part))
    .join('.*');
  return new RegExp(`^${pattern}$`).test(control.id);
}
