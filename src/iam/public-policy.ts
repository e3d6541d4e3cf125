import { type Answer, asked } from './answer.ts';
import type { ConditionTest } from './condition.ts';
import { ipRangeOf, rangeHolds } from './ip-address.ts';
import type { ParsedPolicy } from './parse-policy.ts';
import type { Statement } from './statement.ts';
import { notUnderstood, type Test } from './truth.ts';
import { hasWildcard } from './wildcard.ts';

/**
 * Whether S3 takes a bucket policy for public, and by which statements: every Allow that is not for fixed principals, or
 * bound to a fixed value of one of a few keys (S3 user guide, "The meaning of public"). One public statement makes the
 * whole policy public.
 */
export function publicPolicy(policy: ParsedPolicy): Answer {
  return asked([policy], 'Allow', publicStatement);
}

/** Whether one statement, if it is an Allow, makes its policy public. */
export function publicStatement(statement: Statement): Test {
  const { principals, conditions, faults } = statement;
  if (principals === null) return 'no';
  if (principals.faults.length > 0) return notUnderstood(principals.faults);
  // S3 counts a federated provider as everybody who can sign in there.
  const everybody =
    principals.negated || principals.entries.some(({ kind }) => ['any', 'any-aws', 'federated'].includes(kind));
  if (!everybody) return 'no';
  if (conditions.some((condition) => condition.faults.length === 0 && limits(condition))) return 'no';
  return faults.length > 0 ? notUnderstood(faults) : 'yes';
}

const FIXED_KEYS: ReadonlySet<string> = new Set([
  'aws:sourcearn',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:sourceowner',
  'aws:sourceaccount',
  'aws:sourceorgid',
  'aws:userid',
  'aws:principalorgid',
  'aws:principalaccount',
  'aws:principalarn',
  's3:dataaccesspointaccount',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
]);

/** Whether a condition lets in a fixed set only: no negation, no IfExists, no value with a wildcard or variable. */
function limits({ key, operator, values }: ConditionTest): boolean {
  // ForAllValues holds where the key is absent, as IfExists does.
  if (operator.negated || operator.ifExists || operator.set === 'all') return false;
  if (key === 'aws:sourceip') {
    return operator.comparison.kind === 'ip' && values.every(({ text }) => !isBroad(text));
  }
  if (operator.comparison.kind !== 'text' && operator.comparison.kind !== 'arn') return false;
  if (key === 's3:dataaccesspointarn')
    return values.every(({ text }) => /^arn:[^*?$:]+:s3:[^*?$:]+:\d{12}:accesspoint\//.test(text));
  return FIXED_KEYS.has(key) && values.every(({ text }) => !hasWildcard(text) && !text.includes('${'));
}

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].flatMap((text) => ipRangeOf(text) ?? []);

/** Wider than /8 (IPv4) or /32 (IPv6), and not a private range. */
function isBroad(text: string): boolean {
  const range = ipRangeOf(text);
  if (range === null || PRIVATE.some((outer) => rangeHolds(outer, range))) return range === null;
  return range.prefix < (range.version === 4 ? 8 : 32);
}
