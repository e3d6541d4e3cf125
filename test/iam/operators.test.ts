import type { Outcome } from '../../src/iam/index.ts';
import { CONDITION_LOGIC, OPERATORS } from './pages.ts';
import { allow, type PolicyCase, runPolicyCases, when } from './policy-case.ts';

const USER = 'arn:aws:iam::111122223333:user/ana';

/** One Allow with one condition: the outcome is the condition's. */
function row(
  operator: string,
  value: unknown,
  given: string | readonly string[] | null | undefined,
  want: Outcome,
  source = OPERATORS,
): PolicyCase {
  return {
    name: `${operator} ${JSON.stringify(value)} with ${given === undefined ? 'unknown' : JSON.stringify(given)}`,
    source,
    principal: USER,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::logs/a',
    context: given === undefined ? {} : { 'test:Key': given },
    policies: { identity: [[allow('s3:GetObject', '*', when(operator, 'test:Key', value))]] },
    want,
  };
}

runPolicyCases('string operators', [
  row('StringEquals', 'red', 'red', 'allowed'),
  row('StringEquals', 'red', 'Red', 'denied'),
  row('StringEquals', 'r*', 'red', 'denied'),
  row('StringEquals', 'r*', 'r*', 'allowed'),
  row('StringEquals', ['red', 'blue'], 'blue', 'allowed', CONDITION_LOGIC),
  row('StringEquals', ['red', 'blue'], 'green', 'denied', CONDITION_LOGIC),
  row('StringEquals', 'red', null, 'denied'),
  row('StringEquals', 'red', undefined, 'depends', 'doubt: an unknown key'),
  row('StringEquals', 7, '7', 'allowed'),
  row('StringEquals', true, 'true', 'allowed'),
  row('StringNotEquals', 'red', 'blue', 'allowed'),
  row('StringNotEquals', 'red', 'red', 'denied'),
  row('StringNotEquals', ['red', 'blue'], 'blue', 'denied', CONDITION_LOGIC),
  row('StringNotEquals', ['red', 'blue'], 'green', 'allowed', CONDITION_LOGIC),
  row('StringNotEquals', 'red', null, 'allowed'),
  row('StringEqualsIgnoreCase', 'RED', 'red', 'allowed'),
  row('StringEqualsIgnoreCase', 'RED', 'reed', 'denied'),
  row('StringNotEqualsIgnoreCase', 'RED', 'red', 'denied'),
  row('StringNotEqualsIgnoreCase', 'RED', 'blue', 'allowed'),
  row('StringLike', 'r*d', 'read', 'allowed'),
  row('StringLike', 'r?d', 'red', 'allowed'),
  row('StringLike', 'r?d', 'read', 'denied'),
  row('StringLike', 'R*', 'red', 'denied'),
  row('StringLike', ['a*', 'r*'], 'red', 'allowed', CONDITION_LOGIC),
  row('StringNotLike', 'r*', 'red', 'denied'),
  row('StringNotLike', 'r*', 'blue', 'allowed'),
  row('StringNotLike', ['b*', 'r*'], 'blue', 'denied', CONDITION_LOGIC),
  row('StringNotLike', 'r*', null, 'allowed'),
  row('StringLike', '', '', 'allowed'),
]);

runPolicyCases('numeric and date operators', [
  row('NumericEquals', '10', '10', 'allowed'),
  row('NumericEquals', 10, '10.0', 'allowed'),
  row('NumericEquals', '10', '11', 'denied'),
  row('NumericNotEquals', '10', '11', 'allowed'),
  row('NumericNotEquals', ['10', '11'], '11', 'denied', CONDITION_LOGIC),
  row('NumericNotEquals', '10', null, 'allowed'),
  row('NumericLessThan', '10', '9', 'allowed'),
  row('NumericLessThan', '10', '10', 'denied'),
  row('NumericLessThanEquals', '10', '10', 'allowed'),
  row('NumericLessThanEquals', '10', null, 'denied'),
  row('NumericGreaterThan', '10', '-3', 'denied'),
  row('NumericGreaterThan', '10', '10.5', 'allowed'),
  row('NumericGreaterThanEquals', '10', '10', 'allowed'),
  row('NumericLessThan', '10', 'ten', 'depends', 'doubt: a value of the request that is no number'),
  row('DateEquals', '2026-11-24T00:00:00Z', '2026-11-24T01:00:00+01:00', 'allowed'),
  row('DateNotEquals', '2026-11-24T00:00:00Z', '2026-11-24T00:00:01Z', 'allowed'),
  row('DateLessThan', '2026-11-24T12:00:00Z', '2026-11-24T11:59:59Z', 'allowed'),
  row('DateLessThan', '2026-11-24', '2026-11-24T00:00:00Z', 'denied'),
  row('DateLessThanEquals', '2026-11-24', '2026-11-24T00:00:00Z', 'allowed'),
  row('DateGreaterThan', '2020-01-01T00:00:01Z', '2020-01-01T00:00:02Z', 'allowed'),
  row('DateGreaterThan', '2020-01-01T00:00:01Z', null, 'denied'),
  row('DateGreaterThanEquals', '1577836800', '2020-01-01T00:00:00Z', 'allowed'),
]);

runPolicyCases('Boolean, binary and address operators', [
  row('Bool', 'true', 'true', 'allowed'),
  row('Bool', true, 'true', 'allowed'),
  row('Bool', 'false', 'true', 'denied'),
  row('Bool', 'false', null, 'denied'),
  row('BoolIfExists', 'false', null, 'allowed'),
  row('BinaryEquals', 'QmluYXJ5VmFsdWVJbkJhc2U2NA==', 'QmluYXJ5VmFsdWVJbkJhc2U2NA==', 'allowed'),
  row('BinaryEquals', 'QmluYXJ5VmFsdWVJbkJhc2U2NA==', 'qmluYXJ5VmFsdWVJbkJhc2U2NA==', 'denied'),
  row('IpAddress', '203.0.113.0/24', '203.0.113.255', 'allowed'),
  row('IpAddress', '203.0.113.0/24', '203.0.114.0', 'denied'),
  row('IpAddress', '203.0.113.7', '203.0.113.7', 'allowed'),
  row('IpAddress', '203.0.113.7', '203.0.113.8', 'denied'),
  row('IpAddress', ['203.0.113.0/24', '2001:DB8:1234:5678::/64'], '2001:db8:1234:5678::9', 'allowed'),
  row('IpAddress', '2001:DB8:1234:5678::/64', '2001:db8:1234:5679::9', 'denied'),
  row('IpAddress', '0.0.0.0/0', '2001:db8::1', 'denied'),
  row('IpAddress', '0.0.0.0/0', '198.51.100.4', 'allowed'),
  row('IpAddress', '203.0.113.0/24', null, 'denied'),
  row('NotIpAddress', '203.0.113.0/24', '203.0.113.9', 'denied'),
  row('NotIpAddress', ['203.0.113.0/24', '198.51.100.0/24'], '198.51.100.1', 'denied', CONDITION_LOGIC),
  row('NotIpAddress', '203.0.113.0/24', '192.0.2.1', 'allowed'),
  row('NotIpAddress', '203.0.113.0/24', null, 'allowed'),
]);

const topic = (account: string, rest = 'topic'): string => `arn:aws:sns:us-east-1:${account}:${rest}`;

runPolicyCases('ARN operators', [
  row('ArnEquals', topic('111122223333'), topic('111122223333'), 'allowed'),
  row('ArnEquals', topic('*'), topic('444455556666'), 'allowed'),
  row('ArnLike', topic('*'), topic('444455556666'), 'allowed'),
  row('ArnLike', 'arn:aws:sns:*:111122223333:t?pic', topic('111122223333'), 'allowed'),
  row('ArnLike', topic('111122223333', 'Topic'), topic('111122223333'), 'denied'),
  row(
    'ArnLike',
    'arn:aws:someservice:*:111122223333:finance/*',
    'arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt',
    'denied',
  ),
  row(
    'StringLike',
    'arn:aws:someservice:*:111122223333:finance/*',
    'arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt',
    'allowed',
  ),
  row('ArnLike', topic('1111222233*'), topic('111122223333'), 'allowed'),
  row('ArnLike', topic('111122223333'), null, 'denied'),
  row('ArnNotLike', topic('111122223333', '*'), topic('111122223333'), 'denied'),
  row('ArnNotLike', topic('111122223333', '*'), topic('444455556666'), 'allowed'),
  row('ArnNotEquals', [topic('1'), topic('2')], topic('2'), 'denied', CONDITION_LOGIC),
  row('ArnNotEquals', topic('1'), null, 'allowed'),
  row('ArnLike', topic('111122223333'), 'not-an-arn', 'depends', 'doubt: a value of the request that is no ARN'),
  row('ArnLike', '*', topic('111122223333'), 'depends', 'doubt: an ARN pattern without six parts'),
]);
