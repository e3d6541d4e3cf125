import { parseArn } from '../model/arn.ts';

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
  if (parts?.service !== 'logs' || name === undefined || !isAccount(parts.account) || !isRegion(parts.region))
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
  if (parts?.service !== 'iam' || name === undefined || !isAccount(parts.account)) return null;
  return { account: parts.account, name };
}

/** A key or a topic: KMS and SNS are asked in the Region and the account that the ARN names. */
export interface ArnPlace {
  readonly arn: string;
  readonly account: string;
  readonly region: string;
}

/** The ARN of a KMS key or alias → where to ask. A bare key id or alias name belongs to whoever names it. */
export function keyPlace(key: string, holder: { account: string; region: string; partition: string }): ArnPlace | null {
  if (!key.startsWith('arn:')) {
    if (!/^(alias\/[\w/-]+|mrk-[\da-f]{32}|[\da-f-]{36})$/.test(key)) return null;
    const { account, region, partition } = holder;
    const resource = key.startsWith('alias/') ? key : `key/${key}`;
    return { arn: `arn:${partition}:kms:${region}:${account}:${resource}`, account, region };
  }
  return arnPlace(key, 'kms');
}

/** The ARN of a topic → where to ask. */
export function topicPlace(arn: string): ArnPlace | null {
  return arnPlace(arn, 'sns');
}

function arnPlace(arn: string, service: string): ArnPlace | null {
  const parts = parseArn(arn);
  if (parts?.service !== service || !isAccount(parts.account) || !isRegion(parts.region)) return null;
  return { arn, account: parts.account, region: parts.region };
}

function isAccount(text: string): boolean {
  return /^\d{12}$/.test(text);
}

function isRegion(text: string): boolean {
  return /^[a-z]{2,5}(-[a-z0-9]+)+$/.test(text);
}
