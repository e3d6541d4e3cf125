import { createHash } from 'node:crypto';
import type { AwsCall } from '../wire.ts';
import { dateOf, type WorldRole } from '../world.ts';
import { type Handler, isMember, type KnownAccount, refuse, type WorldContext } from './handler.ts';

const TRUSTS_CLOUDTRAIL = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

const SERVICE_LINKED: WorldRole = {
  RoleName: 'AWSServiceRoleForCloudTrail',
  Path: '/aws-service-role/cloudtrail.amazonaws.com/',
};

/** IAM: the roles of one account. */
export function iamHandlers(world: WorldContext): Record<string, Handler> {
  function getRole(call: AwsCall, account: KnownAccount): Record<string, unknown> {
    const name = String(call.params.RoleName);
    // IAM finds names whatever their case, and says so in the answer.
    const role = rolesOf(account).find(({ RoleName }) => RoleName.toLowerCase() === name.toLowerCase());
    if (role === undefined) refuse('NoSuchEntity', `The role with name ${name} cannot be found.`, 404);
    const {
      assumable: _,
      externalId: __,
      trusts: ___,
      sessions: ____,
      AssumeRolePolicyDocument: trust = TRUSTS_CLOUDTRAIL,
      Path = '/',
      ...fields
    } = role;
    return {
      Role: {
        Path,
        RoleId: `AROA${createHash('sha1')
          .update(account.id + role.RoleName)
          .digest('hex')
          .slice(0, 17)
          .toUpperCase()}`,
        Arn: `arn:${world.partition}:iam::${account.id}:role${Path}${role.RoleName}`,
        CreateDate: dateOf('-90d', world.now),
        AssumeRolePolicyDocument: encodePolicy(trust),
        MaxSessionDuration: 3600,
        RoleLastUsed: {},
        ...fields,
      },
    };
  }

  /** The declared roles, and the one that CloudTrail makes itself in every account of an organisation. */
  function rolesOf(account: KnownAccount): WorldRole[] {
    const hasOwn = isMember(world, account) && account.cloudTrailRole !== false;
    return hasOwn ? [...(account.roles ?? []), SERVICE_LINKED] : (account.roles ?? []);
  }

  return { 'iam:GetRole': getRole };
}

/** IAM sends policy documents percent-encoded as RFC 3986 has it, which is more than encodeURIComponent does. */
function encodePolicy(document: unknown): string {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
