import type { Statement } from '../../model/change.ts';
import type { Json } from '../../model/json.ts';
import { argument, quoted } from './hcl.ts';
import { lifecycle, type Resource } from './resource.ts';

/**
 * A bucket policy is written as a whole. What somebody has added since the scan would be lost, so the apply is refused where
 * the policy has a statement that is neither in the new one nor replaced by it.
 */
export function unseenStatements(
  label: string,
  { bucket, statements }: { readonly bucket: string; readonly statements: readonly Statement[] },
  document: Statement,
): Pick<Resource, 'lifecycle' | 'sources'> {
  const kept = listOf(document['Statement']).map((one) => `jsonencode(jsondecode(${quoted(JSON.stringify(one))}))`);
  const replaced = statements.flatMap(({ Sid }) => (typeof Sid === 'string' ? [quoted(Sid)] : []));
  const live = `flatten([jsondecode(data.aws_s3_bucket_policy.${label}.policy).Statement])`;
  const condition = [
    'alltrue([',
    `      for one in ${live} :`,
    `      contains([${replaced.join(', ')}], try(one.Sid, "")) || contains([`,
    ...kept.map((one) => `        ${one},`),
    '      ], jsonencode(one))',
    '    ])',
  ];
  return {
    sources: [{ type: 'aws_s3_bucket_policy', label, items: [argument('bucket', bucket)] }],
    lifecycle: lifecycle({
      precondition: {
        condition: condition.join('\n  '),
        message: `The policy of bucket ${bucket} has changed since the scan. Scan again and export the fixes anew.`,
      },
    }),
  };
}

function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
