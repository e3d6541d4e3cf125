import { allOf, type Candidate, type Condition, type Holds, type Verdict } from '../verdict.ts';

/**
 * One more candidate where no single trail does it all: several trails together, each for its own part. What holds for
 * all (`shared` conditions) is taken from the trail that does worst among them. Empty where it would add nothing: one
 * candidate is the best for every part already, or even together they fail.
 */
export function together(
  candidates: readonly Candidate[],
  shared: readonly string[],
  parts: readonly string[],
): readonly Candidate[] {
  const chosen = parts.map((part) => bestFor(candidates, [...shared, part]));
  const [first] = chosen;
  if (first === undefined || chosen.some((one) => one === undefined)) return [];
  const several = chosen.filter((one) => one !== undefined);
  if (several.every((one) => one === first)) return [];
  const conditions = [
    ...shared.flatMap((id) =>
      worst(several.flatMap((one) => one.conditions.filter((condition) => condition.id === id))),
    ),
    ...several.flatMap(({ conditions: all }, position) => all.filter(({ id }) => id === parts[position])),
  ];
  if (allOf(conditions) === 'FAIL') return [];
  return [{ ...first, conditions }];
}

const BEST_FIRST: readonly Verdict[] = ['PASS', 'UNKNOWN', 'FAIL'];

/** The first of those that do best; of two, an earlier one. */
function bestFor(candidates: readonly Candidate[], ids: readonly string[]): Candidate | undefined {
  const verdicts = candidates.map(({ conditions }) => {
    const asked = conditions.filter(({ id }) => ids.includes(id));
    return asked.length === 0 ? 'FAIL' : allOf(asked);
  });
  const best = BEST_FIRST.find((verdict) => verdicts.includes(verdict));
  return best === undefined ? undefined : candidates[verdicts.indexOf(best)];
}

const WORST_FIRST: readonly Holds[] = ['no', 'unknown', 'yes'];

function worst(conditions: readonly Condition[]): readonly Condition[] {
  const holds = WORST_FIRST.find((one) => conditions.some((condition) => condition.holds === one));
  const [found] = conditions.filter((condition) => condition.holds === holds);
  return found === undefined ? [] : [found];
}
