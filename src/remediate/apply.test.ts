import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { contextOf } from '../../test/support/judge.ts';
import { trail } from '../../test/support/world.ts';
import type { Change } from '../model/change.ts';
import { orNull, unasked } from '../model/read.ts';
import { apply } from './apply.ts';
import { type World, withTrails, worldOf } from './world.ts';

function roleOf(world: World) {
  const role = orNull(world.accounts[0]?.trails[0]?.role ?? null);
  if (role === null) throw new Error('a role');
  return role;
}

function start(): { readonly world: World; readonly change: Change } {
  const world = worldOf([contextOf({ trails: [trail({ name: 'main' })] })]);
  if (world === null) throw new Error('a world');
  const { arn } = roleOf(world);
  const at = { account: arn.split(':')[4] ?? '', region: 'us-east-1', partition: 'aws' };
  const statements = [{ Sid: 'CloudTrailEvents', Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: '*' }];
  return { world, change: { kind: 'allow-log-writes', ...at, role: arn.split('/').at(-1) ?? '', statements } };
}

describe("apply 'allow-log-writes'", () => {
  const namesIn = (world: World) => (orNull(roleOf(world).policies.inline) ?? []).map((one) => orNull(one)?.name);

  test('writes an inline policy of the same name over', () => {
    // PutRolePolicy replaces a policy of the same name (IAM API reference).
    const { world, change } = start();
    const once = apply(world, change);
    equal(namesIn(once).at(-1), 'inline policy CloudTrailEvents');
    deepEqual(namesIn(apply(once, change)), namesIn(once));
  });

  test('does not make policies known that were not read', () => {
    const { world, change } = start();
    const inline = unasked<never>('iam:ListRolePolicies', '', null);
    const unread = withTrails(world, (one) => {
      const role = orNull(one.role);
      if (role === null || !one.role?.known) return one;
      return { ...one, role: { ...one.role, value: { ...role, policies: { ...role.policies, inline } } } };
    });
    equal(roleOf(apply(unread, change)).policies.inline.known, false);
  });
});
