import { createHash } from 'node:crypto';
import { percentEncoded } from '../encode.ts';
import type { AwsCall } from '../wire.ts';
import { dateOf, type WorldRole } from '../world.ts';
import type { Document } from '../world-delivery.ts';
import { ROLE_POLICY_NAME, rolePolicy, roleTrust } from './defaults.ts';
import {
  documentText,
  type Handler,
  isMember,
  type KnownAccount,
  pageOf,
  refuse,
  type WorldContext,
} from './handler.ts';
import { type KnownPolicy, policyArn, policyOf } from './managed-policies.ts';

type Answer = Record<string, unknown>;

const SERVICE_LINKED: WorldRole = {
  RoleName: 'AWSServiceRoleForCloudTrail',
  Path: '/aws-service-role/cloudtrail.amazonaws.com/',
};

/** IAM: the roles of one account with their policies, and managed policies. */
export function iamHandlers(world: WorldContext, organizationId: string): Record<string, Handler> {
  const place = { partition: world.partition, organizationId };

  function getRole(call: AwsCall, account: KnownAccount): Answer {
    const role = findRole(call, account);
    const {
      assumable: _,
      externalId: __,
      trusts: ___,
      sessions: ____,
      inline: _____,
      attached: ______,
      boundary,
      AssumeRolePolicyDocument: trust = roleTrust(),
      Path = '/',
      ...fields
    } = role;
    const bound = boundary === undefined ? undefined : policyArn(boundary, account, world.partition);
    return {
      Role: {
        Path,
        RoleId: `AROA${idOf(account.id + role.RoleName)}`,
        Arn: arnOf(role, account),
        CreateDate: dateOf('-90d', world.now),
        AssumeRolePolicyDocument: encodePolicy(trust),
        MaxSessionDuration: 3600,
        PermissionsBoundary:
          bound === undefined ? undefined : { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: bound },
        RoleLastUsed: {},
        ...fields,
      },
    };
  }

  function findRole(call: AwsCall, account: KnownAccount): WorldRole {
    const name = String(call.params.RoleName);
    // IAM finds names whatever their case, and says so in the answer.
    const role = rolesOf(account).find(({ RoleName }) => RoleName.toLowerCase() === name.toLowerCase());
    return role ?? refuse('NoSuchEntity', `The role with name ${name} cannot be found.`, 404);
  }

  /** The declared roles, and the one that CloudTrail makes itself in every account of an organisation. */
  function rolesOf(account: KnownAccount): WorldRole[] {
    const hasOwn = isMember(world, account) && account.cloudTrailRole !== false;
    return hasOwn ? [...(account.roles ?? []), SERVICE_LINKED] : (account.roles ?? []);
  }

  function arnOf({ RoleName, Path = '/' }: WorldRole, account: KnownAccount): string {
    return `arn:${world.partition}:iam::${account.id}:role${Path}${RoleName}`;
  }

  /** The inline policies that are described, or what a role needs that trails name. */
  function inlineOf(role: WorldRole, account: KnownAccount): Record<string, Document> {
    if (role.inline !== undefined || role.attached !== undefined) return role.inline ?? {};
    const writers = world.named.byRole.get(arnOf(role, account)) ?? [];
    return writers.length === 0 ? {} : { [ROLE_POLICY_NAME]: rolePolicy(writers, place) };
  }

  function listRolePolicies(call: AwsCall, account: KnownAccount): Answer {
    const names = Object.keys(inlineOf(findRole(call, account), account)).sort();
    return listOf('PolicyNames', names, call);
  }

  function getRolePolicy(call: AwsCall, account: KnownAccount): Answer {
    const role = findRole(call, account);
    const name = String(call.params.PolicyName);
    const document = inlineOf(role, account)[name];
    if (document === undefined) refuse('NoSuchEntity', `The role policy with name ${name} cannot be found.`, 404);
    return { RoleName: role.RoleName, PolicyName: name, PolicyDocument: encodePolicy(document) };
  }

  function listAttached(call: AwsCall, account: KnownAccount): Answer {
    const { attached = [] } = findRole(call, account);
    const policies = attached.map((given) => {
      const arn = policyArn(given, account, world.partition);
      return { PolicyName: arn.split('/').at(-1), PolicyArn: arn };
    });
    return listOf('AttachedPolicies', policies, call);
  }

  function listOf(name: string, items: unknown[], call: AwsCall): Answer {
    const { Marker, MaxItems = 100 } = call.params;
    const { page, next } = pageOf(items, Marker, Math.min(world.pageSize, Number(MaxItems)));
    return { [name]: page, IsTruncated: next !== undefined, Marker: next };
  }

  function findPolicy(call: AwsCall, account: KnownAccount): KnownPolicy {
    const arn = String(call.params.PolicyArn);
    return policyOf(arn, account, world.partition) ?? refuse('NoSuchEntity', `Policy ${arn} was not found.`, 404);
  }

  function getPolicy(call: AwsCall, account: KnownAccount): Answer {
    const { arn, name, path, defaultVersion } = findPolicy(call, account);
    return {
      Policy: {
        PolicyName: name,
        PolicyId: `ANPA${idOf(arn)}`,
        Arn: arn,
        Path: path,
        DefaultVersionId: defaultVersion,
        AttachmentCount: 1,
        PermissionsBoundaryUsageCount: 0,
        IsAttachable: true,
        CreateDate: dateOf('-365d', world.now),
        UpdateDate: dateOf('-90d', world.now),
      },
    };
  }

  function getPolicyVersion(call: AwsCall, account: KnownAccount): Answer {
    const { arn, defaultVersion, versions } = findPolicy(call, account);
    const id = String(call.params.VersionId);
    const document = versions[id];
    if (document === undefined) refuse('NoSuchEntity', `Policy ${arn} version ${id} does not exist.`, 404);
    return {
      PolicyVersion: {
        Document: encodePolicy(document),
        VersionId: id,
        IsDefaultVersion: id === defaultVersion,
        CreateDate: dateOf('-90d', world.now),
      },
    };
  }

  return {
    'iam:GetRole': getRole,
    'iam:ListRolePolicies': listRolePolicies,
    'iam:GetRolePolicy': getRolePolicy,
    'iam:ListAttachedRolePolicies': listAttached,
    'iam:GetPolicy': getPolicy,
    'iam:GetPolicyVersion': getPolicyVersion,
  };
}

/** The part of an id of IAM behind its four letters. */
function idOf(text: string): string {
  return createHash('sha1').update(text).digest('hex').slice(0, 17).toUpperCase();
}

function encodePolicy(document: unknown): string {
  return percentEncoded(documentText(document));
}
