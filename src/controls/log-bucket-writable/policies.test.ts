import { equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  ACL_CHECK,
  bucketPolicy,
  deny,
  judgeWritable,
  saysBoth,
  WRITE,
} from '../../../test/support/bucket-policies.ts';
import { BUCKET_ARN, DELIVERY, is, type Statement, TRAIL_ARN } from '../../../test/support/buckets.ts';
import { ORGANIZATION, organizationWith } from '../../../test/support/delivery.ts';
import { ACCOUNT } from '../../../test/support/world.ts';
import type { Trail } from '../../model/facts.ts';

const SERVICE = { Service: 'cloudtrail.amazonaws.com' };
const OBJECTS = `${BUCKET_ARN}/*`;
const NO_KEY = { config: { kmsKey: is(null, 'cloudtrail:DescribeTrails') } };

/** aws.md 5.2: variants that deliver, and breakers. */
const POLICIES: readonly (readonly [what: string, statements: readonly Statement[], says: string, trail?: object])[] = [
  ['as AWS writes it', DELIVERY, 'yes | yes'],
  [
    'without any condition but the ACL',
    [
      { ...ACL_CHECK, Condition: {} },
      { ...WRITE, Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } } },
    ],
    'yes | yes bucket.any-trail',
  ],
  [
    'with AWS:SourceArn in other letter case, by ArnLike, in a list',
    [
      ACL_CHECK,
      { ...WRITE, Condition: { ArnLike: { 'AWS:SourceArn': ['arn:aws:cloudtrail:eu-west-1:1:trail/x', TRAIL_ARN] } } },
    ],
    'yes | yes',
  ],
  [
    'with SourceAccount instead',
    [ACL_CHECK, { ...WRITE, Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } }],
    'yes | yes',
  ],
  [
    'with resources in a list',
    [ACL_CHECK, { ...WRITE, Resource: [`${BUCKET_ARN}/AWSLogs/000000000001/*`, WRITE['Resource']] }],
    'yes | yes',
  ],
  ['wider than needed', [ACL_CHECK, { ...WRITE, Resource: `${BUCKET_ARN}/AWSLogs/*` }], 'yes | yes bucket.any-folder'],
  ['without the check of the ACL', [WRITE], 'no permission.not-allowed | yes'],
  ['without writing', [ACL_CHECK], 'yes | no permission.not-allowed'],
  [
    'with the folder of another account',
    [ACL_CHECK, { ...WRITE, Resource: `${BUCKET_ARN}/AWSLogs/000000000001/*` }],
    'yes | no permission.other-resource',
  ],
  [
    'bound to another trail',
    [ACL_CHECK, { ...WRITE, Condition: { StringEquals: { 'aws:SourceArn': `${TRAIL_ARN}-old` } } }],
    'yes | no permission.other-condition',
  ],
  [
    'for another service',
    [
      { ...ACL_CHECK, Principal: { Service: 'config.amazonaws.com' } },
      { ...WRITE, Principal: { Service: 'config.amazonaws.com' } },
    ],
    'no permission.not-allowed | no permission.not-allowed',
  ],
  [
    'with the accounts of old Regions',
    [
      { ...ACL_CHECK, Principal: { AWS: ['arn:aws:iam::086441151436:root', '113285607260'] } },
      { ...WRITE, Principal: { AWS: 'arn:aws:iam::086441151436:root' } },
    ],
    'no bucket.legacy-policy permission.not-allowed | no bucket.legacy-policy permission.not-allowed',
  ],
  ['with TLS demanded', [...DELIVERY, deny({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } })], 'yes | yes'],
  [
    'with everything denied over a typing error',
    [...DELIVERY, deny({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } })],
    'no permission.denied | no permission.denied',
  ],
  [
    'with strangers to the organization denied, services included',
    [...DELIVERY, deny({ Condition: { StringNotEquals: { 'aws:PrincipalOrgID': ORGANIZATION } } })],
    'no permission.denied | no permission.denied',
  ],
  [
    'with strangers denied, services exempt',
    [
      ...DELIVERY,
      deny({
        Condition: {
          StringNotEquals: { 'aws:PrincipalOrgID': ORGANIZATION },
          Bool: { 'aws:PrincipalIsAWSService': 'false' },
        },
      }),
    ],
    'yes | yes',
  ],
  [
    'with strangers denied where the key is there',
    [
      ...DELIVERY,
      deny({
        Condition: {
          StringNotEqualsIfExists: { 'aws:PrincipalOrgID': ORGANIZATION },
          Null: { 'aws:PrincipalOrgID': 'false' },
        },
      }),
    ],
    'yes | yes',
  ],
  [
    'with everything but one VPC endpoint denied',
    [...DELIVERY, deny({ Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } } })],
    'no permission.denied | no permission.denied',
  ],
  [
    'with everything but one network denied',
    [...DELIVERY, deny({ Condition: { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } })],
    'unknown permission.depends | unknown permission.depends',
  ],
  [
    'with SSE-KMS demanded, trail with a key',
    [
      ...DELIVERY,
      deny({
        Action: 's3:PutObject',
        Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } },
      }),
    ],
    'yes | yes',
  ],
  [
    'with SSE-KMS demanded, trail without a key',
    [
      ...DELIVERY,
      deny({
        Action: 's3:PutObject',
        Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } },
      }),
    ],
    'yes | no permission.denied',
    NO_KEY,
  ],
  [
    'with any encryption demanded, trail without a key',
    [...DELIVERY, deny({ Action: 's3:PutObject', Condition: { Null: { 's3:x-amz-server-side-encryption': 'true' } } })],
    'yes | unknown permission.depends',
    NO_KEY,
  ],
  [
    'with another key demanded',
    [
      ...DELIVERY,
      deny({
        Action: 's3:PutObject',
        Condition: {
          StringNotEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': 'arn:aws:kms:us-east-1:1:key/other' },
        },
      }),
    ],
    'yes | no permission.denied',
  ],
  [
    'in the organization of Control Tower, which was not read',
    [ACL_CHECK, { ...WRITE, Condition: { StringEquals: { 'aws:SourceOrgID': ORGANIZATION } } }],
    'yes | unknown permission.depends',
  ],
  [
    'with an operator that nobody knows',
    [ACL_CHECK, { ...WRITE, Condition: { StringLooksLike: { 'aws:SourceArn': TRAIL_ARN } } }],
    'yes | unknown permission.not-understood',
  ],
  [
    'with NotPrincipal that leaves CloudTrail out',
    [...DELIVERY, { Sid: 'Guard', Effect: 'Deny', NotPrincipal: SERVICE, Action: 's3:PutObject', Resource: OBJECTS }],
    'yes | yes',
  ],
];

describe('log-bucket-writable, policies', () => {
  for (const [what, statements, wanted, trail] of POLICIES) {
    test(`a policy ${what}: ${wanted}`, () => {
      equal(saysBoth(judgeWritable({ policy: bucketPolicy(...statements) }, trail)), wanted);
    });
  }
});

describe('log-bucket-writable, trail of an organization', () => {
  const config: Partial<Trail['config']> = { organization: is(true, 'cloudtrail:DescribeTrails') };
  const folder = (path: string): Statement => ({ ...WRITE, Resource: `${BUCKET_ARN}/AWSLogs/${path}/*` });
  const cases: readonly (readonly [what: string, write: Statement, known: string, unread: string])[] = [
    ['the folder of the organization', folder(ORGANIZATION), 'yes', 'unknown permission.sample'],
    [
      'everything below AWSLogs/',
      { ...WRITE, Resource: `${BUCKET_ARN}/AWSLogs/*` },
      'yes bucket.any-folder',
      'yes bucket.any-folder',
    ],
    ['the folder of its owner alone', WRITE, 'no permission.other-resource', 'unknown permission.sample'],
    [
      'the owner within the organization alone',
      folder(`${ORGANIZATION}/${ACCOUNT}`),
      'no permission.other-resource',
      'unknown permission.sample',
    ],
    [
      'members one by one',
      { ...WRITE, Resource: [ACCOUNT, '000000000001'].map((id) => `${BUCKET_ARN}/AWSLogs/${ORGANIZATION}/${id}/*`) },
      'unknown permission.sample',
      'unknown permission.sample',
    ],
  ];
  for (const [what, write, known, unread] of cases) {
    test(`a policy for ${what}`, () => {
      const policy = bucketPolicy(ACL_CHECK, write);
      equal(saysBoth(judgeWritable({ policy }, { config }, organizationWith())), `yes | ${known}`);
      equal(saysBoth(judgeWritable({ policy }, { config })), `yes | ${unread}`);
    });
  }
});
