import type { ChangeOf, Statement } from '../../model/change.ts';
import type { Json } from '../../model/json.ts';
import { policyWith } from '../../model/policy-addition.ts';
import { argument, quoted } from './hcl.ts';
import { type Lifecycle, lifecycle, type Resource } from './resource.ts';

/**
 * A bucket policy is written as a whole. What somebody has added since the scan would be lost, so the apply is refused where
 * the policy has a statement that is neither in the new one nor replaced by it.
 */
export function unseenStatements(
  label: string,
  { bucket, statements }: { readonly bucket: string; readonly statements: readonly Statement[] },
  document: Statement,
): Pick<Resource, 'lifecycle' | 'sources'> {
  const live = `data.aws_s3_bucket_policy.${label}.policy`;
  return {
    sources: [{ type: 'aws_s3_bucket_policy', label, items: [argument('bucket', bucket)] }],
    lifecycle: lifecycle({ precondition: onlySeen(`The policy of bucket ${bucket}`, live, statements, document) }),
  };
}

/** The same for the trust policy of a role that is there already. */
export function unseenTrust(
  label: string,
  change: ChangeOf<'allow-assume'>,
  given: Partial<Lifecycle>,
): Pick<Resource, 'lifecycle' | 'sources'> {
  const { role, statements } = change;
  const live = `data.aws_iam_role.${label}.assume_role_policy`;
  const precondition = onlySeen(`The trust policy of role ${role}`, live, statements, policyWith(change));
  return {
    sources: [{ type: 'aws_iam_role', label, items: [argument('name', role)] }],
    lifecycle: lifecycle({ ...given, precondition }),
  };
}

function onlySeen(
  what: string,
  policy: string,
  statements: readonly Statement[],
  document: Statement,
): Lifecycle['precondition'] {
  const kept = listOf(document['Statement']).map((one) => `jsonencode(jsondecode(${quoted(JSON.stringify(one))}))`);
  const replaced = statements.flatMap(({ Sid }) => (typeof Sid === 'string' ? [quoted(Sid)] : []));
  const condition = [
    'alltrue([',
    `      for one in flatten([jsondecode(${policy}).Statement]) :`,
    `      contains([${replaced.join(', ')}], try(one.Sid, "")) || contains([`,
    ...kept.map((one) => `        ${one},`),
    '      ], jsonencode(one))',
    '    ])',
  ];
  return {
    condition: condition.join('\n  '),
    message: `${what} has changed since the scan. Scan again and export the fixes anew.`,
  };
}

function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
