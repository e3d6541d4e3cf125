import type { TruthCase } from '../support/cases.ts';
import { encoded } from '../support/role-policies.ts';
import { ACCOUNT, GROUP, ROLE, type World } from '../support/world.ts';
import type { WorldRole } from '../support/world-destinations.ts';
import { destinationCase } from './destination-case.ts';

export const RULE1 = 'design: truth rule 1';
export const LOGS = 'aws.md 5.1: permissions of the role';
export const UNREAD = 'design: an unread policy or boundary of the role is unknown unless a read Deny decides';

export const group = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:${GROUP}`;
export const statement = (Effect: string, Action: string | readonly string[], Resource = '*') => ({
  Effect,
  Action,
  Resource,
});
export const document = (...Statement: readonly ReturnType<typeof statement>[]) => ({
  Version: '2012-10-17',
  Statement,
});
export const ALLOW = document(
  statement('Allow', ['logs:CreateLogStream', 'logs:PutLogEvents'], `${group}:log-stream:*`),
);
export const DENY = encoded(document(statement('Deny', 'logs:PutLogEvents')));
export const WRITE = encoded(ALLOW);
export const HARMLESS = encoded(document(statement('Allow', 's3:ListAllMyBuckets')));
export const ALL = encoded(document(statement('Allow', '*')));

/** The trail `main` with a role like this: one of two conditions decides. */
function row(
  condition: 'role-trusts-cloudtrail' | 'role-may-write',
  name: string,
  source: string,
  role: Omit<WorldRole, 'name'>,
  holds: 'yes' | 'no' | 'unknown',
  reasons: readonly string[] = [],
  world: World = {},
): TruthCase {
  const own = { yes: 'PASS', no: 'FAIL', unknown: 'UNKNOWN' } as const;
  const wanted = { own: own[holds], hub: 'PASS', holds: { [condition]: holds }, reasons } as const;
  return destinationCase(name, source, { roles: [{ name: ROLE, ...role }], ...world }, wanted);
}

export const trusts = (...rest: Parameters<typeof row> extends [unknown, ...infer Rest] ? Rest : never) =>
  row('role-trusts-cloudtrail', ...rest);
export const writes = (...rest: Parameters<typeof row> extends [unknown, ...infer Rest] ? Rest : never) =>
  row('role-may-write', ...rest);
