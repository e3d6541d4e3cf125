import { deepEqual, match } from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  ARCHIVE,
  BUCKET_ARN,
  bucketWith,
  is,
  judgeStorage,
  policyText,
  policyWith,
  type Statement,
  trailTo,
} from '../../../test/support/buckets.ts';
import { ACCOUNT } from '../../../test/support/world.ts';
import { logDeleteRestricted } from './control.ts';

const POLICY = 'policy-grants-no-deletion';
const CUSTODIAN = `arn:aws:iam::${ARCHIVE}:role/LogCustodian`;
const DEVELOPER = `arn:aws:iam::${ACCOUNT}:role/Developer`;
const LOGS = `${BUCKET_ARN}/AWSLogs/${ACCOUNT}/*`;

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

function deny(more: Statement = {}): Statement {
  return {
    Sid: 'Deny',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [BUCKET_ARN, `${BUCKET_ARN}/*`],
    ...more,
  };
}

function judged(...statements: readonly Statement[]) {
  const bucket = is(bucketWith({ policy: policyWith(...statements) }));
  return judgeStorage(logDeleteRestricted, [trailTo(bucket)], { storage: { securityRoles: [CUSTODIAN] } });
}

describe(`${logDeleteRestricted.id}: Deny statements of the bucket policy`, () => {
  const DENIES: readonly { name: string; principal?: unknown; deny: Statement; expected: readonly string[] }[] = [
    { name: 'for everybody', deny: deny(), expected: ['yes'] },
    { name: 'for other files', deny: deny({ Resource: `${BUCKET_ARN}/athena/*` }), expected: ['no', 'grant.broad'] },
    { name: 'of other actions', deny: deny({ Action: 's3:PutObject' }), expected: ['no', 'grant.broad'] },
    { name: 'for somebody else', deny: deny({ Principal: { AWS: CUSTODIAN } }), expected: ['no', 'grant.broad'] },
    {
      name: 'for all but the security role',
      principal: '*',
      deny: deny({ Condition: { ArnNotEquals: { 'aws:PrincipalArn': CUSTODIAN } } }),
      expected: ['yes'],
    },
    {
      name: 'for all but another role',
      principal: '*',
      deny: deny({ Condition: { ArnNotLike: { 'aws:PrincipalArn': [CUSTODIAN, DEVELOPER] } } }),
      expected: ['no', 'grant.broad'],
    },
    {
      name: 'for all but roles of one name in any account',
      principal: '*',
      deny: deny({ Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Admin*' } } }),
      expected: ['no', 'grant.broad'],
    },
    {
      name: 'for all but a role of the account that is granted',
      principal: { AWS: ACCOUNT },
      deny: deny({ Condition: { ArnNotEquals: { 'aws:PrincipalArn': DEVELOPER } } }),
      expected: ['no', 'grant.broad'],
    },
    {
      name: 'of plain requests, which nobody has to make',
      deny: deny({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      expected: ['no', 'grant.broad'],
    },
    {
      name: 'from elsewhere, which cannot be known',
      deny: deny({ Condition: { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }),
      expected: ['unknown', 'grant.deny-unknown'],
    },
    {
      name: 'that is not understood',
      deny: deny({ Condition: { StringSounds: { 'aws:PrincipalArn': 'x' } } }),
      expected: ['unknown', 'grant.deny-unknown'],
    },
  ];
  for (const { name, principal = { AWS: DEVELOPER }, deny: statement, expected } of DENIES) {
    test(`a Deny ${name}: ${expected.join(' ')}`, () => {
      const one = judged(grant({ Principal: principal }), statement);
      deepEqual([one.holds[0], ...one.reasons(POLICY)], [`${POLICY} ${expected[0]}`, ...expected.slice(1)]);
    });
  }

  test('a Deny with a repeated element stays a doubt', () => {
    const text = policyText([grant(), deny()]).replace('"Action":"s3:*"', '"Action":"s3:GetObject","Action":"s3:*"');
    const bucket = is(bucketWith({ policy: is({ name: 'policy', text }) }));
    const one = judgeStorage(logDeleteRestricted, [trailTo(bucket)], { storage: { securityRoles: [CUSTODIAN] } });
    deepEqual([one.holds[0], ...one.reasons(POLICY)], [`${POLICY} unknown`, 'grant.deny-unknown']);
  });

  test('counts what a Deny leaves', () => {
    const both = grant({ Action: ['s3:DeleteObject', 's3:DeleteObjectVersion'] });
    const one = judged(both, deny({ Action: 's3:DeleteObjectVersion' }));
    match(one.sentences(POLICY)[0] ?? '', /use s3:DeleteObject, in/);
  });

  test('says what it hangs on whether a Deny takes the grant away', () => {
    const one = judged(grant(), deny({ Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }));
    match(one.sentences(POLICY)[0] ?? '', /hangs on aws:sourceip\.$/);
  });

  test('names everybody once, and whom a Deny exempts by name', () => {
    const all = judged(grant({ Principal: { AWS: ['*', DEVELOPER] } }));
    match(all.sentences(POLICY)[0] ?? '', /lets \* use/);
    const exempt = deny({ Condition: { ArnNotEquals: { 'aws:PrincipalArn': DEVELOPER } } });
    const one = judged(grant({ Principal: '*' }), exempt);
    match(one.sentences(POLICY)[0] ?? '', /lets arn:aws:iam::\d+:role\/Developer use/);
  });
});
