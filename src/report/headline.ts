import { notAssessable } from '../evaluate/evaluate.ts';
import { cellsOf } from '../evaluate/roll-up.ts';
import type { Run } from '../evaluate/run.ts';
import type { Account, Trail } from '../model/facts.ts';
import { valueOr } from '../model/read.ts';
import type { Result } from '../model/result.ts';
import { rollUp } from '../model/verdict.ts';
import { count, list, plainText } from '../util/text.ts';
import type { Words } from './wording.ts';

/** One sentence that a compliance officer can repeat; for several accounts a summary, then each that is not covered. */
export function headlines(run: Run, words: Words): readonly string[] {
  const { accounts } = run.facts;
  if (accounts.length <= 1) return accounts.map((account) => headline(run, account, words));
  const covered = accounts.filter((account) => stateOf(run, account) === 'covered');
  const open = accounts.filter((account) => !covered.includes(account));
  return [summary(run, accounts), ...open.map((account) => headline(run, account, words))];
}

type State = 'covered' | 'not covered' | 'undecided' | 'not assessed';

/** Covered: a complete trail, and every enabled Region recorded, as far as these two were judged. */
function stateOf(run: Run, account: Account): State {
  if (notAssessable(account, run.policy.policy) !== null) return 'not assessed';
  const own = run.results.filter(
    (result) =>
      result.account === account.id &&
      (result.control === 'multi-region-trail' || result.control === 'region-coverage'),
  );
  const verdict = rollUp(own.map((result) => result.verdict));
  return verdict === 'PASS' ? 'covered' : verdict === 'FAIL' ? 'not covered' : 'undecided';
}

function summary(run: Run, accounts: readonly Account[]): string {
  const states = Map.groupBy(accounts, (account) => stateOf(run, account));
  const number = (state: State): number => states.get(state)?.length ?? 0;
  const rest = [
    ...(number('not covered') > 0
      ? [`${number('not covered')} ${number('not covered') === 1 ? 'is' : 'are'} not`]
      : []),
    ...(number('undecided') > 0 ? [`${number('undecided')} could not be decided`] : []),
    ...(number('not assessed') > 0 ? [`${number('not assessed')} not assessed`] : []),
  ];
  const covered = `${number('covered')} of ${count(accounts.length, 'account')} are covered in all their enabled Regions`;
  return `${[covered, ...rest].join('; ')}.`;
}

function headline(run: Run, account: Account, words: Words): string {
  const skipped = notAssessable(account, run.policy.policy);
  const name = account.name === null ? account.id : `${account.id} (${plainText(account.name)})`;
  if (skipped !== null) return `Account ${name} was not assessed. ${words.text(skipped)}`;
  const own = run.results.filter((result) => result.account === account.id);
  const trail = own.find((result) => result.control === 'multi-region-trail');
  const cells = Object.values(cellsOf(own)[account.id] ?? {});
  const covered = cells.filter((cell) => cell.verdict === 'PASS').length;
  if (trail === undefined) return generic(name, own);
  if (trail.verdict === 'PASS') return passed(run, account, name, trail, cells.length, covered, words);
  const recorded = cells.length === 0 ? '' : ` ${covered} of ${count(cells.length, 'enabled Region')} recorded.`;
  const [first, ...rest] = trail.reasons;
  const why = first === undefined ? '' : ` ${words.text(first, true)}`;
  const more = rest.length === 0 ? '' : ` (${count(rest.length, 'more cause')} below)`;
  if (trail.verdict === 'UNKNOWN')
    return `Whether account ${name} is covered could not be decided.${recorded}${why}${more}`;
  return `Account ${name} is NOT covered.${recorded}${why}${more}`;
}

function passed(
  run: Run,
  account: Account,
  name: string,
  result: Result,
  cells: number,
  covered: number,
  words: Words,
): string {
  const arn = result.satisfiedBy ?? '';
  const trail = account.trails.find((one) => one.arn === arn);
  const delivery = trail === undefined ? null : lastDelivery(trail);
  const last = delivery === null ? '' : `, last delivery ${ago(run.facts.clock - delivery)}`;
  const by = `${result.via === 'organization' ? 'organization trail' : 'trail'} ${words.trail(arn)}`;
  if (cells > covered) {
    return `Account ${name} has a complete trail, ${by}, but only ${covered} of its ${cells} enabled Regions are known to be recorded.`;
  }
  const where = cells === 0 ? '' : cells === 1 ? ' in its 1 enabled Region' : ` in all ${cells} enabled Regions`;
  return `Account ${name} is covered${where} by ${by}: reads and writes${last}.`;
}

function generic(name: string, own: readonly Result[]): string {
  const counts = Map.groupBy(own, (result) => result.verdict);
  const parts = (['FAIL', 'UNKNOWN', 'PASS', 'NOT_APPLICABLE'] as const).flatMap((verdict) => {
    const number = counts.get(verdict)?.length ?? 0;
    return number === 0 ? [] : [`${number} ${verdict}`];
  });
  return `Account ${name}: ${list(parts) || 'nothing was judged'}.`;
}

function lastDelivery(trail: Trail): number | null {
  const home = trail.status[trail.homeRegion];
  if (!home?.known) return null;
  const { deliveredAt, digestAt } = home.value;
  const times = [valueOr(deliveredAt, null), valueOr(digestAt, null)].filter((at) => at !== null);
  return times.length === 0 ? null : Math.max(...times);
}

/** `just now`, `4 minutes ago`, `3 hours ago`, `2 days ago` */
export function ago(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 120) return `${count(minutes, 'minute')} ago`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} hours ago`;
  return `${Math.floor(minutes / 1440)} days ago`;
}
