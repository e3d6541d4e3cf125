import { BucketBook } from '../../src/evaluate/bucket-book.ts';
import { evaluateAccount, evaluateBuckets } from '../../src/evaluate/evaluate.ts';
import { reason } from '../../src/model/conditions/condition.ts';
import type { Control } from '../../src/model/control.ts';
import type { Account, OrganizationFacts, Trail } from '../../src/model/facts.ts';
import { DEFAULT_POLICY, DEFAULT_STORAGE, type StoragePolicy } from '../../src/model/policy.ts';
import { known, type Read, type Source, unread } from '../../src/model/read.ts';
import type { Result } from '../../src/model/result.ts';
import type { Bucket, Key, LifecycleRule } from '../../src/model/storage.ts';
import { Words } from '../../src/report/wording.ts';
import { ACCOUNT, ARCHIVE, NOW } from './world.ts';

export { ARCHIVE } from './world.ts';
export const BUCKET = 'trail-logs';
export const BUCKET_ARN = `arn:aws:s3:::${BUCKET}`;
export const TRAIL_ARN = `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/main`;
const KEY_ARN = `arn:aws:kms:us-east-1:${ARCHIVE}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

function sourceOf(call: string): Source {
  return { capture: 'sha256:0', call, account: ARCHIVE, region: 'us-east-1', field: null, at: '2026-11-24T00:00:00Z' };
}

/** A fact that was read. */
export function is<T>(value: T, call = 's3:GetBucketPolicy'): Read<T> {
  return known(value, sourceOf(call));
}

/** A fact that was refused. */
export function refused<T>(call = 's3:GetBucketPolicy'): Read<T> {
  const failure = { kind: 'denied', call, account: ARCHIVE, region: 'us-east-1', code: 'AccessDenied' } as const;
  return unread({ ...failure, message: null, permission: call }, sourceOf(call));
}

export type Statement = { readonly [element: string]: unknown };

/** The two statements that CloudTrail asks for. */
export const DELIVERY: readonly Statement[] = [
  {
    Sid: 'AclCheck',
    Effect: 'Allow',
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action: 's3:GetBucketAcl',
    Resource: BUCKET_ARN,
    Condition: { StringEquals: { 'aws:SourceArn': TRAIL_ARN } },
  },
  {
    Sid: 'Write',
    Effect: 'Allow',
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: `${BUCKET_ARN}/AWSLogs/${ACCOUNT}/*`,
    Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': TRAIL_ARN } },
  },
];

/** A policy document, one statement a line from line 4 on. */
export function policyText(statements: readonly Statement[]): string {
  const lines = statements.map((statement) => `    ${JSON.stringify(statement)}`);
  return `{\n  "Version": "2012-10-17",\n  "Statement": [\n${lines.join(',\n')}\n  ]\n}`;
}

/** The policy of the ordinary bucket: what CloudTrail needs, and the given statements after it. */
export function policyWith(...statements: readonly Statement[]): Bucket['policy'] {
  return is({ name: `policy of bucket ${BUCKET}`, text: policyText([...DELIVERY, ...statements]) });
}

const ALL_BLOCKS = {
  blockPublicAcls: true,
  ignorePublicAcls: true,
  blockPublicPolicy: true,
  restrictPublicBuckets: true,
};

export const blocks = {
  on: is(ALL_BLOCKS, 's3:GetPublicAccessBlock'),
  none: is(null, 's3:GetPublicAccessBlock'),
  /** All but the given one. */
  without: (setting: keyof typeof ALL_BLOCKS) => is({ ...ALL_BLOCKS, [setting]: false }, 's3:GetPublicAccessBlock'),
  only: (setting: keyof typeof ALL_BLOCKS) =>
    is(
      {
        ...{ blockPublicAcls: false, ignorePublicAcls: false, blockPublicPolicy: false, restrictPublicBuckets: false },
        [setting]: true,
      },
      's3:GetPublicAccessBlock',
    ),
  refused: refused<null>('s3:GetPublicAccessBlock'),
};

/** A log bucket in good order, in an archive account: private, versioned, locked, with its requests logged. */
export function bucketWith(overrides: Partial<Bucket> = {}): Bucket {
  return {
    name: BUCKET,
    arn: BUCKET_ARN,
    owner: ARCHIVE,
    region: 'us-east-1',
    policy: policyWith(),
    policyPublic: is(false, 's3:GetBucketPolicyStatus'),
    acl: is([{ group: null, canonicalId: '79a5', permission: 'FULL_CONTROL', toOwner: true }], 's3:GetBucketAcl'),
    block: blocks.on,
    accountBlock: blocks.on,
    versioning: is({ status: 'Enabled', mfaDelete: false }, 's3:GetBucketVersioning'),
    objectLock: is({ mode: 'COMPLIANCE', days: 400 }, 's3:GetObjectLockConfiguration'),
    lifecycle: is([], 's3:GetBucketLifecycleConfiguration'),
    logging: is({ bucket: 'access-logs', prefix: 'trail-logs/' }, 's3:GetBucketLogging'),
    encryption: is({ algorithm: 'AES256', kmsKey: null }, 's3:GetBucketEncryption'),
    ownership: is('BucketOwnerEnforced', 's3:GetBucketOwnershipControls'),
    payer: is('BucketOwner', 's3:GetBucketRequestPayment'),
    ...overrides,
  };
}

/** An enabled lifecycle rule for everything that never expires anything. */
export function lifecycleRule(overrides: Partial<LifecycleRule> = {}): LifecycleRule {
  const never = { expirationDays: null, expirationDate: null, noncurrentDays: null };
  return { id: 'tidy', enabled: true, prefix: '', narrowed: false, ...never, ...overrides };
}

/** A customer key of the archive account with the given statements. */
export function keyWith(statements: readonly Statement[], overrides: Partial<Key> = {}): Key {
  return {
    arn: KEY_ARN,
    account: ARCHIVE,
    region: 'us-east-1',
    state: 'Enabled',
    deletionAt: null,
    manager: 'CUSTOMER',
    policy: is({ name: 'key policy', text: policyText(statements) }, 'kms:GetKeyPolicy'),
    ...overrides,
  };
}

/** A trail of the ordinary account that delivers to the ordinary bucket. */
export function trailTo(bucket: Read<Bucket | null>, overrides: Partial<Trail> = {}): Trail {
  const none = is(null, 'cloudtrail:DescribeTrails');
  const yes = is(true, 'cloudtrail:DescribeTrails');
  const name = bucket.known && bucket.value !== null ? bucket.value.name : BUCKET;
  return {
    arn: TRAIL_ARN,
    name: 'main',
    owner: ACCOUNT,
    homeRegion: 'us-east-1',
    reach: 'own',
    listedIn: ['us-east-1'],
    config: {
      ...{ multiRegion: yes, organization: is(false, 'cloudtrail:DescribeTrails') },
      ...{ globalServiceEvents: yes, validation: yes },
      bucket: is(name, 'cloudtrail:DescribeTrails'),
      ...{ prefix: none, snsTopic: none, logGroup: none, role: none, kmsKey: none },
    },
    status: { 'us-east-1': refused('cloudtrail:GetTrailStatus') },
    selectors: refused('cloudtrail:GetEventSelectors'),
    ...{ logGroup: null, role: null, bucket, key: null, topic: null },
    insights: is([], 'cloudtrail:GetInsightSelectors'),
    tags: is([], 'cloudtrail:ListTags'),
    guardrails: new Map(),
    organizationId: refused('organizations:DescribeOrganization'),
    ...overrides,
  };
}

/** The same trail with other settings. */
export function withConfig(trail: Trail, config: Partial<Trail['config']>): Trail {
  return { ...trail, config: { ...trail.config, ...config } };
}

function accountWith(trails: readonly Trail[]): Account {
  return {
    id: ACCOUNT,
    ...{ name: null, state: 'ACTIVE', joinedAt: null, ou: null, partition: 'aws', regions: ['us-east-1'] },
    regionList: is('account:ListRegions', 'account:ListRegions'),
    lists: {
      'us-east-1': is(
        trails.map(({ arn }) => arn),
        'cloudtrail:DescribeTrails',
      ),
    },
    trails,
    serviceLinkedRole: null,
    eventDataStores: null,
    leftOut: null,
  };
}

interface Setting {
  readonly storage?: Partial<StoragePolicy>;
  readonly organization?: OrganizationFacts;
}

/** The one result of a control about one trail, or about the bucket that the trails share. */
export function judgeStorage(control: Control, trails: readonly Trail[], setting: Setting = {}): StorageJudgement {
  const context = {
    clock: NOW,
    account: accountWith(trails),
    organization: setting.organization ?? null,
    policy: { ...DEFAULT_POLICY, storage: { ...DEFAULT_STORAGE, ...setting.storage } },
    buckets: [],
  };
  const book = new BucketBook();
  book.add(context);
  const results = [...evaluateAccount([control], context), ...evaluateBuckets([control], context, book)];
  // A bucket of another account leaves one NOT_APPLICABLE result in the account that delivers to it.
  const judged = results.filter(({ resource }) => resource !== ACCOUNT);
  const [result] = judged;
  if (result === undefined || judged.length > 1) throw new Error(`${judged.length} results`);
  return new StorageJudgement(control, result);
}

/** What was decided about a bucket or a trail. */
class StorageJudgement {
  readonly result: Result;
  readonly #control: Control;

  constructor(control: Control, result: Result) {
    this.#control = control;
    this.result = result;
  }

  get verdict(): Result['verdict'] {
    return this.result.verdict;
  }

  /** `policy-not-public no`, one entry for each condition. */
  get holds(): readonly string[] {
    return (this.result.shown?.conditions ?? []).map(({ id, holds }) => `${id} ${holds}`);
  }

  observed(condition: string): unknown {
    return this.#condition(condition).observed;
  }

  /** Ids of the reasons that a condition gives, whatever the verdict shows; once for each action that a reason names. */
  reasons(condition: string): readonly string[] {
    return this.#condition(condition).reasons.flatMap(({ id, params: { action } }) =>
      Array.isArray(action) ? action.map(() => id) : [id],
    );
  }

  /** The sentences of a condition. A parameter without a value would show as `unknown`. */
  sentences(condition: string): readonly string[] {
    const words = new Words([this.#control]);
    return this.#condition(condition).reasons.map(({ id, params }) => words.text(reason(id, params)));
  }

  clause(id: string): Result['verdict'] | undefined {
    return this.result.clauses.find((clause) => clause.id === id)?.verdict;
  }

  #condition(condition: string) {
    const found = this.result.shown?.conditions.find(({ id }) => id === condition);
    if (found === undefined) throw new Error(`no condition ${condition}; there are: ${this.holds.join(', ')}`);
    return found;
  }
}
