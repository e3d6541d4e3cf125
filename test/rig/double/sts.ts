import { createHash } from 'node:crypto';
import { accessKeyOf, accountOf } from '../access-key.ts';
import { denial } from '../faults.ts';
import type { AwsCall } from '../wire.ts';
import { AwsFault, type Handler, refuse, type WorldContext } from './handler.ts';

/** Which assumed role each temporary access key stands for. */
export type SessionBook = {
  open(account: string, role: string, session: string): string;
  principalOf(accessKey: string | null): string;
};

/** An empty book of sessions. */
export function sessionBook(partition: string): SessionBook {
  const principals = new Map<string, string>();
  return {
    open(account, role, session) {
      const key = accessKeyOf(account, principals.size + 1);
      principals.set(key, `arn:${partition}:sts::${account}:assumed-role/${role}/${session}`);
      return key;
    },
    principalOf(accessKey) {
      const user = `arn:${partition}:iam::${accountOf(accessKey)}:user/auditor`;
      return principals.get(accessKey ?? '') ?? user;
    },
  };
}

/** STS: who is calling, and sessions in the roles that the world declares. */
export function stsHandlers(world: WorldContext, sessions: SessionBook): Record<string, Handler> {
  function getCallerIdentity(call: AwsCall): Record<string, unknown> {
    const arn = sessions.principalOf(call.accessKey);
    const prefix = arn.includes(':assumed-role/') ? 'AROA' : 'AIDA';
    const session = prefix === 'AROA' ? `:${arn.split('/').at(-1)}` : '';
    return { Arn: arn, UserId: idOf(prefix, arn) + session, Account: accountOf(call.accessKey) };
  }

  function assumeRole(call: AwsCall): Record<string, unknown> {
    const { RoleArn, RoleSessionName, ExternalId, DurationSeconds } = call.params;
    const [, account, path] = /^arn:[^:]+:iam::(\d{12}):role\/(.+)$/.exec(String(RoleArn)) ?? [];
    if (account === undefined || path === undefined) refuse('ValidationError', `${String(RoleArn)} is invalid`);
    if (typeof RoleSessionName !== 'string') refuse('ValidationError', 'roleSessionName is required');
    const name = path.split('/').at(-1) ?? path;
    const role = world.accounts
      .get(account)
      ?.roles?.find((one) => one.RoleName === name && (one.Path ?? '/') === `/${path.slice(0, -name.length)}`);
    const isRefused =
      role === undefined ||
      role.assumable === false ||
      (role.externalId !== undefined && role.externalId !== ExternalId);
    if (isRefused) {
      const { message, ...error } = denial(call, 'identity', sessions.principalOf(call.accessKey));
      // STS gives no reason when the role or its trust policy is to blame.
      throw new AwsFault({ ...error, message: message.replace(/ because .*/, '') });
    }
    const key = sessions.open(account, name, RoleSessionName);
    const seconds = Number(DurationSeconds ?? 3600);
    return {
      Credentials: {
        AccessKeyId: key,
        SecretAccessKey: 'rig-secret',
        SessionToken: `rig-session-${key}`,
        // Real time, not the world's: the SDK compares it with its own clock.
        Expiration: new Date(Date.now() + seconds * 1000),
      },
      AssumedRoleUser: {
        AssumedRoleId: `${idOf('AROA', account + name)}:${RoleSessionName}`,
        Arn: sessions.principalOf(key),
      },
    };
  }

  return { 'sts:GetCallerIdentity': getCallerIdentity, 'sts:AssumeRole': assumeRole };
}

function idOf(prefix: string, name: string): string {
  return prefix + createHash('sha1').update(name).digest('hex').slice(0, 17).toUpperCase();
}
