import { createHash } from 'node:crypto';
import { accountOf } from '../access-key.ts';
import { denial } from '../faults.ts';
import type { AwsCall } from '../wire.ts';
import type { AccountState, WorldRole } from '../world.ts';
import { AwsFault, type Handler, isMember, refuse, type WorldContext } from './handler.ts';
import type { SessionBook } from './session-book.ts';

/** STS: who is calling, and sessions in the roles that the world declares. */
export function stsHandlers(world: WorldContext, book: SessionBook): Record<string, Handler> {
  function getCallerIdentity(call: AwsCall): Record<string, unknown> {
    const arn = book.principalOf(call.accessKey);
    const prefix = arn.includes(':assumed-role/') ? 'AROA' : 'AIDA';
    const session = prefix === 'AROA' ? `:${arn.split('/').at(-1)}` : '';
    return { Arn: arn, UserId: idOf(prefix, arn) + session, Account: accountOf(call.accessKey) };
  }

  function assumeRole(call: AwsCall): Record<string, unknown> {
    const { RoleArn, RoleSessionName, ExternalId, DurationSeconds = 3600 } = call.params;
    const [, account, path] = /^arn:[^:]+:iam::(\d{12}):role\/(.+)$/.exec(String(RoleArn)) ?? [];
    if (account === undefined || path === undefined) refuse('ValidationError', `${String(RoleArn)} is invalid`);
    if (typeof RoleSessionName !== 'string') refuse('ValidationError', 'roleSessionName is required');
    const caller = accountOf(call.accessKey) ?? '';
    const role = assumable(account, path, caller, ExternalId);
    if (role === null) throw new AwsFault(denial(call, 'trust', book.principalOf(call.accessKey)));
    const seconds = Number(DurationSeconds);
    const isChained = book.principalOf(call.accessKey).includes(':assumed-role/');
    checkDuration(seconds, Number(role.MaxSessionDuration ?? 3600), isChained);
    const limits = role.sessions ?? world.sessions;
    const session = book.open(account, role.RoleName, RoleSessionName, seconds * 1000, limits);
    return {
      Credentials: {
        AccessKeyId: session.key,
        SecretAccessKey: 'rig-secret',
        SessionToken: `rig-session-${session.key}`,
        Expiration: session.expiration,
      },
      AssumedRoleUser: {
        AssumedRoleId: `${idOf('AROA', account + role.RoleName)}:${RoleSessionName}`,
        Arn: book.principalOf(session.key),
      },
    };
  }

  /** The role that this account may assume now; AWS does not say why it is none. */
  function assumable(id: string, path: string, caller: string, externalId: unknown): WorldRole | null {
    const account = world.accounts.get(id);
    const name = path.split('/').at(-1) ?? path;
    const role = account?.roles?.find(
      (one) => one.RoleName === name && (one.Path ?? '/') === `/${path.slice(0, -name.length)}`,
    );
    if (account === undefined || role === undefined || role.assumable === false) return null;
    if (CLOSED_STATES.has(account.state ?? 'ACTIVE')) return null;
    if (role.externalId !== undefined && role.externalId !== externalId) return null;
    const isOutside = world.organization !== null && !isMember(world, account) && id !== caller;
    const trusts = role.trusts?.includes(caller) ?? !isOutside;
    return trusts ? role : null;
  }

  return { 'sts:GetCallerIdentity': getCallerIdentity, 'sts:AssumeRole': assumeRole };
}

const CLOSED_STATES = new Set<AccountState>(['SUSPENDED', 'CLOSED', 'PENDING_ACTIVATION']);

function checkDuration(seconds: number, longest: number, isChained: boolean): void {
  if (!Number.isInteger(seconds) || seconds < 900 || seconds > 43_200) {
    const limit = seconds < 900 ? 'greater than or equal to 900' : 'less than or equal to 43200';
    const at = `Value '${seconds}' at 'durationSeconds' failed to satisfy constraint`;
    refuse('ValidationError', `1 validation error detected: ${at}: Member must have value ${limit}`);
  }
  if (isChained && seconds > 3600) {
    const message = 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining';
    refuse('ValidationError', message);
  }
  if (seconds > longest) {
    refuse('ValidationError', 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
}

function idOf(prefix: string, name: string): string {
  return prefix + createHash('sha1').update(name).digest('hex').slice(0, 17).toUpperCase();
}
