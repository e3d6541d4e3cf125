import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ipRangeOf, rangeHolds } from './ip-address.ts';
import { principalOf } from './principal.ts';
import { timeOf } from './time.ts';

describe('dates of policies', () => {
  test('ISO 8601 in its W3C profile, or seconds since 1970', () => {
    const noon = Date.UTC(2026, 10, 24, 12);
    for (const text of [
      '2026-11-24T12:00Z',
      '2026-11-24T12:00:00Z',
      '2026-11-24T12:00:00.000Z',
      '2026-11-24T14:00:00+02:00',
      String(noon / 1000),
    ])
      equal(timeOf(text), noon, text);
    equal(timeOf('2026'), Date.UTC(2026, 0, 1));
    equal(timeOf('2026-11'), Date.UTC(2026, 10, 1));
  });

  test('what is none', () => {
    for (const text of [
      '',
      'now',
      '2026-02-30',
      '2026-13-01',
      '2026-11-24T25:00:00Z',
      '2026-11-24T12:00:00',
      '24.11.2026',
    ])
      equal(timeOf(text), null, text);
  });
});

describe('addresses of policies', () => {
  const holds = (outer: string, inner: string): boolean | null => {
    const [left, right] = [ipRangeOf(outer), ipRangeOf(inner)];
    return left === null || right === null ? null : rangeHolds(left, right);
  };

  test('ranges hold addresses and narrower ranges of their own version', () => {
    equal(holds('10.0.0.0/8', '10.255.0.1'), true);
    equal(holds('10.0.0.0/8', '11.0.0.1'), false);
    equal(holds('10.0.0.0/9', '10.128.0.0'), false);
    equal(holds('10.0.0.0/8', '10.0.0.0/7'), false);
    equal(holds('0.0.0.0/0', '::1'), false);
    equal(holds('::/0', '2001:db8::1'), true);
    equal(holds('2001:db8::/33', '2001:db8:8000::'), false);
    equal(holds('2001:0db8:0:0:0:0:0:1', '2001:db8::1'), true);
    equal(holds('::ffff:192.0.2.1', '::ffff:c000:201'), true);
  });

  test('what is none', () => {
    for (const text of [
      '',
      '10.0.0',
      '10.0.0.256',
      '010.0.0.1',
      '10.0.0.0/33',
      '10.0.0.0/',
      '1::2::3',
      ':::',
      '12345::',
      '1:2:3:4:5:6:7:8:9',
      '::/129',
      '10.0.0.0/8/8',
    ])
      equal(ipRangeOf(text), null, text);
  });
});

describe('principals as people write them', () => {
  test('what they are', () => {
    const kinds = Object.fromEntries(
      [
        '*',
        '111122223333',
        'cloudtrail.amazonaws.com',
        'arn:aws:iam::111122223333:root',
        'arn:aws-cn:iam::111122223333:role/a/b',
        'arn:aws:iam::111122223333:user/ana',
        'arn:aws:sts::111122223333:assumed-role/app/run',
        'arn:aws:iam::111122223333:oidc-provider/example.com',
      ].map((text) => [text, principalOf(text)?.kind]),
    );
    deepEqual(Object.values(kinds), ['anonymous', 'root', 'service', 'root', 'role', 'user', 'role', 'federated']);
    deepEqual(principalOf('arn:aws:sts::111122223333:assumed-role/app/run'), {
      kind: 'role',
      arn: 'arn:aws:iam::111122223333:role/app',
      session: 'run',
    });
  });

  test('what is none', () => {
    for (const text of [
      '',
      'ana',
      '1111',
      'arn:aws:s3:::logs',
      'arn:aws:iam::111122223333:role/*',
      'arn:aws:iam::111122223333:group/ops',
      'arn:aws:sts::111122223333:assumed-role/app',
      'arn:aws:iam::x:role/a',
    ])
      equal(principalOf(text), null, text);
  });
});
