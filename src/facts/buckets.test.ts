import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { aclXml, s3Error, s3Xml } from '../../test/support/bucket-settings.ts';
import { factsOf } from '../../test/support/judge.ts';
import { captured } from '../../test/support/wire.ts';
import { ACCOUNT, ARCHIVE, type Fault, LOG_BUCKET, trail } from '../../test/support/world.ts';
import type { BucketSetting } from '../../test/support/world-destinations.ts';
import type { Capture } from '../model/capture.ts';
import type { Read } from '../model/read.ts';
import type { Bucket } from '../model/storage.ts';
import { bucketPlaceOf, bucketQuestion } from './buckets.ts';
import { CaptureIndex } from './capture-index.ts';

/** A setting as the facts have it, or the kind of its failure. */
function read<K extends keyof Bucket>(name: K, call: BucketSetting, answer: Fault): unknown {
  const buckets = [{ name: LOG_BUCKET, settings: { [call]: answer } }];
  const bucket = factsOf({ trails: [trail()], buckets }, new Map()).trails[0]?.bucket;
  if (bucket?.known !== true || bucket.value === null) throw new Error('the bucket was not read');
  const value = bucket.value[name] as Read<unknown>;
  return value.known ? value.value : value.failure.kind;
}

const lock = (inside: string) =>
  read(
    'objectLock',
    's3:GetObjectLockConfiguration',
    s3Xml('ObjectLockConfiguration', `<ObjectLockEnabled>Enabled</ObjectLockEnabled>${inside}`),
  );
const retention = (inside: string) => lock(`<Rule><DefaultRetention>${inside}</DefaultRetention></Rule>`);

describe('settings of a bucket', () => {
  // S3 API reference, DefaultRetention: days or years, never both.
  const LOCKS: readonly (readonly [string, unknown, unknown])[] = [
    ['days', retention('<Mode>COMPLIANCE</Mode><Days>400</Days>'), { mode: 'COMPLIANCE', days: 400 }],
    ['years', retention('<Mode>GOVERNANCE</Mode><Years>2</Years>'), { mode: 'GOVERNANCE', days: 730 }],
    ['no rule', lock(''), { mode: null, days: null }],
    ['no mode', retention('<Days>400</Days>'), 'malformed'],
    ['no time', retention('<Mode>COMPLIANCE</Mode>'), 'malformed'],
    ['a word for days', retention('<Mode>COMPLIANCE</Mode><Days>many</Days>'), 'malformed'],
    ['zero days', retention('<Mode>COMPLIANCE</Mode><Days>0</Days>'), 'malformed'],
    [
      'never made',
      read('objectLock', 's3:GetObjectLockConfiguration', s3Error('ObjectLockConfigurationNotFoundError')),
      null,
    ],
    [
      'not enabled',
      read('objectLock', 's3:GetObjectLockConfiguration', s3Xml('ObjectLockConfiguration', '')),
      'malformed',
    ],
  ];
  for (const [name, got, expected] of LOCKS) test(`Object Lock: ${name}`, () => deepEqual(got, expected));

  const grants = (...list: readonly string[]) => read('acl', 's3:GetBucketAcl', aclXml(...list));
  const owner = { group: null, canonicalId: '79a5', permission: 'FULL_CONTROL', toOwner: true };
  const grant = (grantee: string, permission = '<Permission>READ</Permission>'): string =>
    `<Grant><Grantee>${grantee}</Grantee>${permission}</Grant>`;
  const URI = 'http://acs.amazonaws.com/groups/s3/LogDelivery';
  const READ = { group: null, canonicalId: null, permission: 'READ', toOwner: false };
  // S3 API reference, Grantee.
  const LISTS: readonly (readonly [string, unknown, unknown])[] = [
    ['the owner alone', grants(), [owner]],
    ['a group', grants(grant(`<URI>${URI}</URI>`)), [owner, { ...READ, group: URI }]],
    ['another account', grants(grant('<ID>1b2c</ID>')), [owner, { ...READ, canonicalId: '1b2c' }]],
    ['an address', grants(grant('<EmailAddress>a@b.c</EmailAddress>')), [owner, { ...READ, canonicalId: 'a@b.c' }]],
    ['a grantee without a name', grants(grant('<DisplayName>x</DisplayName>')), 'malformed'],
    [
      'an empty grant',
      read('acl', 's3:GetBucketAcl', s3Xml('AccessControlPolicy', '<AccessControlList><Grant/></AccessControlList>')),
      'malformed',
    ],
    ['a grant without a permission', grants(grant('<ID>1b2c</ID>', '')), 'malformed'],
    [
      'no grants',
      read('acl', 's3:GetBucketAcl', s3Xml('AccessControlPolicy', '<Owner><ID>7</ID></Owner><AccessControlList/>')),
      [],
    ],
    ['no list', read('acl', 's3:GetBucketAcl', s3Xml('AccessControlPolicy', '<Owner><ID>7</ID></Owner>')), 'malformed'],
  ];
  for (const [name, got, expected] of LISTS) test(`access control list: ${name}`, () => deepEqual(got, expected));

  const status = (text: string) =>
    read('policyPublic', 's3:GetBucketPolicyStatus', s3Xml('PolicyStatus', `<IsPublic>${text}</IsPublic>`));
  test('policy status: true, TRUE, false, and nothing else', () => {
    deepEqual(['true', 'TRUE', 'false', '', 'no'].map(status), [true, true, false, 'malformed', 'malformed']);
  });

  test('a setting of the block that is left out is off', () => {
    const block = s3Xml('PublicAccessBlockConfiguration', '<BlockPublicAcls>true</BlockPublicAcls>');
    deepEqual(read('block', 's3:GetPublicAccessBlock', block), {
      ...{ blockPublicAcls: true, ignorePublicAcls: false, blockPublicPolicy: false, restrictPublicBuckets: false },
    });
  });
});

function head(account: string, status: number, region = 'us-east-1', named: string | null = region): Capture {
  const question = { account, region, parameters: bucketQuestion(LOG_BUCKET, account), body: '', status };
  const headers = named === null ? {} : { headers: { 'x-amz-bucket-region': named } };
  const capture = captured({ call: 's3:HeadBucket', ...question, ...headers }, null);
  if (capture === null) throw new Error('nothing was kept');
  return { ...capture, sha256: `sha256:${account}` };
}

describe('whose a bucket is', () => {
  const placeOf = (...captures: readonly Capture[]) => bucketPlaceOf(new CaptureIndex(captures), LOG_BUCKET, ACCOUNT);

  test('does not hang on the order of answers', () => {
    const others = ['444455556666', ARCHIVE, ACCOUNT];
    for (const status of [404, 403, 500]) {
      const captures = others.map((id) => head(id, status));
      deepEqual(placeOf(...captures), placeOf(...captures.toReversed()));
      equal(placeOf(...captures).source.account, ACCOUNT);
    }
  });

  test('a later answer to the same question counts alone', () => {
    const place = { name: LOG_BUCKET, owner: ARCHIVE, region: 'us-east-1' };
    const found = placeOf(head(ARCHIVE, 404), head(ARCHIVE, 200));
    deepEqual(found.known && found.value, place);
    const gone = placeOf(head(ARCHIVE, 200), head(ARCHIVE, 404));
    equal(gone.known && gone.value, null);
  });

  test('the Region that S3 names, wherever it was asked', () => {
    const found = placeOf(head(ARCHIVE, 301, 'us-east-1', 'eu-west-1'), head(ARCHIVE, 200, 'eu-west-1'));
    equal(found.known && found.value?.region, 'eu-west-1');
  });
});
