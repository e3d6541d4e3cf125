import { BucketBook } from '../evaluate/bucket-book.ts';
import { evaluateAccount, evaluateBuckets, notAssessable } from '../evaluate/evaluate.ts';
import type { LoadedPolicy } from '../evaluate/run.ts';
import type { Judged } from '../evaluate/tally.ts';
import type { CaptureIndex } from '../facts/capture-index.ts';
import { type AccountInRun, accountFacts, type RunScope } from '../facts/facts.ts';
import type { OrganizationView } from '../facts/guardrails.ts';
import { type OrganizationListing, organizationListing } from '../facts/organization.ts';
import { globalRegion } from '../facts/shipped-regions.ts';
import type { OwnerView } from '../facts/trails.ts';
import type { Control, ControlContext } from '../model/control.ts';
import { type Identity, type OrganizationFacts, organizationTrailsOf } from '../model/facts.ts';
import type { FrameworkId } from '../model/framework.ts';
import { known, mapRead, noSource, notAsked, type Read, unread } from '../model/read.ts';

/** What judging needs, wherever the captures come from. */
export interface JudgeOptions {
  readonly policy: LoadedPolicy;
  readonly controls: readonly Control[];
  readonly framework: FrameworkId | null;
  /** `--now`, milliseconds since 1970; null: the run's own clock. */
  readonly now: number | null;
}

/** Takes one account after the other, in the order of their ids. */
export type Sink = (judged: Judged) => void | Promise<void>;

/** Where the calls to Organizations went, so that a saved run finds their answers. */
export function listingOf(index: CaptureIndex, identity: Pick<Identity, 'account' | 'arn'>): OrganizationListing {
  return organizationListing(index, identity.account, globalOf(identity));
}

function globalOf({ arn }: Pick<Identity, 'arn'>): string {
  return globalRegion(arn.split(':')[1] ?? 'aws');
}

/** Judges one account after the other; the owners of organization trails are given before their members come. */
export class Judge {
  readonly owners = new Map<string, OwnerView>();
  /** What was read of destinations, for whichever account names them. */
  readonly shared: CaptureIndex;
  /** null: one account is judged alone. */
  readonly view: OrganizationView | null;
  readonly #buckets = new BucketBook();
  readonly #options: JudgeOptions;
  readonly #clock: number;
  readonly #regions: readonly string[] | null;
  readonly #listing: OrganizationListing | null;
  readonly #caller: string;
  /** What the last account was judged in. */
  #last: ControlContext | null = null;
  /** The same for every account that is judged. */
  #organization: OrganizationFacts | null;

  constructor(
    options: JudgeOptions,
    clock: number,
    regions: readonly string[] | null,
    listing: OrganizationListing | null,
    identity: Pick<Identity, 'account' | 'arn'>,
    shared: CaptureIndex,
  ) {
    const caller = identity.account;
    this.#options = options;
    this.shared = shared;
    this.view = listing === null ? null : { listing, caller, global: globalOf(identity) };
    this.#clock = clock;
    this.#regions = regions;
    this.#listing = listing;
    this.#caller = caller;
    this.#organization = this.#organizationFacts();
  }

  get scope(): RunScope {
    const joinGraceHours = this.#options.policy.policy.thresholds.joinGrace;
    const { owners, shared, view } = this;
    return { regions: this.#regions, clock: this.#clock, joinGraceHours, owners, shared, organization: view };
  }

  /** Makes an account's answers available to the members that see its organization trails. */
  own(account: AccountInRun, index: CaptureIndex): void {
    this.owners.set(account.id, { index, facts: accountFacts(account, index, this.scope) });
    this.#organization = this.#organizationFacts();
  }

  judge(account: AccountInRun, index: CaptureIndex): Judged {
    const { controls, policy } = this.#options;
    const facts = accountFacts(account, index, this.scope);
    const organization = this.#organization;
    const context = { clock: this.#clock, account: facts, organization, policy: policy.policy, buckets: [] };
    if (account.leftOut === null && notAssessable(account, policy.policy) === null) this.#buckets.add(context);
    this.#last = context;
    return { account: facts, context, results: evaluateAccount(controls, context) };
  }

  /** The buckets that trails of all accounts deliver to; to be called last. */
  judgeBuckets(): Judged {
    const context = this.#last;
    const results = context === null ? [] : evaluateBuckets(this.#options.controls, context, this.#buckets);
    return { account: null, context: null, results };
  }

  #organizationFacts(): OrganizationFacts | null {
    const listing = this.#listing;
    if (listing === null) return null;
    const trails = [...this.owners.values()].flatMap(({ facts }) => organizationTrailsOf(facts));
    const { management, id } = listing;
    return {
      id,
      management,
      caller: this.#caller,
      accountsListed: listing.complete,
      trails,
      ownerListed: this.#ownerListed(listing),
      trustedAccess: mapRead(listing.trustedServices, (services) => services.includes('cloudtrail.amazonaws.com')),
      delegatedAdministrators: mapRead(
        listing.delegatedAdministrators,
        (list) => new Map(list.map(({ account, services }) => [account, services])),
      ),
    };
  }

  /** Whether the list of organization trails is whole. */
  #ownerListed({ id, management }: OrganizationListing): Read<true> {
    if (!id.known) return id;
    const owner = management === null ? undefined : this.owners.get(management)?.facts;
    if (owner === undefined) {
      const call = 'cloudtrail:DescribeTrails';
      const account = management ?? this.#caller;
      // Outside of any organization there are no organization trails.
      if (id.value === null) return known(true, id.source);
      return unread({ ...notAsked(call, account, null), kind: 'out-of-scope' }, noSource(call, account, null));
    }
    if (!owner.regionList.known) return owner.regionList;
    for (const list of Object.values(owner.lists)) if (!list.known) return list;
    return known(true, owner.regionList.source);
  }
}
