import { parseArn } from '../model/arn.ts';
import type { Capture } from '../model/capture.ts';
import type { LogGroup, Role } from '../model/facts.ts';
import { malformed } from '../model/failure.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import { type Failure, known, noSource, type Read, type Source, unread } from '../model/read.ts';
import { brokenPages, dig, isText, jsonAnswer, sourceOf, xmlAnswer } from './answer.ts';

/** Where a log group lies, taken from its ARN: never the trail's account, which can be another one. */
export interface LogGroupPlace {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

/** `arn:P:logs:REGION:ACCOUNT:log-group:NAME[:*]` → its parts; null where the text is no such ARN. */
export function logGroupPlace(arn: string): LogGroupPlace | null {
  const parts = parseArn(arn);
  const name = /^log-group:([^:]+)(:\*)?$/.exec(parts?.resource ?? '')?.[1];
  if (parts?.service !== 'logs' || name === undefined || !/^\d{12}$/.test(parts.account) || !isRegion(parts.region))
    return null;
  return { account: parts.account, region: parts.region, name };
}

export interface RolePlace {
  readonly account: string;
  readonly name: string;
}

/** `arn:P:iam::ACCOUNT:role/path/NAME` → account and name; the name is the last path segment. */
export function rolePlace(arn: string): RolePlace | null {
  const parts = parseArn(arn);
  const name = /^role\/(?:.*\/)?([^/]+)$/.exec(parts?.resource ?? '')?.[1];
  if (parts?.service !== 'iam' || name === undefined || !/^\d{12}$/.test(parts.account)) return null;
  return { account: parts.account, name };
}

function isRegion(text: string): boolean {
  return /^[a-z]{2,5}(-[a-z0-9]+)+$/.test(text);
}

/** The group that a trail names: known with its settings, known as missing (null), or unknown. Pages are searched to the end. */
export function logGroupOf(pages: readonly Capture[], place: LogGroupPlace): Read<LogGroup | null> {
  let failed: Read<LogGroup | null> | null = null;
  let source: Source | null = null;
  for (const capture of pages) {
    const answer = jsonAnswer(capture);
    if (!answer.known) return answer;
    source = sourceOf(capture, 'logGroups');
    const groups = answer.value['logGroups'];
    if (!Array.isArray(groups)) return unread(malformed(capture, 'logGroups is missing'), source);
    const named = (groups as unknown[]).filter(
      (group): group is JsonObject => isObject(group) && isText(group['logGroupName']),
    );
    const found = named.find((group) => group['logGroupName'] === place.name);
    if (found !== undefined) return known(logGroup(found, place), source);
    if (named.length < groups.length) {
      failed ??= unread(malformed(capture, 'logGroups holds an entry without a name'), source);
    }
  }
  if (source === null) return notRead('logs:DescribeLogGroups', place.account, place.region);
  const broken = brokenPages(pages, 'nextToken');
  return failed ?? (broken === null ? known(null, source) : unread(broken, source));
}

function logGroup(group: JsonObject, place: LogGroupPlace): LogGroup {
  const { arn, retentionInDays, kmsKeyId, logGroupClass } = group;
  return {
    arn: typeof arn === 'string' ? arn : place.name,
    retentionDays: typeof retentionInDays === 'number' ? retentionInDays : null,
    kmsKey: typeof kmsKeyId === 'string' ? kmsKeyId : null,
    logGroupClass: typeof logGroupClass === 'string' ? logGroupClass : null,
  };
}

/** The role that a trail names: known with the ARN that IAM answers, known as missing (NoSuchEntity), or unknown. */
export function roleOf(capture: Capture | undefined, place: RolePlace): Read<Role | null> {
  if (capture === undefined) return notRead('iam:GetRole', place.account, null);
  const answer = xmlAnswer(capture);
  if (!answer.known) {
    return answer.failure.kind === 'not-found' ? known(null, answer.source) : answer;
  }
  const arn = dig(answer.value, 'GetRoleResponse', 'GetRoleResult', 'Role', 'Arn');
  const source = sourceOf(capture, 'Role.Arn');
  if (!isText(arn)) return unread(malformed(capture, 'Role.Arn is missing'), source);
  return known({ arn }, source);
}

function notRead<T>(call: string, account: string, region: string | null): Read<T> {
  const failure: Failure = { kind: 'not-asked', call, account, region, code: null, message: null, permission: null };
  return unread(failure, noSource(call, account, region));
}
