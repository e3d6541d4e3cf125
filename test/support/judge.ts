import { CONTROLS } from '../../src/controls/registry.generated.ts';
import { BucketBook } from '../../src/evaluate/bucket-book.ts';
import { evaluateAccount, evaluateBuckets } from '../../src/evaluate/evaluate.ts';
import { CaptureIndex } from '../../src/facts/capture-index.ts';
import { accountFacts } from '../../src/facts/facts.ts';
import type { OrganizationView } from '../../src/facts/guardrails.ts';
import { organizationListing } from '../../src/facts/organization.ts';
import { globalRegion } from '../../src/facts/shipped-regions.ts';
import type { OwnerView } from '../../src/facts/trails.ts';
import type { Capture } from '../../src/model/capture.ts';
import type { ControlContext } from '../../src/model/control.ts';
import type { Account } from '../../src/model/facts.ts';
import { DEFAULT_POLICY, type Policy } from '../../src/model/policy.ts';
import type { ClauseResult, Result } from '../../src/model/result.ts';
import type { Holds, Verdict } from '../../src/model/verdict.ts';
import { capturesOf } from './captures.ts';
import { managementOf } from './organization.ts';
import { assertQueriesAgree, runOf } from './queries.ts';
import { accountOf, NOW, partitionOf, trailArn, type World } from './world.ts';

/** Controls that can say something about an account that is judged alone; the others are about an organization. */
export const CONTROLS_ALONE = CONTROLS.filter(
  ({ population }) => population !== 'member' && population !== 'special-account',
);

export function policyOf(world: World): Policy {
  return { ...DEFAULT_POLICY, ...world.policy };
}

/** The results of the world; of other captures of it where they are given. */
export function resultsOf(world: World, captures: Iterable<Capture> = capturesOf(world)): readonly Result[] {
  const context = contextOf(world, captures);
  const facts = context.account;
  const book = new BucketBook();
  book.add(context);
  const judged = [
    { account: facts, context, results: evaluateAccount(CONTROLS_ALONE, context) },
    { account: null, context: null, results: evaluateBuckets(CONTROLS_ALONE, context, book) },
  ];
  assertQueriesAgree(judged, runOf(CONTROLS_ALONE, context.policy, context.clock, 'account'));
  return judged.flatMap(({ results }) => results);
}

/** What the world's account is judged in, alone. */
export function contextOf(world: World, captures: Iterable<Capture> = capturesOf(world)): ControlContext {
  return {
    clock: world.clock ?? NOW,
    account: factsOf(world, new Map(), new CaptureIndex(captures)),
    organization: null,
    policy: policyOf(world),
    buckets: [],
  };
}

/** The facts of the world's account; `owners` are the accounts whose organization trails it may have copies of. */
export function factsOf(
  world: World,
  owners: ReadonlyMap<string, OwnerView>,
  index = new CaptureIndex(capturesOf(world)),
): Account {
  const account = {
    id: accountOf(world),
    name: null,
    state: world.state ?? 'ACTIVE',
    joinedAt: world.joinedAt ?? null,
    ou: null,
    partition: partitionOf(world),
    leftOut: null,
  };
  return accountFacts(account, index, {
    regions: world.only ?? null,
    clock: world.clock ?? NOW,
    joinGraceHours: policyOf(world).thresholds.joinGrace,
    owners,
    shared: index,
    organization: viewOf(world, index),
  });
}

function viewOf(world: World, index: CaptureIndex): OrganizationView | null {
  if (world.organization === undefined) return null;
  const [caller, global] = [managementOf(world.organization), globalRegion(partitionOf(world))];
  return { listing: organizationListing(index, caller, global), caller, global };
}

/** What was decided about one world. */
export class Judgement {
  readonly results: readonly Result[];
  readonly #world: World;

  constructor(world: World, captures?: Iterable<Capture>) {
    this.#world = world;
    this.results = resultsOf(world, captures);
  }

  /** The subject is a trail's name, a Region, an ARN, or by default the account. */
  result(control: string, subject?: string): Result {
    const id = `${control}/${this.#key(subject)}`;
    const found = this.results.filter((result) => result.id === id);
    if (found.length !== 1 || found[0] === undefined) {
      const ids = this.results.filter((result) => result.control === control).map((result) => result.id);
      throw new Error(`${found.length} results ${id}; there are: ${ids.join(', ')}`);
    }
    return found[0];
  }

  of(control: string): readonly Result[] {
    return this.results.filter((result) => result.control === control);
  }

  verdict(control: string, subject?: string): Verdict {
    return this.result(control, subject).verdict;
  }

  /** Clauses by their number: `CloudTrail.1`, `2.1`; one number may stand in several frameworks. */
  clauses(control: string, clause: string, subject?: string): readonly ClauseResult[] {
    return this.result(control, subject).clauses.filter(
      ({ framework, id }) => clause === id || clause === `${framework} ${id}`,
    );
  }

  /** How a condition of the shown candidate holds. */
  condition(control: string, condition: string, subject?: string): Holds | null {
    return this.result(control, subject).shown?.conditions.find(({ id }) => id === condition)?.holds ?? null;
  }

  /** Ids of the shown candidate's conditions that hold so. */
  conditions(control: string, holds: Holds, subject?: string): readonly string[] {
    const conditions = this.result(control, subject).shown?.conditions ?? [];
    return conditions.filter((condition) => condition.holds === holds).map(({ id }) => id);
  }

  reasons(control: string, subject?: string): readonly string[] {
    return this.result(control, subject).reasons.map(({ id }) => id);
  }

  #key(subject: string | undefined): string {
    const account = accountOf(this.#world);
    if (subject === undefined) return account;
    const trail = this.#world.trails?.find(({ name }) => name === subject);
    if (trail !== undefined) return trailArn(this.#world, trail);
    return subject.startsWith('arn:') ? subject : `${account}/${subject}`;
  }
}

export function judge(world: World): Judgement {
  return new Judgement(world);
}
