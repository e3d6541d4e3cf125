import type { Outcome } from '../../src/iam/index.ts';
import { CONDITION, CONDITION_LOGIC, MULTIVALUED, OPERATORS } from './pages.ts';
import { allow, type Context, type PolicyCase, runPolicyCases, type Statement } from './policy-case.ts';

/** One Allow with a whole Condition element. */
function row(name: string, source: string, condition: Statement, context: Context, want: Outcome): PolicyCase {
  return {
    name,
    source,
    principal: 'arn:aws:iam::111122223333:user/ana',
    action: 'dynamodb:GetItem',
    resource: 'arn:aws:dynamodb:us-east-1:111122223333:table/Thread',
    context,
    policies: { identity: [[allow('dynamodb:GetItem', '*', { Condition: condition })]] },
    want,
  };
}

const only = { 'ForAllValues:StringLike': { 'dynamodb:Attributes': ['PostDateTime', 'Message', 'Tags'] } };
const any = { 'ForAnyValue:StringEquals': { 'dynamodb:Attributes': ['ID', 'PostDateTime'] } };
const attributes = (...values: readonly string[]): Context => ({ 'dynamodb:Attributes': values });
const none: Context = { 'dynamodb:Attributes': null };

runPolicyCases('keys with many values', [
  row('all of the values are listed', MULTIVALUED, only, attributes('PostDateTime', 'Message'), 'allowed'),
  row('one of the values is not listed', MULTIVALUED, only, attributes('PostDateTime', 'UserName'), 'denied'),
  row('ForAllValues and no such key', MULTIVALUED, only, none, 'allowed'),
  row('ForAllValues and an empty text', MULTIVALUED, only, attributes(''), 'allowed'),
  row('ForAllValues and an empty list', MULTIVALUED, only, attributes(), 'allowed'),
  row(
    'ForAllValues and no such key, held back by Null',
    MULTIVALUED,
    { ...only, Null: { 'dynamodb:Attributes': 'false' } },
    none,
    'denied',
  ),
  row('one of the values is listed', MULTIVALUED, any, attributes('UserName', 'PostDateTime'), 'allowed'),
  row('none of the values is listed', MULTIVALUED, any, attributes('UserName'), 'denied'),
  row('ForAnyValue and no such key', MULTIVALUED, any, none, 'denied'),
  row('ForAnyValue and an empty text', MULTIVALUED, any, attributes(''), 'denied'),
  row(
    'ForAnyValue, negated: one value is another',
    MULTIVALUED,
    { 'ForAnyValue:StringNotEquals': { 'dynamodb:Attributes': ['ID'] } },
    attributes('ID', 'Tags'),
    'allowed',
  ),
  row(
    'ForAnyValue, negated: every value is listed',
    MULTIVALUED,
    { 'ForAnyValue:StringNotEquals': { 'dynamodb:Attributes': ['ID', 'Tags'] } },
    attributes('ID', 'Tags'),
    'denied',
  ),
  row(
    'ForAllValues, negated: none is listed',
    MULTIVALUED,
    { 'ForAllValues:StringNotEquals': { 'dynamodb:Attributes': ['ID'] } },
    attributes('Tags', 'Message'),
    'allowed',
  ),
  row(
    'ForAllValues, negated: one is listed',
    MULTIVALUED,
    { 'ForAllValues:StringNotLike': { 'dynamodb:Attributes': ['I*'] } },
    attributes('Tags', 'ID'),
    'denied',
  ),
  row(
    'many values without a set prefix',
    'doubt: AWS asks for a prefix',
    { StringEquals: { k: 'a' } },
    { k: ['a', 'b'] },
    'depends',
  ),
  row(
    'equal values without a set prefix',
    'doubt: AWS asks for a prefix',
    { StringLike: { k: 'a*' } },
    { k: ['a', 'ab'] },
    'allowed',
  ),
]);

const quick = { 'ec2:InstanceType': 't2.micro' };

runPolicyCases('IfExists, Null, many conditions', [
  row(
    'IfExists, key there and equal',
    OPERATORS,
    { StringLikeIfExists: { 'ec2:InstanceType': ['t1.*', 't2.*'] } },
    quick,
    'allowed',
  ),
  row(
    'IfExists, key there and other',
    OPERATORS,
    { StringLikeIfExists: { 'ec2:InstanceType': 'm3.*' } },
    quick,
    'denied',
  ),
  row(
    'IfExists, key absent',
    OPERATORS,
    { StringLikeIfExists: { 'ec2:InstanceType': 'm3.*' } },
    { 'ec2:InstanceType': null },
    'allowed',
  ),
  row('negated and IfExists, key absent', OPERATORS, { StringNotEqualsIfExists: { k: 'a' } }, { k: null }, 'allowed'),
  row('negated and IfExists, key equal', OPERATORS, { StringNotEqualsIfExists: { k: 'a' } }, { k: 'a' }, 'denied'),
  row('IfExists, key unknown', 'doubt: an unknown key', { StringEqualsIfExists: { k: 'a' } }, {}, 'depends'),
  row(
    'Null true, key absent',
    OPERATORS,
    { Null: { 'aws:TokenIssueTime': 'true' } },
    { 'aws:TokenIssueTime': null },
    'allowed',
  ),
  row(
    'Null true, key there',
    OPERATORS,
    { Null: { 'aws:TokenIssueTime': true } },
    { 'aws:TokenIssueTime': '2026-11-24T00:00:00Z' },
    'denied',
  ),
  row('Null false, key absent', OPERATORS, { Null: { k: 'false' } }, { k: null }, 'denied'),
  row('Null false, key there', OPERATORS, { Null: { k: 'false' } }, { k: 'x' }, 'allowed'),
  row('Null, key unknown', 'doubt: an unknown key', { Null: { k: 'false' } }, {}, 'depends'),
  row('two keys, both hold', CONDITION_LOGIC, { StringEquals: { a: '1', b: '2' } }, { a: '1', b: '2' }, 'allowed'),
  row(
    'two keys, one does not hold',
    CONDITION_LOGIC,
    { StringEquals: { a: '1', b: '2' } },
    { a: '1', b: '3' },
    'denied',
  ),
  row(
    'two operators, one does not hold',
    CONDITION_LOGIC,
    { StringEquals: { a: '1' }, Bool: { b: 'true' } },
    { a: '1', b: 'false' },
    'denied',
  ),
  row(
    'one does not hold, the other is unknown',
    CONDITION_LOGIC,
    { StringEquals: { a: '1', b: '2' } },
    { a: '0' },
    'denied',
  ),
  row('one holds, the other is unknown', CONDITION_LOGIC, { StringEquals: { a: '1', b: '2' } }, { a: '1' }, 'depends'),
  row(
    'keys in another letter case',
    CONDITION,
    { StringEquals: { 'AWS:SourceIP': 'x' } },
    { 'aws:sourceip': 'x' },
    'allowed',
  ),
  row(
    'an empty Condition',
    'IAM user guide, access-analyzer-reference-policy-checks (empty object condition)',
    {},
    {},
    'allowed',
  ),
]);
