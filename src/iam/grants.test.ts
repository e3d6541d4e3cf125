import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { accountOfPattern, coveredActions, grantsOf, parsePolicy } from './index.ts';

const SENSITIVE = ['s3:DeleteObject', 's3:PutBucketPolicy', 's3:PutLifecycleConfiguration'];

const text = `{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "Admins", "Effect": "Allow", "Principal": { "AWS": ["arn:aws:iam::111122223333:role/ops", "444455556666"] },
      "Action": "s3:*", "Resource": ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"],
      "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-example" } } },
    { "Sid": "Open", "Effect": "Allow", "Principal": "*", "Action": ["s3:GetObject", "S3:DELETE*"], "Resource": "*" },
    { "Sid": "Off", "Effect": "Deny", "Principal": "*", "Action": "s3:DeleteBucket", "Resource": "*" },
    { "Sid": "Rest", "Effect": "Allow", "Principal": { "Service": "x.amazonaws.com" }, "NotAction": "s3:Put*",
      "NotResource": "arn:aws:s3:::other/*" },
    { "Sid": "Odd", "Principal": { "AWS": "AROADBQP57FF2AEXAMPLE" }, "Action": "s3:PutObject", "Resource": "*" }
  ]
}`;

describe('grants of a policy', () => {
  const grants = grantsOf(parsePolicy({ name: 'bucket policy', text }, 'resource'));

  test('every statement that allows or may allow, with its place', () => {
    deepEqual(
      grants.map(({ statement: { sid, line, column, policy } }) => [sid, line, column, policy]),
      [
        ['Admins', 4, 5, 'bucket policy'],
        ['Open', 7, 5, 'bucket policy'],
        ['Rest', 9, 5, 'bucket policy'],
        ['Odd', 11, 5, 'bucket policy'],
      ],
    );
  });

  test('which of a list of actions it covers', () => {
    deepEqual(
      grants.map((grant) => coveredActions(grant, SENSITIVE)),
      [SENSITIVE, ['s3:DeleteObject'], ['s3:DeleteObject'], []],
    );
    equal(grants[3]?.covers('s3:putobject'), 'yes');
  });

  test('to whom, under which conditions, and whether S3 calls it public', () => {
    deepEqual(grants[0]?.principals.map(accountOfPattern), ['111122223333', '444455556666']);
    deepEqual(grants[0]?.conditions, [{ operator: 'StringEquals', key: 'aws:principalorgid', values: ['o-example'] }]);
    deepEqual(
      grants.map((grant) => grant.public),
      ['no', 'yes', 'no', 'no'],
    );
    deepEqual(grants[2]?.notResources, ['arn:aws:s3:::other/*']);
  });

  test('what is not understood is said of the grant', () => {
    deepEqual(
      grants.map(({ problems }) => problems.map(({ line, message }) => `${line} ${message}`)),
      [[], [], [], ['11 Effect is missing']],
    );
  });
});
