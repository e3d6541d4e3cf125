/** Whose a bucket is, which policies bind an account: what is asked of whom, how often, and what follows from it. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deny } from '../rig/faults.ts';
import type { Rule } from '../rig/rules.ts';
import type { World, WorldAccount } from '../rig/world.ts';
import {
  ARCHIVE,
  account,
  DELEGATE,
  HOME,
  MANAGEMENT,
  MEMBER,
  ORG,
  organizationOf,
  organizationTrail,
  ownTrail,
  SECOND,
} from './accounts.ts';
import { type Organization, scanOrganization } from './in-process.ts';

const WRITABLE = 'log-bucket-writable';
const BUCKET = 'all-logs';
const ARN = `arn:aws:s3:::${BUCKET}`;

/** Six accounts more, of which the last may own the bucket. */
const OTHERS = [11, 12, 13, 14, 15, 16].map((number) => `1000000000${number}`);

function delivering(more: Partial<World> = {}, others: WorldAccount[] = OTHERS.map((id) => account(id))): World {
  return { ...organizationOf({ trails: [organizationTrail({ S3BucketName: BUCKET })], others }), ...more };
}

function heads({ ended }: Organization): string[] {
  return ended.log.flatMap(({ operation, account: asked, region, status }) =>
    operation === 'HeadBucket' ? [`${asked} ${region} ${status}`] : [],
  );
}

function bucketAccounts({ document }: Organization): unknown[] {
  const own = document.results.filter(({ resource }) => resource === ARN);
  return [...new Set(own.map((result) => result.account))];
}

describe('the owner of a bucket', () => {
  test("the trail's own account is asked first, and nobody else where it owns it", async () => {
    const scan = await scanOrganization(delivering());
    assert.deepEqual(heads(scan), [`${MANAGEMENT} ${HOME} 200`]);
    assert.deepEqual(bucketAccounts(scan), [MANAGEMENT]);
  });

  test('then the delegated administrator and whoever is named like an archive, one after the other', async () => {
    const scan = await scanOrganization(delivering({ logArchive: ARCHIVE }));
    assert.deepEqual(heads(scan), [`${MANAGEMENT} ${HOME} 403`, `${DELEGATE} ${HOME} 403`, `${ARCHIVE} ${HOME} 200`]);
    assert.deepEqual(bucketAccounts(scan), [ARCHIVE]);
  });

  test('a declared archive comes before them', async () => {
    const declared = OTHERS.at(-1) ?? '';
    const policy = `version: 1\nstorage:\n  archiveAccounts: ["${declared}"]\n`;
    const scan = await scanOrganization(delivering({ logArchive: declared }), { policy });
    assert.deepEqual(heads(scan), [`${MANAGEMENT} ${HOME} 403`, `${declared} ${HOME} 200`]);
    assert.deepEqual(bucketAccounts(scan), [declared]);
  });

  test('then all others', async () => {
    const owner = OTHERS.at(-1) ?? '';
    const scan = await scanOrganization(delivering({ logArchive: owner }));
    const asked = heads(scan);
    assert.deepEqual(
      asked.slice(0, 3).map((one) => one.split(' ')[0]),
      [MANAGEMENT, DELEGATE, ARCHIVE],
    );
    assert.deepEqual(
      asked.filter((one) => one.endsWith(' 200')),
      [`${owner} ${HOME} 200`],
    );
    assert.equal(new Set(asked).size, asked.length);
    assert.deepEqual(bucketAccounts(scan), [owner]);
    assert.equal(scan.verdict(WRITABLE, MANAGEMENT), 'PASS');
  });

  test('an account outside of the run: asked of everybody once, UNKNOWN, owner null, exit code 5', async () => {
    const owner = '900000000009';
    const outside = account(owner, { member: false });
    const others = [...OTHERS.map((id) => account(id)), outside];
    const scan = await scanOrganization(delivering({ logArchive: owner }, others));
    const asked = heads(scan);
    assert.equal(asked.length, 4 + OTHERS.length);
    assert.ok(asked.every((one) => one.endsWith(' 403')));
    assert.deepEqual(bucketAccounts(scan), [null]);
    const results = scan.document.results.filter(
      ({ resource, control }) => resource === ARN || control === WRITABLE || control === 'log-archive-separate',
    );
    const applicable = results.filter(({ verdict }) => verdict !== 'NOT_APPLICABLE');
    assert.ok(applicable.length >= 6);
    for (const { id, verdict, reasons } of applicable) {
      assert.equal(verdict, 'UNKNOWN', id);
      assert.ok(
        reasons.some((reason) => reason.id === 'owner-not-in-scope'),
        id,
      );
    }
    assert.ok([4, 5].includes(scan.ended.code));
    assert.equal(scan.document.run.complete, false);
  });

  test('a bucket that is nowhere: the first account that is asked knows', async () => {
    const scan = await scanOrganization(delivering({ missing: [BUCKET] }));
    assert.deepEqual(heads(scan), [`${MANAGEMENT} ${HOME} 404`]);
    assert.equal(scan.verdict(WRITABLE, MANAGEMENT), 'FAIL');
  });

  test('in another Region: the answers say where, and the next ones are asked there', async () => {
    const archive = account(ARCHIVE, { name: 'log-archive', buckets: [{ name: BUCKET, region: SECOND }] });
    const world = delivering();
    const accounts = world.accounts.map((one) => (one.id === ARCHIVE ? archive : one));
    const scan = await scanOrganization({ ...world, accounts });
    assert.deepEqual(heads(scan), [
      `${MANAGEMENT} ${HOME} 301`,
      `${MANAGEMENT} ${SECOND} 403`,
      `${DELEGATE} ${SECOND} 403`,
      `${ARCHIVE} ${SECOND} 200`,
    ]);
    assert.deepEqual(scan.asked('GetBucketPolicy'), [`${ARCHIVE} ${SECOND}`]);
    assert.deepEqual(bucketAccounts(scan), [ARCHIVE]);
  });

  test('a candidate that cannot be entered is passed over; if it may be the owner, that is said', async () => {
    const world = delivering({ logArchive: ARCHIVE });
    const accounts = world.accounts.map((one) => (one.id === ARCHIVE ? { ...one, roles: [] } : one));
    const scan = await scanOrganization({ ...world, accounts });
    assert.ok(heads(scan).every((one) => !one.startsWith(ARCHIVE)));
    assert.deepEqual(bucketAccounts(scan), [null]);
    assert.equal(scan.verdict(WRITABLE, MANAGEMENT), 'UNKNOWN');
  });

  test('shared by every account: its settings are read once, and it is judged once', async () => {
    const trail = ownTrail({ S3BucketName: BUCKET });
    const others = OTHERS.map((id) => account(id, { trails: [trail] }));
    const scan = await scanOrganization(delivering({ logArchive: ARCHIVE }, others));
    assert.equal(scan.document.trails.length, 1 + OTHERS.length);
    assert.equal(heads(scan).length, 3);
    for (const operation of ['GetBucketPolicy', 'GetBucketAcl', 'GetAccountPublicAccessBlock'])
      assert.deepEqual(scan.asked(operation), [`${ARCHIVE} ${HOME}`], operation);
    for (const id of OTHERS) assert.equal(scan.verdict(WRITABLE, id), 'PASS');
  });
});

describe('the policies from above', () => {
  const LOGS = {
    CloudWatchLogsLogGroupArn: `arn:aws:logs:${HOME}:${MEMBER}:log-group:trail:*`,
    CloudWatchLogsRoleArn: `arn:aws:iam::${MEMBER}:role/to-logs`,
  };
  const CONTROL = 'cloudwatch-logs-integration';
  const DENY = {
    Id: 'p-nologs',
    Type: 'SERVICE_CONTROL_POLICY' as const,
    content: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'logs:PutLogEvents', Resource: '*' }] },
  };

  function guarded(policies: object[] = []): World {
    const member = {
      trails: [ownTrail(LOGS)],
      logGroups: [{ region: HOME, logGroupName: 'trail' }],
      roles: [{ RoleName: 'to-logs' }],
    };
    return organizationOf({ member, organization: { policies: policies as never } });
  }

  test('are asked of each level once, as the caller, and never of the management account', async () => {
    const scan = await scanOrganization(guarded());
    const asked = scan.ended.log.filter(({ operation }) => operation === 'ListPoliciesForTarget');
    const questions = asked.map(({ account: by, params }) => `${by} ${params['TargetId']} ${params['Filter']}`);
    assert.equal(new Set(questions).size, questions.length, questions.join('\n'));
    assert.ok(questions.every((one) => one.startsWith(MANAGEMENT)));
    assert.ok(!questions.some((one) => one.includes(` ${MANAGEMENT} `)));
    const targets = [...new Set(asked.map(({ params }) => String(params['TargetId'])))].sort();
    assert.deepEqual(targets, [MEMBER, 'r-root']);
    const described = scan.ended.log.flatMap(({ operation, params }) =>
      operation === 'DescribePolicy' ? [params['PolicyId']] : [],
    );
    assert.deepEqual(described.sort(), ['p-FullAWSAccess', 'p-RCPFullAWSAccess']);
    assert.equal(scan.verdict(CONTROL, MEMBER), 'PASS');
  });

  test('an SCP that denies the writing breaks the link of a member, and none of the management account', async () => {
    const scan = await scanOrganization(guarded([DENY]));
    const result = scan.one(CONTROL, MEMBER);
    assert.equal(result.verdict, 'FAIL');
    const text = JSON.stringify(result.reasons);
    assert.match(text, /logs:PutLogEvents/);
    assert.match(text, /p-nologs|service control policy/i);
  });

  const refusals: [string, Rule[]][] = [
    ['the list', [{ match: { operation: 'ListPoliciesForTarget' }, do: deny() }]],
    ['a text', [{ match: { operation: 'DescribePolicy' }, do: deny() }]],
  ];
  for (const [what, rules] of refusals) {
    test(`${what} is refused: no yes is changed, and the reason names it`, async () => {
      const scan = await scanOrganization(guarded([DENY]), { rules });
      const result = scan.one(CONTROL, MEMBER);
      assert.equal(result.verdict, 'PASS');
      assert.match(JSON.stringify(result.reasons), /organizations:(ListPoliciesForTarget|DescribePolicy)/);
    });
  }

  test('switched off: nothing is asked', async () => {
    const policyTypes = { SERVICE_CONTROL_POLICY: 'refused', RESOURCE_CONTROL_POLICY: 'refused' } as const;
    const world = guarded();
    const scan = await scanOrganization({
      ...world,
      organization: { ...world.organization, management: MANAGEMENT, policyTypes },
    });
    assert.deepEqual(scan.asked('ListPoliciesForTarget'), []);
    assert.equal(scan.verdict(CONTROL, MEMBER), 'PASS');
    assert.ok(scan.document.trails.some(({ arn }) => arn === ORG));
  });
});
