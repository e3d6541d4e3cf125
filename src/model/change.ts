import type { Json } from './json.ts';
import type { Reason } from './verdict.ts';

/** Where a change is made, and with whose credentials. */
export interface Place {
  readonly account: string;
  /** For IAM and other global services the Region only says where the command goes. */
  readonly region: string;
  readonly partition: string;
}

/** A trail, changed in its home Region by its owner: everything else is refused (CloudTrail API reference, UpdateTrail). */
export interface OfTrail extends Place {
  readonly trail: string;
  readonly name: string;
}

export interface OfBucket extends Place {
  readonly bucket: string;
}

/** One statement of a policy document, as it is written. */
export type Statement = { readonly [field: string]: Json };

/** Statements to be added to a policy: those of the same Sid are replaced, everything else stays. */
export interface PolicyAddition {
  /** The document as AWS answered it; null: there is none. */
  readonly before: string | null;
  readonly statements: readonly Statement[];
}

/** The selectors of a trail as PutEventSelectors takes them: it replaces the whole set. */
export type SelectorSet =
  | { readonly basic: readonly Json[]; readonly advanced: null }
  | { readonly basic: null; readonly advanced: readonly Json[] };

export interface NewTrail extends OfTrail {
  readonly bucket: string;
  readonly organization: boolean;
}

/**
 * One thing to change in AWS, as data. The union is closed: a renderer is a table over it, and one that forgets a kind does
 * not compile. Nothing here is ever carried out by trailproof itself.
 */
export type Change =
  | ({ readonly kind: 'create-bucket' } & OfBucket)
  | ({ readonly kind: 'block-public-access' } & OfBucket)
  | ({ readonly kind: 'close-acl' } & OfBucket)
  | ({ readonly kind: 'version-bucket' } & OfBucket)
  | ({ readonly kind: 'owner-pays' } & OfBucket)
  | ({ readonly kind: 'allow-delivery' } & OfBucket & PolicyAddition)
  | ({ readonly kind: 'log-bucket-access' } & OfBucket & { readonly target: string; readonly prefix: string })
  | ({ readonly kind: 'create-key' } & Place & { readonly alias: string; readonly statements: readonly Statement[] })
  | ({ readonly kind: 'enable-key' } & Place & { readonly key: string })
  | ({ readonly kind: 'allow-key-use' } & Place & { readonly key: string } & PolicyAddition)
  | ({ readonly kind: 'allow-publish' } & Place & { readonly topic: string } & PolicyAddition)
  | ({ readonly kind: 'create-log-group' } & Place & {
        readonly logGroup: string;
        readonly retentionDays: number | null;
      })
  | ({ readonly kind: 'create-delivery-role' } & Place & { readonly role: string })
  | ({ readonly kind: 'allow-assume' } & Place & { readonly role: string } & PolicyAddition)
  | ({ readonly kind: 'allow-log-writes' } & Place & {
        readonly role: string;
        readonly statements: readonly Statement[];
      })
  | ({ readonly kind: 'enable-trusted-access' } & Place)
  | ({ readonly kind: 'create-service-linked-role' } & Place)
  | ({ readonly kind: 'create-trail' } & NewTrail)
  | ({ readonly kind: 'make-multi-region' } & OfTrail)
  | ({ readonly kind: 'enable-validation' } & OfTrail)
  | ({ readonly kind: 'encrypt' } & OfTrail & { readonly key: string })
  | ({ readonly kind: 'connect-logs' } & OfTrail & {
        readonly logGroupArn: string;
        readonly roleArn: string;
        /** What the trail names now: for the way back. */
        readonly before: { readonly logGroup: string | null; readonly role: string | null };
      })
  | ({ readonly kind: 'record-reads-and-writes' } & OfTrail & {
        readonly selectors: SelectorSet;
        readonly before: SelectorSet;
      })
  | ({ readonly kind: 'start-logging' } & OfTrail);

export type ChangeKind = Change['kind'];

export type ChangeOf<Kind extends ChangeKind> = Extract<Change, { readonly kind: Kind }>;

/** What becomes of each kind of change: a table without a hole. */
export type ChangeTable<Made> = { readonly [Kind in ChangeKind]: (change: ChangeOf<Kind>) => Made };

/** Looks the change up in the table. */
export function byKind<Made>(table: ChangeTable<Made>, change: Change): Made {
  // The table has the function for exactly this kind; TypeScript cannot tie the two together.
  return (table[change.kind] as (one: Change) => Made)(change);
}

/**
 * The order in which changes work: what something needs comes before it (aws.md 11.11). Buckets and their policies, keys,
 * topics, log groups, roles, the trail, its selectors, and only then logging.
 */
export const CHANGE_KINDS = [
  'create-bucket',
  'block-public-access',
  'close-acl',
  'version-bucket',
  'owner-pays',
  'allow-delivery',
  'log-bucket-access',
  'create-key',
  'enable-key',
  'allow-key-use',
  'allow-publish',
  'create-log-group',
  'create-delivery-role',
  'allow-assume',
  'allow-log-writes',
  'enable-trusted-access',
  'create-service-linked-role',
  'create-trail',
  'make-multi-region',
  'enable-validation',
  'encrypt',
  'connect-logs',
  'record-reads-and-writes',
  'start-logging',
] as const satisfies readonly ChangeKind[];

/** What repairs a failing subject. */
export interface Fix {
  readonly changes: readonly Change[];
  /** What a person has to decide or do, and why no change is offered for it. */
  readonly byHand: readonly Reason[];
}
