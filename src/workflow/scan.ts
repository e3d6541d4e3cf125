import { Access } from '../collect/access.ts';
import { type Credentials, credentialsOf } from '../collect/credentials.ts';
import { readIdentity } from '../collect/identity.ts';
import { readOrganization } from '../collect/organization.ts';
import { Reader } from '../collect/reader.ts';
import { notAssessable } from '../evaluate/evaluate.ts';
import type { Run } from '../evaluate/run.ts';
import { CaptureIndex } from '../facts/capture-index.ts';
import type { AccountInRun } from '../facts/facts.ts';
import { globalRegion } from '../facts/shipped-regions.ts';
import type { FactKey } from '../model/fact-keys.ts';
import type { Account, Identity } from '../model/facts.ts';
import { UserError } from '../util/errors.ts';
import { inOrder } from '../util/in-order.ts';
import { type AccountChoice, accountsOf, callerAlone } from './accounts.ts';
import { bucketOwners } from './bucket-owners.ts';
import { collectAccount } from './collect-account.ts';
import { DestinationReader } from './collect-destinations.ts';
import { Judge, type JudgeOptions, listingOf, type Sink } from './judge.ts';
import { type Keeping, openKeeping } from './keeping.ts';
import { type Progress, ProgressMeter } from './progress-meter.ts';
import { toolVersion } from './version.ts';

export interface OrganizationOptions extends AccountChoice {
  readonly roleName: string;
  readonly externalId: string | null;
  /** Accounts that are read at a time. */
  readonly concurrency: number;
}

export interface ScanOptions extends JudgeOptions {
  /** `--regions`; null: every enabled Region. */
  readonly regions: readonly string[] | null;
  /** null: the caller's account alone. */
  readonly organization: OrganizationOptions | null;
  /** Folder of `--save`; null: captures are not kept. */
  readonly save: string | null;
  /** Folder of `--resume`; null: a new run. */
  readonly resume: string | null;
  /** Facts to read besides those that the controls need: for inventories. */
  readonly alsoRead: readonly FactKey[];
  readonly stop: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** Reads AWS and judges what it reads. Throws UserError where it cannot even start. */
export async function scan(options: ScanOptions, sink: Sink): Promise<Run> {
  const keeping = await openKeeping(options.save, options.resume, options.regions, options.organization !== null);
  const progress = new ProgressMeter(options.onProgress);
  const credentials = credentialsOf();
  const reader = new Reader(
    {
      stop: options.stop,
      memory: keeping.memory,
      onAnswer: (capture) => {
        keeping.add(capture);
        progress.answered(reader);
      },
    },
    credentials,
  );
  try {
    return await scanWith(reader, credentials, options, keeping, progress, sink);
  } catch (error) {
    keeping.abandon();
    throw error;
  } finally {
    reader.close();
  }
}

async function scanWith(
  reader: Reader,
  credentials: Credentials,
  options: ScanOptions,
  keeping: Keeping,
  progress: ProgressMeter,
  sink: Sink,
): Promise<Run> {
  const { organization, policy, regions, stop } = options;
  progress.phase('identity');
  const region = (await reader.configuredRegion()) ?? 'us-east-1';
  const identity = await readIdentity(reader, region, stop);
  const started = keeping.start(identity, options.now);
  const access = new Access(reader, credentials, identity, {
    roleName: organization?.roleName ?? '',
    externalId: organization?.externalId ?? null,
    sessionName: `trailproof-${started.id.slice(0, 8)}`,
    region,
  });
  reader.actAs(access);
  progress.phase('organization');
  const global = globalRegion(identity.partition);
  const asked = organization === null ? [] : await readOrganization(reader, identity.account, global);
  const listing = organization === null ? null : listingOf(new CaptureIndex(asked), identity);
  const accounts =
    organization === null ? [alone(identity, options)] : accountsOf(identity, listing, organization, policy.policy);
  const judge = new Judge(options, started.clock, regions, listing, identity, new CaptureIndex([]));
  const needs = new Set<FactKey>([...options.controls.flatMap((control) => control.needs), ...options.alsoRead]);
  const regionsKnown = organization === null ? (known: Account) => refuseRegions(known, regions) : () => {};
  const isRead = (account: AccountInRun): boolean =>
    account.leftOut === null && notAssessable(account, policy.policy) === null;
  const mayEnter = new Set(accounts.filter(isRead).map(({ id }) => id));
  const destinations = new DestinationReader({
    ...{ reader, access, needs, mayEnter, organization: judge.view, shared: judge.shared },
    bucketOwners: bucketOwners(accounts.filter(isRead), listing, policy.policy),
    partition: identity.partition,
  });
  const read = async (account: AccountInRun): Promise<CaptureIndex> => {
    if (!isRead(account)) return new CaptureIndex([]);
    const captures = await collectAccount(account, {
      reader,
      access,
      scope: judge.scope,
      needs,
      destinations,
      regionsKnown,
    });
    reader.forget(account.id);
    access.leave(account.id);
    return new CaptureIndex(captures);
  };
  progress.phase('accounts', accounts.length);
  // The owner of organization trails comes first: its members need its answers.
  const owner = accounts.find(({ id }) => id === listing?.management);
  if (owner !== undefined) judge.own(owner, await read(owner));
  const answered = inOrder(accounts, organization?.concurrency ?? 1, async (account) => {
    const index = judge.owners.get(account.id)?.index ?? (await read(account));
    progress.accountDone(reader);
    return { account, index };
  });
  for await (const { account, index } of answered) await sink(judge.judge(account, index));
  await sink(judge.judgeBuckets());
  const run = {
    id: started.id,
    startedAt: started.startedAt,
    finishedAt: new Date().toISOString(),
    clock: new Date(started.clock).toISOString(),
    interrupted: stop.aborted,
    accountsListed: listing === null || listing.complete.known || (listing.id.known && listing.id.value === null),
    identity: { arn: identity.arn, account: identity.account },
  };
  const tool = { name: 'trailproof', version: toolVersion() } as const;
  const mode = organization === null ? ('account' as const) : ('organization' as const);
  const apiCalls = keeping.allCalls(reader.apiCalls);
  const scope = { mode, regions: regions === null ? null : [...regions], accounts: [...accounts] };
  keeping.finish({ tool, run, scope, apiCalls });
  const { controls, framework } = options;
  return { tool, ...run, mode, apiCalls, policy, controls, framework };
}

function alone(identity: Identity, { policy }: ScanOptions): AccountInRun {
  const { accounts } = policy.policy;
  const { account } = identity;
  if (accounts !== null && !accounts.includes(account)) {
    throw new UserError(
      `account ${account} is not in scope.accounts of ${policy.file}.`,
      'Add it there, or scan one of those accounts.',
    );
  }
  return callerAlone(identity);
}

/** A Region that was asked for and is not enabled is a mistake of the command line, as long as the list is known. */
function refuseRegions({ id, regions, regionList }: Account, asked: readonly string[] | null): void {
  const off = (asked ?? []).filter((region) => !regions.includes(region));
  if (off.length === 0 || !regionList.known) return;
  const which = off.length === 1 ? `Region ${off[0]} is` : `Regions ${off.join(', ')} are`;
  throw new UserError(`${which} not enabled in account ${id}.`, 'Leave --regions out to judge every enabled Region.');
}
