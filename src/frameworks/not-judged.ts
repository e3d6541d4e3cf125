import type { NotJudged } from '../model/framework.ts';

/** Why no control judges a clause, as sentences. */
export const NOT_JUDGED: Readonly<Record<NotJudged, string>> = {
  'later:alarms': 'Metric filters, alarms and subscriptions are not read yet.',
  'later:log-retention': 'How long log groups keep events is not judged yet.',
  'other-service': 'Not about CloudTrail.',
  'no-aws-mapping': 'Public scanners name it beside CloudTrail; AWS does not map it to any of its CloudTrail controls.',
};

/** Where no control judges a clause and no reason is known. */
export const NO_CONTROL = 'No control judges it.';

/** The same reason for each of the clauses. */
export function notJudged(why: NotJudged, clauses: readonly string[]): Readonly<Record<string, NotJudged>> {
  return Object.fromEntries(clauses.map((clause) => [clause, why]));
}

/** `4.1` to `4.15`: items of one section. */
export function numbered(section: string, first: number, last: number): readonly string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => `${section}.${first + index}`);
}
