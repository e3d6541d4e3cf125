import type { JsonObject } from '../model/json.ts';
import { wrap } from '../util/text.ts';

interface Row {
  readonly action: string;
  readonly why: string;
  readonly controls: readonly string[];
}

/** Each action with its reason, then the policy document to copy. */
export function permissionsTable(rows: readonly Row[], policy: JsonObject): string {
  const lines = rows.flatMap(({ action, why }) => [action, ...wrap(why, 76).map((line) => `    ${line}`)]);
  const head = 'Everything that trailproof reads, and nothing that it could change:';
  return `${[head, '', ...lines, '', 'Policy (--format policy prints it alone):', '', JSON.stringify(policy, null, 2)].join('\n')}\n`;
}

export function permissionsJson(rows: readonly Row[], policy: JsonObject, version: string): string {
  const permissions = rows.map(({ action, why, controls }) => ({ action, why, controls }));
  const tool = { name: 'trailproof', version };
  return `${JSON.stringify({ schema: 'trailproof/permissions/1', tool, permissions, policy }, null, 2)}\n`;
}
