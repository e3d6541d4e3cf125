import { notAssessable } from '../evaluate/evaluate.ts';
import { cellsOf } from '../evaluate/roll-up.ts';
import { causeKey } from '../evaluate/root-causes.ts';
import type { Run } from '../evaluate/run.ts';
import { nameOfArn } from '../model/arn.ts';
import type { Account, Trail } from '../model/facts.ts';
import { valueOr } from '../model/read.ts';
import type { Result } from '../model/result.ts';
import { rollUp, type Verdict } from '../model/verdict.ts';
import { count, list, plainText } from '../util/text.ts';
import type { Words } from './wording.ts';

/** An account as one line of a report: its verdict on coverage and why. */
export interface AccountLine {
  readonly account: string;
  readonly name: string;
  /** PASS: a complete trail, and every enabled Region recorded, as far as these two were judged. */
  readonly verdict: Verdict;
  readonly organizationTrail: string | null;
  readonly why: string;
}

/** The sentence that a compliance officer can repeat. */
export function headline(run: Run, words: Words): string {
  const lines = accountLines(run, words);
  const [only] = lines;
  if (only === undefined) return 'No account was judged.';
  return lines.length === 1 ? `${only.name}${only.why}` : summary(lines);
}

/** For several accounts: each that is not covered, worst first. */
export function openAccounts(run: Run, words: Words): readonly AccountLine[] {
  const lines = accountLines(run, words);
  if (lines.length < 2) return [];
  return (['FAIL', 'UNKNOWN', 'NOT_APPLICABLE'] as const).flatMap((verdict) =>
    lines.filter((line) => line.verdict === verdict),
  );
}

function summary(lines: readonly AccountLine[]): string {
  const number = (verdict: Verdict): number => lines.filter((line) => line.verdict === verdict).length;
  const assessed = lines.length - number('NOT_APPLICABLE');
  const trails = lines.flatMap((line) => line.organizationTrail ?? []);
  const by = [...Map.groupBy(trails, (arn) => arn)].map(
    ([arn, own]) => `${own.length} by organization trail ${plainText(nameOfArn(arn))}`,
  );
  const covered = `${number('PASS')} of ${count(assessed, 'account')} ${number('PASS') === 1 ? 'is' : 'are'} covered in all enabled Regions`;
  const fail = number('FAIL');
  const parts = [
    [covered, ...by].join(', '),
    ...(fail > 0 ? [`${fail} ${fail === 1 ? 'is' : 'are'} not`] : []),
    ...(number('UNKNOWN') > 0 ? [`${number('UNKNOWN')} could not be decided`] : []),
    ...(number('NOT_APPLICABLE') > 0 ? [`${number('NOT_APPLICABLE')} more not assessed`] : []),
  ];
  return `${parts.join('; ')}.`;
}

function accountLines(run: Run, words: Words): readonly AccountLine[] {
  return run.facts.accounts.map((account) => accountLine(run, account, words));
}

function accountLine(run: Run, account: Account, words: Words): AccountLine {
  const name = `Account ${account.id}${account.name === null ? '' : ` (${plainText(account.name)})`}`;
  const line = { account: account.id, name, organizationTrail: null };
  const skipped = notAssessable(account, run.policy.policy);
  if (skipped !== null) return { ...line, verdict: 'NOT_APPLICABLE', why: ` was not assessed: ${words.text(skipped)}` };
  const own = run.results.filter((result) => result.account === account.id);
  const trail = own.find((result) => result.control === 'multi-region-trail');
  const cells = own.filter((result) => result.control === 'region-coverage');
  if (trail === undefined)
    return { ...line, verdict: rollUp(own.map(({ verdict }) => verdict)) ?? 'NOT_APPLICABLE', why: generic(own) };
  const verdict = rollUp([trail, ...cells].map((result) => result.verdict)) ?? 'UNKNOWN';
  if (trail.verdict === 'PASS') {
    const organizationTrail = verdict === 'PASS' && trail.via === 'organization' ? trail.satisfiedBy : null;
    return { ...line, verdict, organizationTrail, why: passed(run, account, trail, own, words) };
  }
  const covered = cells.filter((cell) => cell.verdict === 'PASS').length;
  const recorded =
    cells.length === 0 || covered === cells.length
      ? ''
      : ` ${covered} of ${count(cells.length, 'enabled Region')} recorded.`;
  const opening = trail.verdict === 'FAIL' ? ' is NOT covered.' : ': whether it is covered could not be decided.';
  return { ...line, verdict, why: `${opening}${recorded}${causes(trail, words)}` };
}

function causes(result: Result, words: Words): string {
  const distinct = [...Map.groupBy(result.reasons, causeKey).values()].flatMap(([first]) => first ?? []);
  const [first, ...rest] = distinct;
  if (first === undefined) return '';
  const more = rest.length === 0 ? '' : ` (and ${count(rest.length, 'more cause')})`;
  return ` ${words.text(first, true)}${more}`;
}

function passed(run: Run, account: Account, result: Result, own: readonly Result[], words: Words): string {
  const arn = result.satisfiedBy ?? '';
  const trail = account.trails.find((one) => one.arn === arn);
  const delivery = trail === undefined ? null : lastDelivery(trail);
  const last = delivery === null ? '' : `, last delivery ${ago(run.facts.clock - delivery)}`;
  const by = `${result.via === 'organization' ? 'organization trail' : 'trail'} ${words.trail(arn)}`;
  const cells = Object.values(cellsOf(own)[account.id] ?? {});
  const covered = cells.filter((cell) => cell.verdict === 'PASS').length;
  if (cells.length > covered) {
    return ` has a complete trail, ${by}, but only ${covered} of its ${cells.length} enabled Regions are known to be recorded.`;
  }
  const unlisted = own.some((one) => one.control === 'region-coverage' && one.region === null);
  const which = unlisted ? 'Regions that were tried' : cells.length === 1 ? 'enabled Region' : 'enabled Regions';
  const where =
    cells.length === 0 ? '' : cells.length === 1 ? ` in its 1 ${which}` : ` in all ${cells.length} ${which}`;
  return ` is covered${where} by ${by}: reads and writes${last}.`;
}

function generic(own: readonly Result[]): string {
  const counts = Map.groupBy(own, (result) => result.verdict);
  const parts = (['FAIL', 'UNKNOWN', 'PASS', 'NOT_APPLICABLE'] as const).flatMap((verdict) => {
    const number = counts.get(verdict)?.length ?? 0;
    return number === 0 ? [] : [`${number} ${verdict}`];
  });
  return `: ${list(parts) || 'nothing was judged'}.`;
}

function lastDelivery(trail: Trail): number | null {
  const home = trail.status[trail.homeRegion];
  if (!home?.known) return null;
  const { deliveredAt, digestAt } = home.value;
  const times = [valueOr(deliveredAt, null), valueOr(digestAt, null)].filter((at) => at !== null);
  return times.length === 0 ? null : Math.max(...times);
}

/** `just now`, `4 minutes ago`, `3 hours ago`, `2 days ago` */
function ago(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 120) return `${count(minutes, 'minute')} ago`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} hours ago`;
  return `${Math.floor(minutes / 1440)} days ago`;
}
