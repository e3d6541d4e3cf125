/** A control without "unknown" does not pass over what was not read. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { defaultUnknown, type ResultRow, type UnreadRow } from '../../src/workflow/own-controls/default-unknown.ts';
import { controlOf, type Parts, trailNamed } from './text.ts';

const ACCOUNT = '111122223333';
const OTHER = '444455556666';
const TRAIL = trailNamed('main');

function unread(what: string, subject = TRAIL, account = ACCOUNT): UnreadRow {
  return { account, subject, what, reason: 'read.denied', call: 'x:Y' };
}

function result(control: string, verdict: string, account = ACCOUNT): ResultRow {
  return { control, account, verdict };
}

function isUnknown(parts: Parts, subject: string, rows: readonly UnreadRow[], results: readonly ResultRow[] = []) {
  const account = subject.startsWith('arn:') ? (subject.split(':')[4] ?? null) : subject.slice(0, 12);
  const found = { subject, account: account === '' ? null : account, region: null, resource: subject };
  return defaultUnknown(controlOf({ unknown: null, ...parts }), [found], rows, results).has(subject);
}

const BY_ACCOUNT: Parts = {
  per: 'account',
  population: 'select account_id as subject from v_account',
  violations: "select account_id as subject, 'x' as reason from v_trail where logging = 0",
};
const OF_RESULTS: Parts = {
  ...BY_ACCOUNT,
  violations:
    "select account_id as subject, 'x' as reason from v_result where control = 'trail-logging' and verdict = 'FAIL'",
};

describe('without "unknown"', () => {
  test('a trail is unknown where v_unread names it for what the views need', () => {
    assert.equal(isUnknown({}, TRAIL, []), false);
    assert.equal(isUnknown({}, TRAIL, [unread('status')]), true);
    assert.equal(isUnknown({}, TRAIL, [unread('tags')]), false, 'no view of the SQL shows tags');
    assert.equal(isUnknown({}, TRAIL, [unread('status', trailNamed('other'))]), false);
  });

  test('an account is unknown where one of its trails is; another is not', () => {
    assert.equal(isUnknown(BY_ACCOUNT, ACCOUNT, [unread('status')]), true);
    assert.equal(isUnknown(BY_ACCOUNT, OTHER, [unread('status')]), false);
  });

  test('what names no account may be about everything', () => {
    const parts: Parts = {
      per: 'bucket',
      population: 'select bucket_arn as subject from v_bucket',
      violations: "select bucket_arn as subject, 'x' as reason from v_bucket where versioning is null",
    };
    assert.equal(isUnknown(parts, 'arn:aws:s3:::logs', [unread('bucket')]), true);
    assert.equal(isUnknown(parts, 'arn:aws:s3:::logs', [unread('topic')]), false);
  });

  test('results count: of the control that the SQL names, in the account', () => {
    assert.equal(isUnknown(OF_RESULTS, ACCOUNT, [], [result('trail-logging', 'UNKNOWN')]), true);
    assert.equal(isUnknown(OF_RESULTS, ACCOUNT, [], [result('trail-logging', 'PASS')]), false);
    assert.equal(isUnknown(OF_RESULTS, OTHER, [], [result('trail-logging', 'UNKNOWN')]), false);
    const both = [result('trail-logging', 'PASS'), result('trail-tagged', 'UNKNOWN')];
    assert.equal(isUnknown(OF_RESULTS, ACCOUNT, [], both), false, 'the SQL does not name it');
  });

  test('SQL that names no control reads them all', () => {
    const parts: Parts = {
      ...OF_RESULTS,
      violations: "select account_id as subject, 'x' as reason from v_result where verdict = 'FAIL'",
    };
    assert.equal(isUnknown(parts, ACCOUNT, [], [result('trail-tagged', 'UNKNOWN')]), true);
  });
});
