import type { JsonObject } from '../model/json.ts';
import { jsonText } from '../util/json-text.ts';
import { wrap } from '../util/text.ts';

interface Row {
  readonly action: string;
  readonly where: 'account' | 'organization';
  readonly why: string;
  readonly controls: readonly string[];
}

/** Each action with its reason, then the policy document to copy. */
export function permissionsTable(rows: readonly Row[], policy: JsonObject): string {
  const section = (where: Row['where']): readonly string[] =>
    rows
      .filter((row) => row.where === where)
      .flatMap(({ action, why }) => [`  ${action}`, ...wrap(why, 74).map((line) => `      ${line}`)]);
  const organization = section('organization');
  const lines = [
    'In every account:',
    ...section('account'),
    ...(organization.length === 0 ? [] : ['', 'Where the organization is listed (--org only):', ...organization]),
  ];
  const head = 'Everything that trailproof reads, and nothing that it could change:';
  return `${[head, '', ...lines, '', 'Policy (--format policy prints it alone):', '', JSON.stringify(policy, null, 2)].join('\n')}\n`;
}

export function permissionsJson(rows: readonly Row[], policy: JsonObject, version: string): string {
  const permissions = rows.map(({ action, where, why, controls }) => ({ action, where, why, controls }));
  const tool = { name: 'trailproof', version };
  return `${jsonText({ schema: 'trailproof/permissions/1', tool, permissions, policy }, 2)}\n`;
}
