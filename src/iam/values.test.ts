import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decide } from './decide.ts';
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
      pathUnknown: true,
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

describe('a role of which only a session is known', () => {
  const session = principalOf('arn:aws:sts::111122223333:assumed-role/app/run');
  const ask = (resource: string, context: readonly (readonly [string, readonly string[]])[] = [], who = session) => {
    if (who === null) throw new Error('no principal');
    const text = JSON.stringify({ Version: '2012-10-17', Statement: JSON.parse(resource) as unknown });
    return decide(
      {
        principal: who,
        action: 's3:GetObject',
        resource: 'arn:aws:s3:::a/b',
        resourceAccount: '111122223333',
        context: new Map(context),
      },
      { identity: [], resource: { name: 'p', text } },
    );
  };
  const allow = (principal: object, more = {}): string =>
    JSON.stringify([{ Effect: 'Allow', Principal: principal, Action: 's3:*', Resource: '*', ...more }]);
  const role = (path: string): object => ({ AWS: `arn:aws:iam::111122223333:role/${path}` });

  test('its path matters where the role is named', () => {
    deepEqual(ask(allow(role('ops/app'))).unknownKeys, ['aws:principalarn']);
    equal(ask(allow(role('app'))).outcome, 'depends');
    equal(ask(allow(role('ops/other'))).outcome, 'denied');
    const known = [['aws:principalarn', ['arn:aws:iam::111122223333:role/ops/app']]] as const;
    equal(ask(allow(role('ops/app')), known).outcome, 'allowed');
    equal(ask(allow(role('app')), known).outcome, 'denied');
  });

  test('and where a condition looks at its ARN', () => {
    const named = { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/ops/*' } } };
    equal(ask(allow({ AWS: '*' }, named)).outcome, 'depends');
  });

  test('but not where the session is named', () => {
    equal(ask(allow({ AWS: 'arn:aws:sts::111122223333:assumed-role/app/run' })).outcome, 'allowed');
  });

  test('service-linked roles are told by their names', () => {
    const linked = principalOf('arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForConfig/x');
    if (linked === null) throw new Error('no principal');
    const all = { name: 'all', text: '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}' };
    const request = {
      principal: linked,
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::a/b',
      resourceAccount: '111122223333',
      context: new Map(),
    };
    equal(decide(request, { identity: [all], scps: [[]] }).outcome, 'allowed');
  });
});
