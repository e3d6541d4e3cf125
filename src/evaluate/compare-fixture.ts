import type { Result } from '../model/result.ts';
import type { Verdict } from '../model/verdict.ts';

/** Where a fixture and the engine disagree about one subject. */
export interface Difference {
  readonly subject: string;
  /** null: the fixture does not name the subject. */
  readonly expected: Verdict | null;
  /** null: there is no such result. */
  readonly found: Verdict | null;
  /** What was found, with its reasons. */
  readonly result: Result | null;
  /** `FILE:LINE:COLUMN` of what the fixture says. */
  readonly place: string;
}

export interface FixtureOutcome {
  readonly name: string;
  /** How many results there are. */
  readonly results: number;
  readonly differences: readonly Difference[];
}

/** A control of a user's with what its fixtures came to. */
export interface ControlOutcome {
  readonly file: string;
  readonly id: string;
  readonly fixtures: readonly FixtureOutcome[];
}

/** Compares both ways: every result has to be expected, and whatever is expected has to be there. */
export function differences(
  control: string,
  expected: Readonly<Record<string, Verdict>>,
  results: readonly Result[],
  placeOf: (subject: string) => string,
): readonly Difference[] {
  const found = new Map(results.map((result) => [result.id.slice(control.length + 1), result]));
  const subjects = new Set([...Object.keys(expected), ...found.keys()]);
  return [...subjects].flatMap((subject) => {
    const result = found.get(subject) ?? null;
    const wanted = Object.hasOwn(expected, subject) ? (expected[subject] ?? null) : null;
    const verdict = result?.verdict ?? null;
    if (wanted === verdict) return [];
    return [{ subject, expected: wanted, found: verdict, result, place: placeOf(subject) }];
  });
}

/** The difference as the end of a sentence that begins with the subject. */
export function differenceText({ expected, found }: Pick<Difference, 'expected' | 'found'>): string {
  if (expected === null) return `is ${found}, and the fixture does not name it`;
  return found === null ? `is no subject, expected ${expected}` : `is ${found}, expected ${expected}`;
}
