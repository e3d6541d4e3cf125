import { deepEqual, equal, match } from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  ARCHIVE,
  BUCKET_ARN,
  bucketWith,
  is,
  judgeStorage,
  policyWith,
  refused,
  type Statement,
  trailTo,
  withConfig,
} from '../../../test/support/buckets.ts';
import { ACCOUNT, MANAGEMENT } from '../../../test/support/world.ts';
import type { Bucket } from '../../model/storage.ts';
import { logDeleteRestricted } from './control.ts';
import { SENSITIVE_ACTIONS } from './sensitive-actions.ts';

const POLICY = 'policy-grants-no-deletion';
const ACL = 'acl-grants-no-writing';
const KEY = 'key-grants-no-destruction';
const CUSTODIAN = `arn:aws:iam::${ARCHIVE}:role/LogCustodian`;
const DEVELOPER = `arn:aws:iam::${ACCOUNT}:role/Developer`;
const LOGS = `${BUCKET_ARN}/AWSLogs/${ACCOUNT}/*`;
const EVERYTHING = [BUCKET_ARN, `${BUCKET_ARN}/*`];

/** An Allow that lets a developer of the logged account delete log files, unless it says otherwise. */
function grant(more: Statement = {}): Statement {
  return {
    Sid: 'Grant',
    Effect: 'Allow',
    Principal: { AWS: DEVELOPER },
    Action: 's3:DeleteObject',
    Resource: LOGS,
    ...more,
  };
}

function judged(overrides: Partial<Bucket>, securityRoles: readonly string[] = [CUSTODIAN]) {
  return judgeStorage(logDeleteRestricted, [trailTo(is(bucketWith(overrides)))], { storage: { securityRoles } });
}

/** How the policy's condition holds, and the ids of its reasons. */
function policy(...statements: readonly Statement[]): readonly string[] {
  const one = judged({ policy: policyWith(...statements) });
  return [one.holds[0]?.slice(POLICY.length + 1) ?? '', ...one.reasons(POLICY)];
}

describe(`${logDeleteRestricted.id}: bucket policy`, () => {
  test('passes where the policy lets CloudTrail write and nothing else, and where there is none', () => {
    const good = judged({});
    deepEqual([good.verdict, ...good.holds], ['PASS', `${POLICY} yes`, `${ACL} yes`, `${KEY} yes`]);
    deepEqual(policy(), ['yes']);
    equal(judged({ policy: is(null) }).verdict, 'PASS');
  });

  test('fails for a grant to a role outside the security roles, and says who, what and where', () => {
    const bad = judged({ policy: policyWith(grant({ Action: ['s3:Delete*', 's3:GetObject'], Resource: EVERYTHING })) });
    equal(bad.verdict, 'FAIL');
    deepEqual(bad.observed(POLICY), [
      {
        statement: 2,
        actions: ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:DeleteBucket', 's3:DeleteBucketPolicy'],
        principals: [DEVELOPER],
        conditions: [],
      },
    ]);
    match(
      bad.sentences(POLICY)[0] ?? '',
      /Developer use s3:DeleteObject,.* statement 3 "Grant" \(line 6, column 5\)\.$/,
    );
  });

  for (const { action, on } of SENSITIVE_ACTIONS.filter((one) => one.on !== 'key')) {
    test(`sees ${action}, by name and among all`, () => {
      const Resource = on === 'bucket' ? BUCKET_ARN : `${BUCKET_ARN}/*`;
      deepEqual(policy(grant({ Action: action.toUpperCase().replace('S3:', 's3:'), Resource })), ['no', 'grant.broad']);
      const all = judged({ policy: policyWith(grant({ Action: 's3:*', Resource: EVERYTHING })) });
      equal(all.sentences(POLICY)[0]?.includes(action), true);
    });
  }

  const CASES: readonly { name: string; statements: readonly Statement[]; expected: readonly string[] }[] = [
    { name: 'a security role', statements: [grant({ Principal: { AWS: CUSTODIAN } })], expected: ['yes'] },
    {
      name: 'a session of a security role',
      statements: [grant({ Principal: { AWS: `arn:aws:sts::${ARCHIVE}:assumed-role/LogCustodian/night` } })],
      expected: ['yes'],
    },
    {
      name: 'a session of another role',
      statements: [grant({ Principal: { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/LogCustodian/night` } })],
      expected: ['no', 'grant.broad'],
    },
    {
      name: 'a role that was deleted since',
      statements: [grant({ Principal: { AWS: 'AROAEXAMPLEEXAMPLE123' } })],
      expected: ['yes'],
    },
    { name: 'everybody', statements: [grant({ Principal: '*' })], expected: ['no', 'grant.broad'] },
    {
      name: 'another account',
      statements: [grant({ Principal: { AWS: MANAGEMENT } })],
      expected: ['no', 'grant.broad'],
    },
    {
      name: "the owner's account, which only delegates",
      statements: [grant({ Principal: { AWS: `arn:aws:iam::${ARCHIVE}:root` } })],
      expected: ['yes', 'grant.delegates'],
    },
    {
      name: 'a user',
      statements: [grant({ Principal: { AWS: `arn:aws:iam::${ARCHIVE}:user/anna` } })],
      expected: ['no', 'grant.broad'],
    },
    {
      name: 'a service',
      statements: [grant({ Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 's3:*' })],
      expected: ['no', 'grant.broad'],
    },
    {
      name: 'reading only',
      statements: [grant({ Principal: '*', Action: ['s3:Get*', 's3:List*'] })],
      expected: ['yes'],
    },
    { name: 'files beside the logs', statements: [grant({ Resource: `${BUCKET_ARN}/athena/*` })], expected: ['yes'] },
    {
      name: 'files of another service in the same bucket',
      statements: [grant({ Resource: `${BUCKET_ARN}/AWSLogs/*/Config/*` })],
      expected: ['yes'],
    },
    {
      name: 'log files of an account that is not known here',
      statements: [grant({ Resource: `${BUCKET_ARN}/AWSLogs/222233334444/CloudTrail/*` })],
      expected: ['no', 'grant.broad'],
    },
    {
      name: 'log files of one year and Region',
      statements: [grant({ Resource: `${BUCKET_ARN}/AWSLogs/${ACCOUNT}/CloudTrail/eu-north-1/2024/*` })],
      expected: ['no', 'grant.broad'],
    },
    {
      name: 'everybody the log files of his own account, by a variable',
      statements: [grant({ Principal: '*', Resource: `${BUCKET_ARN}/AWSLogs/\${aws:PrincipalAccount}/*` })],
      expected: ['no', 'grant.broad'],
    },
    {
      name: 'another account its own log files, by a variable',
      statements: [
        grant({ Principal: { AWS: MANAGEMENT }, Resource: `${BUCKET_ARN}/AWSLogs/\${aws:PrincipalAccount}/*` }),
      ],
      expected: ['no', 'grant.broad'],
    },
    {
      name: "the organization's log files",
      statements: [grant({ Resource: `${BUCKET_ARN}/AWSLogs/o-exampleorgid/*` })],
      expected: ['no', 'grant.broad'],
    },
    {
      name: 'all but some actions',
      statements: [grant({ Action: undefined, NotAction: 's3:Get*' })],
      expected: ['no', 'grant.broad', 'grant.overwrites'],
    },
    {
      name: 'all but some resources',
      statements: [grant({ Resource: undefined, NotResource: `${BUCKET_ARN}/athena/*` })],
      expected: ['no', 'grant.broad'],
    },
    {
      name: 'under a condition that is not known',
      statements: [grant({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } } })],
      expected: ['no', 'grant.conditional'],
    },
    {
      name: 'everybody, if it is the security role',
      statements: [grant({ Principal: '*', Condition: { ArnEquals: { 'aws:PrincipalArn': CUSTODIAN } } })],
      expected: ['yes'],
    },
    {
      name: 'everybody, if it is another role',
      statements: [
        grant({ Principal: '*', Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Dev*' } } }),
      ],
      expected: ['no', 'grant.conditional'],
    },
    {
      name: 'somebody else may write',
      statements: [grant({ Action: 's3:PutObject' })],
      expected: ['yes', 'grant.overwrites'],
    },
  ];
  for (const { name, statements, expected } of CASES) {
    test(`${name}: ${expected.join(' ')}`, () => deepEqual(policy(...statements), expected));
  }

  const SESSIONS = [
    { role: `arn:aws:iam::${ARCHIVE}:role/security/LogCustodian`, expected: 'PASS' },
    { role: 'arn:aws:iam::*:role/Log*', expected: 'PASS' },
    { role: `arn:aws:iam::${ARCHIVE}:role/security/*`, expected: 'FAIL' },
    { role: `arn:aws:iam::${ACCOUNT}:role/LogCustodian`, expected: 'FAIL' },
  ];
  for (const { role, expected } of SESSIONS) {
    test(`a session, where ${role} is declared: ${expected}`, () => {
      const AWS = `arn:aws:sts::${ARCHIVE}:assumed-role/LogCustodian/night`;
      equal(judged({ policy: policyWith(grant({ Principal: { AWS } })) }, [role]).verdict, expected);
    });
  }

  test('names the keys of conditions', () => {
    const Condition = { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } };
    const conditional = judged({ policy: policyWith(grant({ Condition })) });
    match(conditional.sentences(POLICY)[0] ?? '', /conditions on aws:sourceip/);
  });

  test('judges a policy for a hundred accounts in a moment', () => {
    const accounts = Array.from({ length: 100 }, (_, at) => String(111100000000 + at));
    const exempt = accounts.map((account) => `arn:aws:iam::${account}:role/Admin`);
    const Resource = [BUCKET_ARN, ...accounts.map((account) => `${BUCKET_ARN}/AWSLogs/${account}/*`)];
    const open = grant({ Principal: '*', Action: 's3:*', Resource });
    const Condition = { ArnNotEquals: { 'aws:PrincipalArn': exempt } };
    const denied = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: EVERYTHING, Condition };
    const before = performance.now();
    const one = judged({ policy: policyWith(open, denied) }, ['arn:aws:iam::*:role/Admin']);
    equal(one.holds[0], `${POLICY} yes`);
    equal(judged({ policy: policyWith(open, denied) }).holds[0], `${POLICY} no`);
    equal(performance.now() - before < 10_000, true);
  });

  test('lists each broad grant', () => {
    const two = policy(grant(), grant({ Principal: '*', Action: 's3:DeleteBucket', Resource: BUCKET_ARN }));
    deepEqual(two, ['no', 'grant.broad', 'grant.broad']);
  });

  test('is unknown where the policy was refused or is not understood', () => {
    const unread = judged({ policy: refused() });
    deepEqual([unread.verdict, ...unread.reasons(POLICY)], ['UNKNOWN', 'read.denied']);
    const broken = judged({ policy: is({ name: 'policy', text: '{"Statement": [' }) });
    deepEqual([broken.verdict, ...broken.reasons(POLICY)], ['UNKNOWN', 'grant.not-understood']);
    match(broken.sentences(POLICY)[0] ?? '', /line 1, column \d+: not JSON/);
    const long = judged({ policy: is({ name: 'policy', text: `{"Statement": []}${' '.repeat(100_000)}` }) });
    deepEqual([long.verdict, ...long.reasons(POLICY)], ['UNKNOWN', 'grant.not-understood']);
    const odd = grant({ NotPrincipal: { AWS: CUSTODIAN }, Principal: undefined });
    deepEqual(policy(odd), ['unknown', 'grant.not-understood']);
  });

  test('what is not understood and grants nothing of the kind decides nothing', () => {
    const odd = grant({ Action: 's3:GetObject', Condition: { StringSounds: { 'aws:PrincipalArn': 'x' } } });
    deepEqual(policy(odd), ['yes']);
  });

  test("looks under the trail's own prefix, and doubts where that was not read", () => {
    const bucket = is(bucketWith({ policy: policyWith(grant({ Resource: `${BUCKET_ARN}/audit/*` })) }));
    const under = (prefix: Parameters<typeof withConfig>[1]['prefix']) =>
      judgeStorage(logDeleteRestricted, [withConfig(trailTo(bucket), prefix === undefined ? {} : { prefix })]);
    equal(under(is(null)).verdict, 'PASS');
    equal(under(is('audit')).verdict, 'FAIL');
    const unread = under(refused('cloudtrail:DescribeTrails'));
    deepEqual([unread.verdict, ...unread.reasons(POLICY)], ['UNKNOWN', 'grant.prefix-unread', 'read.denied']);
  });
});
