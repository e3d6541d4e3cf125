import { equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Source } from '../model/read.ts';
import { Statements } from './statements.ts';

const SOURCE: Source = { capture: null, call: 's3:GetBucketPolicy', account: '', region: null, field: null, at: null };

function statementsOf(text: string): Statements {
  const statements = new Statements();
  statements.add([{ name: 'policy of bucket a:b', text, of: 'arn:aws:s3:::a', source: SOURCE }]);
  return statements;
}

describe('the statement that an observed value points to', () => {
  const text =
    '{"Version":"2012-10-17","Statement":[\n  {"Sid":"a \\"}{\\" b",\n   "Effect":"Allow"},{"Effect":"Deny","Action":["s3:*","x"]}]}';

  test('is found by line and column, and folded', () => {
    const statements = statementsOf(text);
    equal(statements.at('policy of bucket a:b:2:3 a'), '{"Sid": "a \\"}{\\" b", "Effect": "Allow"}');
    equal(statements.at('policy of bucket a:b:3:22'), '{"Effect": "Deny", "Action": ["s3:*", "x"]}');
  });

  test('is nothing where the value does not point into a policy that was read', () => {
    const statements = statementsOf(text);
    for (const label of [
      'policy of bucket c:1:1',
      'policy of bucket a:b:1:2',
      'policy of bucket a:b:99:1',
      'Enabled',
      5,
      null,
    ])
      equal(statements.at(label), null, String(label));
    equal(statementsOf('{"a": {').at('policy of bucket a:b:1:1'), null);
  });
});
