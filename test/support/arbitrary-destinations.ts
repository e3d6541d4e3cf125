import fc from 'fast-check';
import { aclXml, encryptionXml, publicAccessBlock, s3Error, s3Xml } from './bucket-settings.ts';
import { keyPolicy } from './keys-topics.ts';
import { encoded, TRUST_DOCUMENT } from './role-policies.ts';
import { ACCOUNT, ARCHIVE, type Fields, GROUP, KEY, LOG_BUCKET, ROLE, TOPIC, type World } from './world.ts';
import { BUCKET_SETTINGS, ROOT, unitOf, type WorldBucket, type WorldGuardrail } from './world-destinations.ts';

const OWN_BUCKET = 'own-logs';
const FOREIGN_BUCKET = 'foreign-logs';
const OTHER_KEY = '2234abcd-12ab-34cd-56ef-1234567890ab';
const MANAGED = `arn:aws:iam::${ACCOUNT}:policy/extra`;
const keyArn = (id: string, region = 'us-east-1'): string => `arn:aws:kms:${region}:${ARCHIVE}:key/${id}`;
const topicArn = (name: string): string => `arn:aws:sns:us-east-1:${ACCOUNT}:${name}`;

/** The first more often than the others. */
export function mostly<T>(first: T, ...others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 3 + others.length * 2, arbitrary: fc.constant(first) },
    ...others.map((other) => ({ weight: 1, arbitrary: fc.constant(other) })),
  );
}

/** What a trail of the account names, over the ordinary names: things that are there, that are not, and that are another's. */
export const destinationFields: fc.Arbitrary<Fields> = fc.record(
  {
    S3BucketName: mostly(LOG_BUCKET, OWN_BUCKET, FOREIGN_BUCKET, 'gone-logs'),
    S3KeyPrefix: mostly<string | undefined>(undefined, 'audit'),
    SnsTopicARN: mostly<string | undefined>(topicArn(TOPIC), topicArn('gone'), undefined),
    KmsKeyId: mostly<string | undefined>(keyArn(KEY), keyArn(OTHER_KEY), keyArn(KEY, 'eu-west-1'), undefined),
  },
  { noNullPrototype: true },
);

const grant = (Sid: string, Principal: string | { readonly AWS: string }, Action: string, bucket: string) => ({
  ...{ Sid, Effect: 'Allow', Principal, Action },
  Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
});

const publicPolicy = s3Xml('PolicyStatus', '<IsPublic>true</IsPublic>');
const everybody = (permission: string): string =>
  `<Grant><Grantee><URI>http://acs.amazonaws.com/groups/global/AllUsers</URI></Grantee><Permission>${permission}</Permission></Grant>`;

type Bucket = Omit<WorldBucket, 'name' | 'owner'>;

/** Settings that go together: what S3 says of a policy agrees with the policy. */
function policies(name: string): fc.Arbitrary<Bucket> {
  const developer = { AWS: `arn:aws:iam::${ACCOUNT}:role/Developer` };
  return mostly<Bucket>(
    {},
    { statements: [grant('Open', '*', 's3:GetObject', name)], settings: { 's3:GetBucketPolicyStatus': publicPolicy } },
    { statements: [grant('Purge', developer, 's3:Delete*', name)] },
    { statements: [{ ...grant('Closed', '*', 's3:*', name), Effect: 'Deny' }] },
    {
      statements: [
        {
          ...{ ...grant('Tls', '*', 's3:*', name), Effect: 'Deny' },
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    },
    {
      settings: {
        's3:GetBucketPolicy': s3Error('NoSuchBucketPolicy'),
        's3:GetBucketPolicyStatus': s3Error('NoSuchBucketPolicy'),
      },
    },
    { settings: { 's3:GetBucketPolicy': { text: '{"Version": "2012-10-17", "Statement": [' } } },
  );
}

const settings: fc.Arbitrary<NonNullable<Bucket['settings']>> = fc
  .record(
    {
      's3:GetBucketAcl': fc.constantFrom(aclXml(everybody('READ')), aclXml(everybody('WRITE'))),
      's3:GetPublicAccessBlock': fc.constantFrom(publicAccessBlock('BlockPublicAcls'), publicAccessBlock()),
      's3:GetAccountPublicAccessBlock': fc.constantFrom(
        s3Error('NoSuchPublicAccessBlockConfiguration'),
        publicAccessBlock('IgnorePublicAcls'),
      ),
      's3:GetBucketVersioning': fc.constantFrom(
        s3Xml('VersioningConfiguration', ''),
        s3Xml('VersioningConfiguration', '<Status>Suspended</Status><MfaDelete>Enabled</MfaDelete>'),
        s3Xml('VersioningConfiguration', '<Status>Enabled</Status><MfaDelete>Enabled</MfaDelete>'),
      ),
      's3:GetObjectLockConfiguration': fc.constant(s3Error('ObjectLockConfigurationNotFoundError')),
      's3:GetBucketLifecycleConfiguration': fc.constantFrom(
        s3Error('NoSuchLifecycleConfiguration'),
        expiring('<Filter><Prefix>audit/</Prefix></Filter>'),
        expiring('<Filter><Tag><Key>k</Key><Value>v</Value></Tag></Filter>'),
        expiring('<Prefix/>'),
      ),
      's3:GetBucketLogging': fc.constant(s3Xml('BucketLoggingStatus', '')),
      's3:GetBucketEncryption': fc.constantFrom(encryptionXml(keyArn(OTHER_KEY)), encryptionXml(keyArn(KEY))),
      's3:GetBucketOwnershipControls': fc.constantFrom(
        s3Error('OwnershipControlsNotFoundError'),
        s3Xml('OwnershipControls', '<Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule>'),
      ),
      's3:GetBucketRequestPayment': fc.constant(s3Xml('RequestPaymentConfiguration', '<Payer>Requester</Payer>')),
    },
    { requiredKeys: [], noNullPrototype: true },
  )
  .chain((all) =>
    fc
      .shuffledSubarray(Object.entries(all), { maxLength: Math.min(3, Object.keys(all).length) })
      .map((some) => Object.fromEntries(some)),
  );

function expiring(where: string) {
  const rule = `<ID>short</ID>${where}<Status>Enabled</Status><Expiration><Days>30</Days></Expiration>`;
  return s3Xml('LifecycleConfiguration', `<Rule>${rule}</Rule>`);
}

function anyBucket(name: string, owner: string): fc.Arbitrary<WorldBucket> {
  const one = fc.record({
    policy: policies(name),
    more: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 3, arbitrary: settings }),
    refused: mostly<string | null>(null, ...BUCKET_SETTINGS),
    region: mostly('us-east-1', 'eu-west-1'),
  });
  return one.map(({ policy, more, refused, region }) => ({
    ...{ name, owner, region, ...policy },
    settings: { ...policy.settings, ...more, ...(refused === null ? {} : { [refused]: 'denied' }) },
  }));
}

const policy = (...Statement: readonly Fields[]): string =>
  encoded({ Version: '2012-10-17', Statement: Statement as never });
const WRITE = { Effect: 'Allow', Action: 'logs:*', Resource: '*' };
const NO_LOGS = { Effect: 'Deny', Action: 'logs:PutLogEvents', Resource: '*' };
const anybody = { Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' };

const anyRole = fc
  .record({
    trust: mostly(TRUST_DOCUMENT, policy(anybody), '%7B', policy({ ...anybody, Principal: { AWS: '*' } })),
    inline: mostly<Readonly<Record<string, string>> | undefined>(
      undefined,
      {},
      { write: policy(WRITE), deny: policy(NO_LOGS) },
      { write: policy({ ...WRITE, Action: 'logs:CreateLogStream' }) },
    ),
    attached: fc.subarray([MANAGED]),
    boundary: mostly<string | undefined>(undefined, `<PermissionsBoundaryArn>${MANAGED}</PermissionsBoundaryArn>`),
  })
  .map(({ inline, boundary, ...role }) => ({
    ...{ name: ROLE, ...role },
    ...(inline === undefined ? {} : { inline }),
    ...(boundary === undefined ? {} : { boundary }),
  }));

const keyStates = mostly<Fields>(
  {},
  { KeyState: 'Disabled' },
  { KeyState: 'PendingDeletion', DeletionDate: 1_800_000_000 },
  { KeyState: 'Creating' },
);
const closed = JSON.stringify({ Version: '2012-10-17', Statement: [] });
const destroys = { Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'kms:ScheduleKeyDeletion', Resource: '*' };
const anyKey = (id: string) =>
  fc.record({
    id: fc.constant(id),
    metadata: keyStates,
    policy: mostly(keyPolicy({}, ARCHIVE), closed, '{', keyPolicy({}, ARCHIVE, destroys)),
  });

const topicAttributes = mostly<Readonly<Record<string, string>>>(
  {},
  { KmsMasterKeyId: keyArn(KEY) },
  { KmsMasterKeyId: 'alias/aws/sns' },
  { Policy: closed },
);

const document = (...Statement: readonly object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
const DENY_LOGS: WorldGuardrail = {
  ...{ type: 'SERVICE_CONTROL_POLICY', target: ROOT },
  document: document({ Effect: 'Deny', Action: 'logs:PutLogEvents', Resource: '*' }),
};
const DENY_S3: WorldGuardrail = {
  ...{ type: 'RESOURCE_CONTROL_POLICY', target: unitOf(ARCHIVE) },
  document: document({ Effect: 'Deny', Principal: '*', Action: ['s3:PutObject', 'kms:*'], Resource: '*' }),
};
const HARMLESS: WorldGuardrail = {
  ...{ type: 'SERVICE_CONTROL_POLICY', target: ACCOUNT },
  document: document({ Effect: 'Deny', Action: 'organizations:LeaveOrganization', Resource: '*' }),
};

/** Alone, or in an organization; `deny`: with guardrails that may cut delivery. */
export function anyOrganization(deny: boolean): fc.Arbitrary<World['organization']> {
  const guardrails = fc.subarray(deny ? [HARMLESS, DENY_LOGS, DENY_S3] : [HARMLESS]);
  return fc.option(fc.record({ guardrails }), { nil: undefined, freq: 1 });
}

/** What the trails of a world name. */
export const anyDestinations: fc.Arbitrary<
  Pick<
    World,
    'buckets' | 'keys' | 'topics' | 'groups' | 'roles' | 'policiesPerPage' | 'managed' | 'stores' | 'storesPerPage'
  >
> = fc.record({
  buckets: fc.tuple(
    anyBucket(LOG_BUCKET, ARCHIVE),
    anyBucket(OWN_BUCKET, ACCOUNT),
    anyBucket(FOREIGN_BUCKET, '444455556666'),
  ),
  keys: fc.tuple(anyKey(KEY), anyKey(OTHER_KEY)).chain((keys) => fc.subarray(keys, { minLength: 1 })),
  topics: topicAttributes.map((attributes) => [{ name: TOPIC, attributes }]),
  groups: mostly<Fields>({}, { kmsKeyId: keyArn(KEY) }, { kmsKeyId: keyArn(OTHER_KEY) }).chain((fields) =>
    fc.subarray([{ name: `${GROUP}-old` }, { name: GROUP, fields }, { name: GROUP, region: 'eu-west-1' }]),
  ),
  roles: anyRole.chain((role) => mostly([role], [])),
  stores: fc.subarray([
    { id: 'lake' },
    { id: 'plain', fields: { KmsKeyId: undefined } },
    { id: 'far', home: 'eu-west-1', listedIn: ['eu-west-1', 'us-east-1'], fields: { KmsKeyId: keyArn(OTHER_KEY) } },
  ]),
  storesPerPage: fc.constantFrom(1, 50),
  policiesPerPage: fc.constantFrom(1, 100),
  managed: mostly<Readonly<Record<string, string>>>({ [MANAGED]: policy(WRITE) }, { [MANAGED]: policy(NO_LOGS) }, {}),
});
