import type { Trail } from '../model/facts.ts';
import type { Read, Source } from '../model/read.ts';
import type { Guardrails, Key, PolicyText, RolePolicies } from '../model/storage.ts';

/** A policy document as AWS answered it, and what it belongs to. */
export interface PolicyDocument extends PolicyText {
  /** ARN of the role, bucket, key or topic; the account that an organization policy binds. */
  readonly of: string;
  readonly source: Source;
}

/**
 * Every policy that has a say in a trail's delivery: trust and permissions of the role, policies of bucket, keys and topic,
 * and what binds their accounts from above (R107, R133). What was not read is not there; the conditions say so.
 */
export function documentsOf({ role, bucket, key, topic, logGroup, guardrails }: Trail): readonly PolicyDocument[] {
  const held = <T>(read: Read<T | null> | null | undefined): T | null => (read?.known ? read.value : null);
  const [writer, stored, group, notified] = [held(role), held(bucket), held(logGroup), held(topic)];
  return [
    ...(writer === null ? [] : ofRole(writer.arn, writer.policies)),
    ...(stored === null ? [] : one(stored.arn, stored.policy)),
    ...ofKey(held(key)),
    ...ofKey(held(group?.key)),
    ...(notified === null ? [] : one(notified.arn, notified.policy)),
    ...ofKey(held(notified?.key)),
    ...[...guardrails].flatMap(([account, read]) => (read.known ? fromAbove(account, read.value) : [])),
  ];
}

function one(of: string, read: Read<PolicyText | null>): readonly PolicyDocument[] {
  return read.known && read.value !== null ? [{ ...read.value, of, source: read.source }] : [];
}

function many(of: string, list: Read<readonly Read<PolicyText>[]>): readonly PolicyDocument[] {
  return list.known ? list.value.flatMap((read) => one(of, read)) : [];
}

function ofRole(arn: string, { trust, inline, attached, boundary }: RolePolicies): readonly PolicyDocument[] {
  return [
    ...one(arn, trust),
    ...many(arn, inline),
    ...many(arn, attached),
    ...(boundary === null ? [] : one(arn, boundary)),
  ];
}

function ofKey(key: Key | null): readonly PolicyDocument[] {
  return key === null ? [] : one(key.arn, key.policy);
}

function fromAbove(account: string, { scps, rcps }: Guardrails): readonly PolicyDocument[] {
  return [...scps, ...rcps].flatMap(({ policies }) => many(account, policies));
}
