import type { AccountRow } from '../evaluate/account-book.ts';
import type { Counts } from '../evaluate/counts.ts';
import type { Run } from '../evaluate/run.ts';
import type { Tally } from '../evaluate/tally.ts';
import { nameOfArn } from '../model/arn.ts';
import type { Verdict } from '../model/verdict.ts';
import { count, list, plainText } from '../util/text.ts';
import type { Words } from './wording.ts';

/** The sentence that a compliance officer can repeat. */
export function headline(run: Run, tally: Tally, words: Words): string {
  const rows = tally.rows.filter((row) => row.leftOut === null);
  const out = tally.rows.filter((row) => row.leftOut !== null);
  const [only] = rows;
  if (only === undefined) {
    const names = out.map((row) => `Account ${nameOf(row)} is not part of the run: ${row.leftOut}.`);
    return names[0] ?? 'No account was judged.';
  }
  if (rows.length > 1 || run.mode === 'organization') {
    // What an account comes to is not known where only buckets or users' controls were judged: they come last.
    const results = Object.values(tally.summary).reduce((sum, number) => sum + number, 0);
    const judged = `${count(rows.length, 'account')}, ${count(results, 'result')}`;
    if (!judgesCoverage(run)) return `${judged}${generic(tally.summary)}`;
    return summary(run, rows, out.length);
  }
  return `Account ${nameOf(only)}${sentence(only, run, words, tally.summary)}`;
}

/** For several accounts: each that is not covered, worst first. */
export function openAccounts(
  run: Run,
  tally: Tally,
  words: Words,
): readonly { readonly verdict: Verdict; readonly text: string }[] {
  const rows = tally.rows.filter((row) => row.leftOut === null);
  if ((rows.length < 2 && run.mode !== 'organization') || !judgesCoverage(run)) return [];
  return (['FAIL', 'UNKNOWN', 'NOT_APPLICABLE'] as const).flatMap((verdict) =>
    rows
      .filter((row) => stateOf(row) === verdict)
      .map((row) => ({ verdict, text: `${nameOf(row)}${sentence(row, run, words, null)}` })),
  );
}

/** `111122223333 (payments)` */
export function nameOf({ id, name }: AccountRow): string {
  return name === null ? id : `${id} (${plainText(name)})`;
}

function stateOf(row: AccountRow): Verdict {
  return row.notAssessed === null ? row.coverage : 'NOT_APPLICABLE';
}

function summary(run: Run, rows: readonly AccountRow[], out: number): string {
  const number = (verdict: Verdict): number => rows.filter((row) => stateOf(row) === verdict).length;
  const assessed = rows.length - number('NOT_APPLICABLE');
  const byTrail = rows.flatMap((row) =>
    stateOf(row) === 'PASS' && row.via === 'organization' && row.satisfiedBy !== null ? [row.satisfiedBy] : [],
  );
  const by = [...Map.groupBy(byTrail, (arn) => arn)].map(
    ([arn, own]) => `${own.length} by organization trail ${plainText(nameOfArn(arn))}`,
  );
  const isOne = number('PASS') === 1;
  const of = `${number('PASS')} of ${count(assessed, 'account')}`;
  const covered = `${of} ${isOne ? 'is' : 'are'} covered in all enabled Regions`;
  const fail = number('FAIL');
  const failing = fail === 1 ? 'is' : 'are';
  const parts = [
    [covered, ...by].join(', '),
    ...(fail > 0 ? [`${fail} ${failing} not`] : []),
    ...(number('UNKNOWN') > 0 ? [`${number('UNKNOWN')} could not be decided`] : []),
    ...(number('NOT_APPLICABLE') > 0 ? [`${number('NOT_APPLICABLE')} more not assessed`] : []),
    ...(out > 0 ? [`${out} left out of scope`] : []),
  ];
  const listed = run.accountsListed ? '' : ' The list of accounts is incomplete: there may be more.';
  return `${parts.join('; ')}.${listed}`;
}

/** Whether the run can say that an account is covered: other controls alone say nothing about that. */
export function judgesCoverage({ controls }: Run): boolean {
  return controls.some(({ id }) => id === 'multi-region-trail' || id === 'region-coverage');
}

/** What follows the account's name. `counts` are used where coverage itself was not judged. */
function sentence(row: AccountRow, run: Run, words: Words, counts: Counts | null): string {
  if (row.notAssessed !== null) return ` was not assessed: ${words.text(row.notAssessed)}`;
  const { total, covered } = row.cells;
  if (row.trailVerdict === null) return counts === null ? ` is ${row.coverage}.` : generic(counts);
  if (row.trailVerdict === 'PASS') return passed(row, run, words);
  const recorded = total === 0 || covered === total ? '' : ` ${covered} of ${count(total, 'enabled Region')} recorded.`;
  const opening = row.trailVerdict === 'FAIL' ? ' is NOT covered.' : ': whether it is covered could not be decided.';
  return `${opening}${recorded}${causes(row, words)}`;
}

function causes({ causes: all }: AccountRow, words: Words): string {
  const [first, ...rest] = all;
  if (first === undefined) return '';
  const more = rest.length === 0 ? '' : ` (and ${count(rest.length, 'more cause')})`;
  return ` ${words.text(first, true)}${more}`;
}

function passed(row: AccountRow, run: Run, words: Words): string {
  const { total, covered, listed } = row.cells;
  const last = row.lastDelivery === null ? '' : `, last delivery ${ago(Date.parse(run.clock) - row.lastDelivery)}`;
  const by = `${row.via === 'organization' ? 'organization trail' : 'trail'} ${words.trail(row.satisfiedBy ?? '')}`;
  if (total > covered) {
    return ` has a complete trail, ${by}, but only ${covered} of its ${total} enabled Regions are known to be recorded.`;
  }
  const noun = total === 1 ? 'Region' : 'Regions';
  const which = listed ? `enabled ${noun}` : `${noun} that were tried`;
  const where = total === 0 ? '' : total === 1 ? ` in its 1 ${which}` : ` in all ${total} ${which}`;
  return ` is covered${where} by ${by}: reads and writes${last}.`;
}

function generic(counts: Counts): string {
  const parts = (['FAIL', 'UNKNOWN', 'PASS', 'NOT_APPLICABLE'] as const).flatMap((verdict) =>
    counts[verdict] === 0 ? [] : [`${counts[verdict]} ${verdict}`],
  );
  return `: ${list(parts) || 'nothing was judged'}.`;
}

/** `just now`, `4 minutes ago`, `3 hours ago`, `2 days ago` */
export function ago(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 120) return `${count(minutes, 'minute')} ago`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} hours ago`;
  return `${Math.floor(minutes / 1440)} days ago`;
}
