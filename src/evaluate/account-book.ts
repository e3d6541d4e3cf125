import { readReason } from '../model/conditions/condition.ts';
import type { Account, Trail } from '../model/facts.ts';
import type { Policy } from '../model/policy.ts';
import { orNull } from '../model/read.ts';
import type { Result } from '../model/result.ts';
import { type Reason, rollUp, type Verdict } from '../model/verdict.ts';
import { causeKey } from './causes.ts';
import { notAssessable } from './evaluate.ts';

export interface Cell {
  readonly verdict: Verdict;
  readonly by: readonly string[];
}

export interface AccountVerdict {
  readonly verdict: Verdict;
  readonly via: 'own' | 'organization' | null;
}

/** What reports need to know of one account after its results were written. */
export interface AccountRow {
  readonly id: string;
  readonly name: string | null;
  readonly state: string;
  readonly joinedAt: string | null;
  readonly ou: string | null;
  readonly className: string | null;
  readonly regions: readonly string[];
  /** null: assessed. */
  readonly notAssessed: Reason | null;
  readonly leftOut: string | null;
  /** Whether anything inside could be read. */
  readonly readable: boolean;
  /** PASS: a complete trail, and every enabled Region recorded, as far as these two were judged. */
  readonly coverage: Verdict;
  /** The verdict of `multi-region-trail`, or null where it was not judged. */
  readonly trailVerdict: Verdict | null;
  readonly satisfiedBy: string | null;
  readonly via: 'own' | 'organization' | null;
  /** Milliseconds since 1970, UTC. */
  readonly lastDelivery: number | null;
  readonly cells: { readonly total: number; readonly covered: number; readonly listed: boolean };
  /** Why the trail verdict is not PASS, each cause once. */
  readonly causes: readonly Reason[];
}

export function accountRow(account: Account, results: readonly Result[], policy: Policy): AccountRow {
  const { id, name, state, joinedAt, ou, regions, leftOut } = account;
  const trail = results.find((result) => result.control === 'multi-region-trail');
  const cells = results.filter((result) => result.control === 'region-coverage');
  const judged = trail === undefined ? results : [trail, ...cells];
  const satisfiedBy = trail?.satisfiedBy ?? null;
  const readable = account.regionList.known || Object.values(account.lists).some((list) => list.known);
  // Where nobody was let in, that is the cause of everything else.
  const closed = readable || account.regionList.known ? [] : [readReason(account.regionList.failure)];
  const why = trail?.verdict === 'PASS' ? [] : closed.length > 0 ? closed : (trail?.reasons ?? []);
  const causes = [...Map.groupBy(why, causeKey).values()];
  return {
    id,
    name,
    state,
    joinedAt,
    ou,
    className: policy.classes.get(id) ?? null,
    regions,
    notAssessed: notAssessable(account, policy),
    leftOut,
    readable,
    coverage: rollUp(judged.map((result) => result.verdict)) ?? 'NOT_APPLICABLE',
    trailVerdict: trail?.verdict ?? null,
    satisfiedBy,
    via: trail?.via ?? null,
    lastDelivery: lastDelivery(account.trails.find((one) => one.arn === satisfiedBy)),
    cells: {
      total: cells.filter((cell) => cell.region !== null).length,
      covered: cells.filter((cell) => cell.verdict === 'PASS').length,
      listed: account.regionList.known,
    },
    causes: causes.flatMap(([first]) => first ?? []),
  };
}

function lastDelivery(trail: Trail | undefined): number | null {
  const home = trail?.status[trail.homeRegion];
  if (!home?.known) return null;
  const { deliveredAt, digestAt } = home.value;
  const times = [orNull(deliveredAt), orNull(digestAt)].filter((at) => at !== null);
  return times.length === 0 ? null : Math.max(...times);
}

/** Region → covered by what; from the results of `region-coverage`. */
export function cellsOf(results: readonly Result[]): Readonly<Record<string, Cell>> {
  const cells: Record<string, Cell> = {};
  for (const result of results) {
    if (result.control !== 'region-coverage' || result.region === null) continue;
    const all = result.shown === null ? [] : [result.shown, ...result.others];
    const by = all.flatMap(({ outcome, resource }) => (outcome === 'PASS' && resource !== null ? [resource] : []));
    cells[result.region] = { verdict: result.verdict, by: by.sort() };
  }
  return cells;
}

type Row = Record<string, AccountVerdict>;

/**
 * Control → rolled-up verdict, for every account. A member without own trails shows, for the per-trail controls, the
 * verdicts of the organization trails that reach it; they are known only after their owner was judged. So are the
 * verdicts of buckets that other accounts' trails deliver to.
 */
export class VerdictTable {
  /** Account → verdicts of what is filed under it. */
  readonly #own = new Map<string, Row>();
  /** Account → organization trails that reach it. */
  readonly #reachedBy = new Map<string, readonly string[]>();
  readonly #perTrail: ReadonlySet<string>;
  /** Control and trail ARN → verdict. */
  readonly #ofTrail = new Map<string, Verdict>();

  /** `perTrail`: the controls that judge trails one by one. */
  constructor(perTrail: ReadonlySet<string>) {
    this.#perTrail = perTrail;
  }

  add(account: Account, results: readonly Result[]): void {
    this.file(results);
    const reachedBy = account.trails.flatMap((trail) => (trail.reach === 'reached' ? [trail.arn] : []));
    this.#reachedBy.set(account.id, reachedBy);
  }

  /** Takes results in under the accounts that they are filed in. */
  file(results: readonly Result[]): void {
    for (const [control, list] of Map.groupBy(results, (result) => result.control)) {
      if (this.#perTrail.has(control)) {
        for (const result of list) this.#ofTrail.set(`${control} ${result.resource}`, result.verdict);
      }
      for (const [account, theirs] of Map.groupBy(list, (result) => result.account)) {
        if (account !== null) this.#file(account, control, theirs);
      }
    }
  }

  #file(account: string, control: string, results: readonly Result[]): void {
    const row = this.#own.get(account) ?? {};
    this.#own.set(account, row);
    const before = row[control];
    const verdicts = [...(before === undefined ? [] : [before.verdict]), ...results.map((result) => result.verdict)];
    const vias = new Set(results.flatMap((result) => result.via ?? []));
    const via = vias.size === 1 ? ([...vias][0] ?? null) : null;
    row[control] = { verdict: rollUp(verdicts) ?? 'NOT_APPLICABLE', via: via ?? before?.via ?? null };
  }

  *entries(): Generator<readonly [string, Readonly<Row>]> {
    for (const [account, reachedBy] of this.#reachedBy) {
      const lent = [...this.#perTrail].flatMap((control) => {
        if (this.#own.get(account)?.[control]?.verdict !== 'NOT_APPLICABLE') return [];
        const verdict = rollUp(reachedBy.flatMap((arn) => this.#ofTrail.get(`${control} ${arn}`) ?? []));
        return verdict === null ? [] : [[control, { verdict, via: 'organization' }] as const];
      });
      yield [account, { ...this.#own.get(account), ...Object.fromEntries(lent) }];
    }
  }
}
