/** Runs the program inside the test's own process, against a double: a world more costs milliseconds. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONTROLS } from '../../src/controls/registry.generated.ts';
import { DEFAULT_POLICY } from '../../src/model/policy.ts';
import { parsePolicy } from '../../src/workflow/policy-schema.ts';
import { type Ran, runHere } from '../integration/here.ts';
import { assertNoDefect } from '../integration/scan.ts';
import { type DoubleOptions, startDouble } from '../rig/double.ts';
import type { LoggedRequest } from '../rig/server.ts';
import type { World } from '../rig/world.ts';
import { assertSnapshotQueriesAgree } from '../support/queries.ts';
import { HOME, MANAGEMENT, NOW } from './accounts.ts';
import type { OrganizationDocument, OrganizationResult } from './document.ts';

export interface InProcess extends DoubleOptions {
  /** Whose credentials; default the management account's. */
  readonly caller?: string;
  readonly args?: readonly string[];
  /** Default `scan`, as JSON. */
  readonly command?: readonly string[];
  /** Text of the policy file. */
  readonly policy?: string;
}

export interface Ended extends Ran {
  readonly log: readonly LoggedRequest[];
  readonly counts: Readonly<Record<string, number>>;
}

/** One command line over the world. Only one at a time: the environment is the process's own. */
export async function runOver(world: World, options: InProcess): Promise<Ended> {
  const { caller = MANAGEMENT, args = [], command = ['scan', '--format', 'json'], policy } = options;
  const double = await startDouble(world, options);
  try {
    const ran = await runHere([...command, '--now', NOW, ...args], double.env(caller, HOME), policy);
    assert.deepEqual([...double.unknownCalls], []);
    return { ...ran, log: double.log, counts: double.counts() };
  } finally {
    await double.close();
  }
}

/** `scan --org` over the world. What was read is kept and judged again: each control's stored query has to agree. */
export async function scanOrganization(world: World, options: InProcess = {}): Promise<Organization> {
  const folder = mkdtempSync(join(tmpdir(), 'trailproof-kept-'));
  const saved = join(folder, 'run');
  try {
    return await scanAndAsk(world, options, saved);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function scanAndAsk(world: World, options: InProcess, saved: string): Promise<Organization> {
  const ended = await runOver(world, { ...options, args: ['--org', '--save', saved, ...(options.args ?? [])] });
  assertNoDefect(ended);
  assert.ok([0, 1, 4, 5].includes(ended.code), `exit code ${ended.code}\n${ended.stderr}`);
  const document: OrganizationDocument = JSON.parse(ended.stdout);
  assert.deepEqual(document.apiCalls, sorted(ended.counts), 'apiCalls are not what the server counted');
  const policy =
    options.policy === undefined ? DEFAULT_POLICY : parsePolicy(options.policy, 'trailproof.yaml', CONTROLS);
  await assertSnapshotQueriesAgree(saved, { policy, file: null, sha256: '0'.repeat(64) });
  return new Organization(ended, document);
}

/** What one scan said. */
export class Organization {
  readonly ended: Ended;
  readonly document: OrganizationDocument;

  constructor(ended: Ended, document: OrganizationDocument) {
    this.ended = ended;
    this.document = document;
  }

  /** The results of a control in an account. */
  of(control: string, account: string): readonly OrganizationResult[] {
    return this.document.results.filter((one) => one.control === control && one.account === account);
  }

  /** The only such result. */
  one(control: string, account: string): OrganizationResult {
    const [result, ...others] = this.of(control, account);
    assert.ok(result !== undefined && others.length === 0, `${others.length + 1} results ${control} in ${account}`);
    return result;
  }

  verdict(control: string, account: string): string {
    return this.one(control, account).verdict;
  }

  /** How a condition holds for one candidate, whether it is the shown one or not. */
  condition(control: string, account: string, id: string, resource: string): string | undefined {
    const { conditions, candidates } = this.one(control, account);
    const all = [conditions, ...candidates.map((candidate) => candidate.conditions)].flat();
    return all.find((condition) => condition.id === id && condition.resource === resource)?.holds;
  }

  reasons(control: string, account: string): readonly string[] {
    return [...new Set(this.of(control, account).flatMap(({ reasons }) => reasons.map(({ id }) => id)))];
  }

  /** Every permission that the reasons of a control name in an account. */
  permissions(control: string, account: string): readonly string[] {
    const named = this.of(control, account).flatMap(({ reasons }) =>
      reasons.flatMap(({ params }) => (typeof params['permission'] === 'string' ? [params['permission']] : [])),
    );
    return [...new Set(named)];
  }

  /** Requests of this operation, as `account Region`. */
  asked(operation: string): readonly string[] {
    const own = this.ended.log.filter((request) => request.operation === operation);
    return own.map(({ account, region }) => `${account} ${region}`).sort();
  }
}

function sorted(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
