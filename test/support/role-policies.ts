import { globalRegion } from '../../src/facts/shipped-regions.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { type Asking, inPages } from './asking.ts';
import { partitionOf, ROLE, type World } from './world.ts';

const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/** A document as IAM answers it. */
export function encoded(document: Json): string {
  return encodeURIComponent(JSON.stringify(document));
}

/** The trust policy of an ordinary role, as GetRole answers it. */
export const TRUST_DOCUMENT = encoded(TRUST);

/** Lets the role write to any group of its account. */
function writeDocument(account: string, partition: string): JsonObject {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `arn:${partition}:logs:*:${account}:log-group:*`,
      },
    ],
  };
}

/** Asks for the role of an account, its policies and its boundary. */
export function readRole(world: World, asking: Asking, account: string, name: string): void {
  const partition = partitionOf(world);
  const region = globalRegion(partition);
  const role = (world.roles ?? [{ name: ROLE }]).find((one) => one.name === name);
  const { path = '/', trust = TRUST_DOCUMENT, boundary } = role ?? {};
  const ask = (operation: IamOperation, parameters: JsonObject, result: string, names: readonly string[], page = 0) => {
    const body = `<${operation}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${operation}Result>${result}</${operation}Result></${operation}Response>`;
    const isMissing = operation === 'GetRole' ? role === undefined : operation === 'GetPolicy' && result === '';
    const question = { call: `iam:${operation}`, account, region, parameters, page, body } as const;
    return asking.ask(question, names, isMissing ? 'not-found' : null);
  };
  const bounded = boundary === undefined ? '' : `<PermissionsBoundary>${boundary}</PermissionsBoundary>`;
  const isThere = ask(
    'GetRole',
    { RoleName: name },
    `<Role><Path>${path}</Path><RoleName>${name}</RoleName><Arn>arn:${partition}:iam::${account}:role${path}${name}</Arn><AssumeRolePolicyDocument>${trust}</AssumeRolePolicyDocument>${bounded}</Role>`,
    [name],
  );
  if (!isThere || role === undefined) return;
  const { inline = { write: encoded(writeDocument(account, partition)) }, attached = [] } = role;
  const list = (
    operation: 'ListRolePolicies' | 'ListAttachedRolePolicies',
    field: string,
    members: readonly string[],
  ): void => {
    const pages = inPages(members, world.policiesPerPage ?? 100);
    for (const [page, some] of pages.entries()) {
      const more = page < pages.length - 1;
      const next = more ? `<Marker>m${page}</Marker>` : '';
      const found = some.length === 0 ? `<${field}/>` : `<${field}>${some.join('')}</${field}>`;
      ask(operation, { RoleName: name }, `${found}<IsTruncated>${more}</IsTruncated>${next}`, [name], page);
    }
  };
  const inlineNames = Object.keys(inline);
  list(
    'ListRolePolicies',
    'PolicyNames',
    inlineNames.map((one) => `<member>${one}</member>`),
  );
  list(
    'ListAttachedRolePolicies',
    'AttachedPolicies',
    attached.map(
      (arn) => `<member><PolicyName>${arn.split('/').at(-1)}</PolicyName><PolicyArn>${arn}</PolicyArn></member>`,
    ),
  );
  for (const [policy, document] of Object.entries(inline)) {
    const result = `<RoleName>${name}</RoleName><PolicyName>${policy}</PolicyName><PolicyDocument>${document}</PolicyDocument>`;
    ask('GetRolePolicy', { RoleName: name, PolicyName: policy }, result, [policy]);
  }
  const bounds = /<PermissionsBoundaryArn>([^<]+)</.exec(boundary ?? '')?.[1];
  for (const arn of new Set([...attached, ...(bounds === undefined ? [] : [bounds])])) {
    const document = world.managed?.[arn];
    const described =
      document === undefined ? '' : `<Policy><Arn>${arn}</Arn><DefaultVersionId>v3</DefaultVersionId></Policy>`;
    if (!ask('GetPolicy', { PolicyArn: arn }, described, [arn])) continue;
    const version = `<PolicyVersion><Document>${document}</Document><VersionId>v3</VersionId><IsDefaultVersion>true</IsDefaultVersion></PolicyVersion>`;
    ask('GetPolicyVersion', { PolicyArn: arn, VersionId: 'v3' }, version, [arn]);
  }
}

type IamOperation =
  | 'GetRole'
  | 'ListRolePolicies'
  | 'ListAttachedRolePolicies'
  | 'GetRolePolicy'
  | 'GetPolicy'
  | 'GetPolicyVersion';
