import type { ChangeOf, PolicyAddition, Statement } from '../model/change.ts';
import { ASSUME_STATEMENT } from '../model/fixes/statements.ts';
import { policyWith } from '../model/policy-addition.ts';

/** The policy of a new key: without the first statement nobody could ever administer it (KMS developer guide, default key policy). */
export function newKeyPolicy({ account, partition, statements }: ChangeOf<'create-key'>): Statement {
  const administer = {
    Sid: 'AccountAdministers',
    Effect: 'Allow',
    Principal: { AWS: `arn:${partition}:iam::${account}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
  return policyWith({ before: null, statements: [administer, ...statements] });
}

/** The trust policy of a new role for delivery. */
export function newTrustPolicy(): Statement {
  return policyWith({ before: null, statements: [ASSUME_STATEMENT] });
}

/** A document that says only what is added. */
export function onlyStatements(statements: PolicyAddition['statements']): Statement {
  return policyWith({ before: null, statements });
}

/** Statements as inline policies of a role, each under its Sid: a fix for one trail then never overwrites that of another. */
export function inlinePolicies({
  statements,
}: ChangeOf<'allow-log-writes'>): readonly { readonly name: string; readonly document: Statement }[] {
  return statements.map((statement) => ({
    name: typeof statement['Sid'] === 'string' ? statement['Sid'] : 'CloudTrailEvents',
    document: onlyStatements([statement]),
  }));
}
