import { DEFAULT_POLICY, DEFAULT_STORAGE } from '../../src/model/policy.ts';
import { runCases } from '../support/cases.ts';
import { ACCOUNT, ARCHIVE, LOG_BUCKET, MANAGEMENT, trail, type World } from '../support/world.ts';
import { allOfBucket, storageCase as row } from './storage-case.ts';

const OWNER = 'design: a bucket’s owner is the account whose own credentials pass HeadBucket';
const HEAD = 'S3 API, HeadBucket';
const MISSING = 'design: truth rule 1, “not configured” is knowledge; S3 API, HeadBucket: 404';
const MAIN = `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/main`;
const ADMINISTRATOR = '444455556666';
const UNKNOWN = allOfBucket('UNKNOWN');
const NOT_THERE = {
  ...allOfBucket('NOT_APPLICABLE'),
  writable: 'FAIL',
  key: 'FAIL',
} as const;

const ownedBy = (owner: string, more: World = {}): World => ({ buckets: [{ name: LOG_BUCKET, owner }], ...more });
const archiveIs = (...archiveAccounts: readonly string[]): NonNullable<World['policy']> => ({
  ...DEFAULT_POLICY,
  storage: { ...DEFAULT_STORAGE, archiveAccounts },
});
const head = (where: string, fault: NonNullable<World['faults']>[string]): NonNullable<World['faults']> => ({
  [`s3:HeadBucket ${where}`]: fault,
});
const every = (reason: string) => ({
  public: [reason],
  requests: [reason],
  protected: [reason],
  delete: [reason],
  writable: [reason],
  separate: [reason],
});

runCases('whose a bucket is', [
  row('the trail’s own account', OWNER, ownedBy(ACCOUNT), { separate: 'FAIL' }, { separate: ['archive.same-account'] }),
  row('another account of the run', OWNER, {}, {}, { separate: ['archive.not-declared'] }),
  row('the declared archive', OWNER, { policy: archiveIs(ARCHIVE) }, {}, { separate: ['!archive.not-declared'] }),
  row(
    'a delegated administrator, asked after the archive',
    OWNER,
    ownedBy(ADMINISTRATOR, { readable: [ARCHIVE, ADMINISTRATOR] }),
  ),
  row(
    'a delegated administrator, where another archive is declared',
    'aws.md 5.2; issue 5: R61',
    ownedBy(ADMINISTRATOR, { readable: [ARCHIVE, ADMINISTRATOR], policy: archiveIs(ARCHIVE) }),
    { separate: 'FAIL' },
    { separate: ['archive.other-account'] },
  ),
  row(
    'the management account, by a trail of one member',
    'aws.md 3.8: an organization trail records its management account',
    ownedBy(MANAGEMENT, { readable: [ARCHIVE, MANAGEMENT], organization: {} }),
  ),
  row(
    'the archive keeps its own trail',
    'issue 5: R61',
    ownedBy(ACCOUNT, { policy: archiveIs(ACCOUNT) }),
    {},
    { separate: ['archive.own-trail'] },
  ),
  row('nobody in this run', OWNER, ownedBy(ADMINISTRATOR), { ...UNKNOWN, key: 'UNKNOWN' }, every('owner-not-in-scope')),
  row('403 although it is the account’s own', HEAD, ownedBy(ACCOUNT, { faults: head('*', 'denied') }), UNKNOWN, {
    separate: ['owner-not-in-scope', '!archive.same-account'],
  }),
  row('no other account can be entered', OWNER, { readable: [] }, UNKNOWN, every('owner-not-in-scope')),
  row(
    'the trail’s own account timed out, the archive answers',
    OWNER,
    { faults: head(`* ${ACCOUNT}`, 'timeout') },
    {},
    { separate: ['!read.unreachable'] },
  ),
  row(
    'the trail’s own account timed out, all others refuse',
    'design: truth rule 1; a refusal says “not mine”, silence says nothing',
    ownedBy(ADMINISTRATOR, { faults: head(`* ${ACCOUNT}`, 'timeout') }),
    UNKNOWN,
    { separate: ['read.unreachable', '!owner-not-in-scope'] },
  ),
  row(
    '500 in the archive',
    'design: truth rule 1',
    { faults: head(`* ${ARCHIVE}`, 'server-error') },
    UNKNOWN,
    every('read.unreachable'),
  ),
  row('503 everywhere', 'S3 API: SlowDown', { faults: head('*', 'throttled') }, UNKNOWN, every('read.unreachable')),
  row('400 everywhere', HEAD, { faults: head('*', { text: '', status: 400 }) }, UNKNOWN, every('owner-not-in-scope')),
  row('never asked', 'design: truth rule 1', { faults: head('*', 'missing') }, UNKNOWN, every('read.not-asked')),
  row(
    '200 without the Region: no answer of S3',
    `${HEAD}: x-amz-bucket-region`,
    { faults: head('*', { text: '' }) },
    UNKNOWN,
    every('read.malformed'),
  ),
  row('200 as a web page', 'design: truth rule 1', { faults: head('*', 'html') }, UNKNOWN, every('read.malformed')),
  row('a web page for the own account changes nothing where the archive answers', 'design: truth rule 1', {
    faults: head(`* ${ACCOUNT}`, 'html'),
  }),
]);

runCases('where a bucket is', [
  row('in another Region than the trail: a redirect', 'S3 user guide: 301 names the Region', {
    trails: [trail({ home: 'eu-west-1' })],
  }),
  row(
    'in another Region than its key',
    'CloudTrail user guide: key and bucket are in one Region',
    { buckets: [{ name: LOG_BUCKET, region: 'eu-west-1' }] },
    { key: 'FAIL' },
    { key: ['key.other-region'] },
  ),
  row(
    'the second question was never kept',
    'design: truth rule 1',
    { trails: [trail({ home: 'eu-west-1' })], faults: head(`us-east-1 ${ARCHIVE}`, 'missing') },
    UNKNOWN,
  ),
  row(
    'a redirect that names no Region',
    'design: truth rule 1',
    { faults: head('*', { text: '', status: 301 }) },
    UNKNOWN,
  ),
]);

runCases('buckets that are not there', [
  row('404 at the first question', MISSING, { buckets: [] }, NOT_THERE, {
    writable: ['trail.bucket-missing'],
    key: ['trail.bucket-missing'],
    public: ['bucket.missing'],
    separate: ['bucket.missing'],
  }),
  row(
    '404 after a timeout: one answer is enough, names are unique',
    `${MISSING}; S3 user guide: bucket names are unique within a partition`,
    { buckets: [], faults: head(`* ${ACCOUNT}`, 'timeout') },
    NOT_THERE,
  ),
  {
    name: 'a name of another type: unknown, and never asked for',
    source: 'design: truth rule 1, S3BucketName',
    world: { trails: [trail({ fields: { S3BucketName: 7 } })] },
    expect: {
      [`log-bucket-not-public @ ${MAIN}`]: 'UNKNOWN',
      [`log-delete-restricted @ ${MAIN}`]: 'UNKNOWN',
      'log-bucket-writable @ main': 'UNKNOWN',
      'log-archive-separate @ main': 'UNKNOWN',
      'log-key-usable @ main': 'UNKNOWN',
    },
    reasons: { 'log-bucket-writable @ main': ['read.malformed'] },
  },
  {
    name: 'two trails, one bucket: judged once',
    source: 'design: a bucket result has resource = its ARN',
    world: { trails: [trail(), trail({ name: 'second', fields: { S3KeyPrefix: 'second' } })] },
    expect: {
      [`log-bucket-not-public @ arn:aws:s3:::${LOG_BUCKET}`]: 'PASS',
      'log-bucket-writable @ main': 'PASS',
      'log-bucket-writable @ second': 'PASS',
      '#log-bucket-writable': 2,
    },
  },
  {
    name: 'two trails, two buckets, one of them gone',
    source: MISSING,
    world: { trails: [trail(), trail({ name: 'second', fields: { S3BucketName: 'gone-logs' } })] },
    expect: {
      [`log-bucket-protected @ arn:aws:s3:::${LOG_BUCKET}`]: 'PASS',
      'log-bucket-protected @ arn:aws:s3:::gone-logs': 'NOT_APPLICABLE',
      'log-bucket-writable @ main': 'PASS',
      'log-bucket-writable @ second': 'FAIL',
    },
    reasons: { 'log-bucket-protected @ arn:aws:s3:::gone-logs': ['bucket.missing'] },
  },
]);
