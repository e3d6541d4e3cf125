/** Named cases over one organization: what is judged of whom, and why. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { World } from '../rig/world.ts';
import { ORG } from './accounts.ts';
import { type InProcess, type Organization, scanOrganization } from './in-process.ts';

type PerAccount<T> = Readonly<Record<string, Readonly<Record<string, T>>>>;

export interface OrganizationCase {
  readonly name: string;
  /** AWS page and section, or `design: RULE`. */
  readonly source: string;
  readonly world: World;
  readonly run?: InProcess;
  /** Account → control → verdict of `byAccount`, then what it comes by, if that is asked: `PASS organization`. */
  readonly verdicts: PerAccount<string>;
  /** Account → Region → verdict of the cell. */
  readonly cells?: PerAccount<string>;
  /** Account → condition of `multi-region-trail` → how it holds for the organization trail. */
  readonly conditions?: PerAccount<string>;
  /** Account → control → reason ids that have to be there, or with `!` in front must not be. */
  readonly reasons?: PerAccount<readonly string[]>;
  /** Account → control → the missing permissions that are named. */
  readonly permissions?: PerAccount<readonly string[]>;
  readonly code?: number;
  readonly check?: (scan: Organization) => void;
}

export function runCases(subject: string, cases: readonly OrganizationCase[]): void {
  describe(subject, () => {
    for (const one of cases) {
      test(`${one.name} [${one.source}]`, async () => check(await scanOrganization(one.world, one.run), one));
    }
  });
}

function check(scan: Organization, one: OrganizationCase): void {
  const { byAccount, cells } = scan.document;
  const verdicts = filled(one.verdicts, (account, control, wanted) => {
    const { verdict, via } = byAccount[account]?.[control] ?? {};
    return wanted.includes(' ') ? `${verdict} ${via}` : String(verdict);
  });
  assert.deepEqual(verdicts, one.verdicts);
  const found = filled(one.cells ?? {}, (account, region) => String(cells[account]?.[region]?.verdict));
  assert.deepEqual(found, one.cells ?? {});
  const conditions = filled(one.conditions ?? {}, (account, id) =>
    String(scan.condition('multi-region-trail', account, id, ORG)),
  );
  assert.deepEqual(conditions, one.conditions ?? {});
  const reasons = filled(one.reasons ?? {}, (account, control, wanted) => {
    const ids = scan.reasons(control, account);
    return wanted.map((id) => (ids.includes(id.replace(/^!/, '')) ? id.replace(/^!/, '') : `!${id.replace(/^!/, '')}`));
  });
  assert.deepEqual(reasons, one.reasons ?? {});
  const permissions = filled(one.permissions ?? {}, (account, control) => scan.permissions(control, account));
  assert.deepEqual(permissions, one.permissions ?? {});
  if (one.code !== undefined) assert.equal(scan.ended.code, one.code);
  one.check?.(scan);
}

/** The same shape with what was found in it. */
function filled<T>(
  wanted: PerAccount<T>,
  find: (account: string, name: string, value: T) => T,
): Record<string, Record<string, T>> {
  return Object.fromEntries(
    Object.entries(wanted).map(([account, row]) => [
      account,
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, find(account, name, value)])),
    ]),
  );
}
