import { randomUUID } from 'node:crypto';
import { credentialsOf } from '../collect/credentials.ts';
import { readIdentity } from '../collect/identity.ts';
import { Reader } from '../collect/reader.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import type { LoadedPolicy, Run } from '../evaluate/run.ts';
import { factsOf, type RunScope } from '../facts/facts.ts';
import type { Capture } from '../model/capture.ts';
import type { Control } from '../model/control.ts';
import type { Account, Identity } from '../model/facts.ts';
import type { FrameworkId } from '../model/framework.ts';
import type { FactKey } from '../model/operations.ts';
import type { Snapshot } from '../store/snapshot-reader.ts';
import { type Manifest, SNAPSHOT_SCHEMA } from '../store/snapshot-schema.ts';
import { UserError } from '../util/errors.ts';
import { collectAccount } from './collect-account.ts';
import { toolVersion } from './version.ts';

/** What judging needs, wherever the captures come from. */
export interface JudgeOptions {
  readonly policy: LoadedPolicy;
  readonly controls: readonly Control[];
  readonly framework: FrameworkId | null;
  /** `--now`, milliseconds since 1970; null: the run's own clock. */
  readonly now: number | null;
}

export interface ScanOptions extends JudgeOptions {
  readonly profile: string | null;
  /** `--regions`; null: every enabled Region. */
  readonly regions: readonly string[] | null;
  /** Folder of `--save`; null: captures are not kept. */
  readonly save: string | null;
  /** Facts to read besides those that the controls need: for inventories. */
  readonly alsoRead: readonly FactKey[];
  readonly stop: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

export interface Progress {
  readonly phase: 'identity' | 'reading' | 'judging';
  readonly account: string | null;
  readonly answers: number;
}

/** Reads the account that the credentials belong to and judges it. Throws UserError where it cannot even start. */
export async function scan(options: ScanOptions): Promise<Run> {
  const { policy, save, stop, onProgress } = options;
  const startedAt = new Date();
  const writer = save === null ? null : new (await import('../store/snapshot-writer.ts')).SnapshotWriter(save);
  let answers = 0;
  let account: string | null = null;
  const reader = new Reader({
    credentials: credentialsOf(options.profile),
    profile: options.profile,
    stop,
    onAnswer: (capture: Capture) => {
      answers += 1;
      writer?.add(capture);
      onProgress({ phase: 'reading', account, answers });
    },
  });
  try {
    onProgress({ phase: 'identity', account, answers });
    const region = (await reader.configuredRegion()) ?? 'us-east-1';
    const identity = await readIdentity(reader, region, options.profile);
    account = identity.account;
    const clock = options.now ?? startedAt.getTime();
    const scope = scopeOf(identity, options.regions, clock, policy);
    const excluded = policy.policy.excludedAccounts.has(identity.account);
    const needs = new Set<FactKey>([...options.controls.flatMap((control) => control.needs), ...options.alsoRead]);
    const refuse = (known: Account): void => refuseRegions(known, options.regions);
    const captures = excluded ? [] : await collectAccount(reader, scope, needs, refuse);
    onProgress({ phase: 'judging', account, answers });
    const run = {
      id: randomUUID(),
      startedAt: startedAt.toISOString(),
      finishedAt: new Date().toISOString(),
      clock: new Date(clock).toISOString(),
      interrupted: stop.aborted,
      identity: { arn: identity.arn, account: identity.account },
    };
    const tool = { name: 'trailproof', version: toolVersion() } as const;
    const { accounts, regions } = scope;
    const apiCalls = reader.apiCalls;
    writer?.finish({
      schema: SNAPSHOT_SCHEMA,
      tool,
      run,
      scope: { mode: 'account', regions: regions === null ? null : [...regions], accounts: [...accounts] },
      apiCalls,
    });
    return { tool, ...run, mode: 'account', apiCalls, ...judge(captures, scope, options) };
  } catch (error) {
    writer?.abandon();
    throw error;
  } finally {
    reader.close();
  }
}

/**
 * Judges a saved snapshot again, offline: the same snapshot, policy and clock give the same bytes. `account` leaves out
 * every other account of it.
 */
export async function judgeSnapshot(
  folder: string,
  options: JudgeOptions,
  account: string | null = null,
): Promise<Run> {
  const { readSnapshot } = await import('../store/snapshot-reader.ts');
  const whole = readSnapshot(folder);
  const { manifest, captures } = account === null ? whole : onlyAccount(whole, account);
  const { run, scope, tool, apiCalls } = manifest;
  const clock = options.now ?? Date.parse(run.clock);
  const { joinGrace } = options.policy.policy.thresholds;
  const runScope: RunScope = { accounts: scope.accounts, regions: scope.regions, clock, joinGraceHours: joinGrace };
  return {
    ...run,
    tool,
    clock: new Date(clock).toISOString(),
    mode: scope.mode,
    apiCalls: apiCalls as Run['apiCalls'],
    ...judge(captures, runScope, options),
  };
}

function onlyAccount({ manifest, captures }: Snapshot, id: string): Snapshot {
  const accounts = manifest.scope.accounts.filter((account) => account.id === id);
  if (accounts.length === 0) {
    const ids = manifest.scope.accounts.map((account) => account.id).join(', ');
    throw new UserError(`account ${id} is not in this snapshot.`, `There are: ${ids}.`);
  }
  const own = captures.filter((capture) => capture.account === id);
  const arn = own.find((capture) => capture.principal !== null)?.principal;
  const run = arn === null || arn === undefined ? manifest.run : { ...manifest.run, identity: { arn, account: id } };
  // Of a snapshot's calls the manifest has the sums alone, so one account's are counted by their answers.
  const apiCalls: Manifest['apiCalls'] = {};
  for (const { call } of own) apiCalls[call] = (apiCalls[call] ?? 0) + 1;
  return { manifest: { ...manifest, run, apiCalls, scope: { ...manifest.scope, accounts } }, captures: own };
}

function judge(captures: readonly Capture[], scope: RunScope, { policy, controls, framework }: JudgeOptions) {
  const facts = factsOf(captures, scope);
  return { policy, controls, framework, facts, results: evaluate(controls, facts, policy.policy) };
}

function scopeOf(identity: Identity, regions: readonly string[] | null, clock: number, loaded: LoadedPolicy): RunScope {
  const { accounts, thresholds } = loaded.policy;
  const { account: id, partition } = identity;
  if (accounts !== null && !accounts.includes(id)) {
    throw new UserError(
      `account ${id} is not in scope.accounts of ${loaded.file}.`,
      'Add it there, or scan one of those accounts.',
    );
  }
  const self = { id, name: null, state: 'ACTIVE', joinedAt: null, ou: null, partition };
  return { accounts: [self], regions, clock, joinGraceHours: thresholds.joinGrace };
}

/** A Region that was asked for and is not enabled is a mistake of the command line, as long as the list is known. */
function refuseRegions({ id, regions, regionList }: Account, asked: readonly string[] | null): void {
  const off = (asked ?? []).filter((region) => !regions.includes(region));
  if (off.length === 0 || !regionList.known) return;
  const which = off.length === 1 ? `Region ${off[0]} is` : `Regions ${off.join(', ')} are`;
  throw new UserError(`${which} not enabled in account ${id}.`, 'Leave --regions out to judge every enabled Region.');
}
