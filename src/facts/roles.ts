import type { Capture } from '../model/capture.ts';
import type { Role } from '../model/facts.ts';
import { malformed } from '../model/failure.ts';
import type { Operation } from '../model/operations.ts';
import { known, type Read, unasked, unread } from '../model/read.ts';
import type { PolicyText, RolePolicies } from '../model/storage.ts';
import { brokenPages, dig, iamResult, isText, sourceOf, xmlAnswer } from './answer.ts';
import type { CaptureIndex } from './capture-index.ts';
import type { RolePlace } from './places.ts';

/** The role that a trail names: known with what decides it, known as missing (NoSuchEntity), or unknown. `global` is the Region that IAM is asked in. */
export function roleOf(index: CaptureIndex, place: RolePlace, global: string): Read<Role | null> {
  const capture = index.one('iam:GetRole', place.account, global, { RoleName: place.name });
  if (capture === undefined) return unasked('iam:GetRole', place.account, null);
  const answer = xmlAnswer(capture);
  if (!answer.known) return answer.failure.kind === 'not-found' ? known(null, answer.source) : answer;
  const role = dig(iamResult(answer.value), 'Role');
  const arn = dig(role, 'Arn');
  const source = sourceOf(capture, 'Role.Arn');
  if (!isText(arn)) return unread(malformed(capture, 'Role.Arn is missing'), source);
  return known({ arn, policies: policiesOf(index, place, global, capture, role) }, source);
}

/** Names of the inline policies and ARNs of the attached ones, as far as they were listed: what collection asks for next. */
export function policyNames(pages: readonly Capture[]): Read<readonly string[]> {
  const inline = pages[0]?.call === 'iam:ListRolePolicies';
  const names: string[] = [];
  for (const capture of pages) {
    const answer = xmlAnswer(capture);
    if (!answer.known) return answer;
    const result = iamResult(answer.value);
    const field = inline ? 'PolicyNames' : 'AttachedPolicies';
    const list = dig(result, field);
    // An empty list is an empty element, or none at all; an answer without either is none of IAM's.
    const isAnswer = list !== undefined || isText(dig(result, 'IsTruncated'));
    const members = list === undefined || list === '' ? [] : dig(list, 'member');
    if (!isAnswer || !Array.isArray(members))
      return unread(malformed(capture, `${field} is missing`), sourceOf(capture, field));
    const read = (members as unknown[]).map((member) => (inline ? member : dig(member, 'PolicyArn')));
    if (!read.every(isText)) {
      return unread(malformed(capture, `${field} holds an entry that is not as documented`), sourceOf(capture, field));
    }
    names.push(...read);
  }
  const [first] = pages;
  if (first === undefined) return unasked('iam:ListRolePolicies', '', null);
  const broken = brokenPages(pages);
  return broken === null ? known(names, sourceOf(first)) : unread(broken, sourceOf(first));
}

/** The version of a managed policy that counts, or why it is not known. */
export function defaultVersion(capture: Capture): Read<string> {
  const answer = xmlAnswer(capture);
  if (!answer.known) return answer;
  const version = dig(iamResult(answer.value), 'Policy', 'DefaultVersionId');
  const source = sourceOf(capture, 'Policy.DefaultVersionId');
  return isText(version)
    ? known(version, source)
    : unread(malformed(capture, 'Policy.DefaultVersionId is missing'), source);
}

/** The permissions boundary that GetRole names; null where it names none. */
export function boundaryArn(role: unknown): string | null {
  const arn = dig(role, 'PermissionsBoundary', 'PermissionsBoundaryArn');
  return isText(arn) ? arn : null;
}

/** A boundary whose ARN is missing bounds the role all the same. */
function boundaryOf(
  index: CaptureIndex,
  capture: Capture,
  role: unknown,
  { account, global }: { readonly account: string; readonly global: string },
): RolePolicies['boundary'] {
  if (dig(role, 'PermissionsBoundary') === undefined) return null;
  const arn = boundaryArn(role);
  if (arn !== null) return managedPolicy(index, arn, account, global);
  const field = 'Role.PermissionsBoundary.PermissionsBoundaryArn';
  return unread(malformed(capture, `${field} is missing`), sourceOf(capture, field));
}

function policiesOf(
  index: CaptureIndex,
  { account, name }: RolePlace,
  global: string,
  capture: Capture,
  role: unknown,
): RolePolicies {
  const names = (call: Operation): Read<readonly string[]> => {
    const pages = index.pages(call, account, global, { RoleName: name });
    return pages.length === 0 ? unasked(call, account, null) : policyNames(pages);
  };
  const each = (list: Read<readonly string[]>, read: (name: string) => Read<PolicyText>): RolePolicies['inline'] =>
    list.known ? known(list.value.map(read), list.source) : list;
  return {
    trust: documentOf(
      capture,
      dig(role, 'AssumeRolePolicyDocument'),
      'Role.AssumeRolePolicyDocument',
      `trust policy of role ${name}`,
    ),
    inline: each(names('iam:ListRolePolicies'), (policy) => {
      const one = index.one('iam:GetRolePolicy', account, global, { RoleName: name, PolicyName: policy });
      if (one === undefined) return unasked('iam:GetRolePolicy', account, null);
      return documentIn(one, ['PolicyDocument'], `inline policy ${policy}`);
    }),
    attached: each(names('iam:ListAttachedRolePolicies'), (arn) => managedPolicy(index, arn, account, global)),
    boundary: boundaryOf(index, capture, role, { account, global }),
  };
}

function managedPolicy(index: CaptureIndex, arn: string, account: string, global: string): Read<PolicyText> {
  const described = index.one('iam:GetPolicy', account, global, { PolicyArn: arn });
  if (described === undefined) return unasked('iam:GetPolicy', account, null);
  const version = defaultVersion(described);
  if (!version.known) return version;
  const question = { PolicyArn: arn, VersionId: version.value };
  const capture = index.one('iam:GetPolicyVersion', account, global, question);
  if (capture === undefined) return unasked('iam:GetPolicyVersion', account, null);
  return documentIn(capture, ['PolicyVersion', 'Document'], arn);
}

function documentIn(capture: Capture, path: readonly string[], name: string): Read<PolicyText> {
  const answer = xmlAnswer(capture);
  return answer.known ? documentOf(capture, dig(iamResult(answer.value), ...path), path.join('.'), name) : answer;
}

/** IAM answers documents URL-encoded (RFC 3986); emulators and old answers may not. */
function documentOf(capture: Capture, value: unknown, field: string, name: string): Read<PolicyText> {
  const source = sourceOf(capture, field);
  if (!isText(value)) return unread(malformed(capture, `${field} is missing`), source);
  if (value.trimStart().startsWith('{')) return known({ name, text: value }, source);
  try {
    return known({ name, text: decodeURIComponent(value) }, source);
  } catch {
    return unread(malformed(capture, `${field} is not URL-encoded`), source);
  }
}
