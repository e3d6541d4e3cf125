import { CONTROLS } from '../controls/registry.generated.ts';
import type { LoadedPolicy, Run } from '../evaluate/run.ts';
import { type Outcome, Tally } from '../evaluate/tally.ts';
import type { Control } from '../model/control.ts';
import type { FactKey } from '../model/fact-keys.ts';
import type { FrameworkId } from '../model/framework.ts';
import type { Sink } from '../workflow/judge.ts';
import { builtInPolicy } from '../workflow/policy-file.ts';
import type { Progress } from '../workflow/progress-meter.ts';
import { selectControls } from '../workflow/select-controls.ts';

/** How the accounts of an organization are entered. */
export interface OrganizationSource {
  /** Role to assume in each account; default `TrailproofRead`. */
  readonly roleName?: string;
  readonly externalId?: string;
  /** These accounts only, or all but these. */
  readonly accounts?: readonly string[];
  readonly exclude?: readonly string[];
  /** Accounts that are read at a time; default 16. */
  readonly concurrency?: number;
}

/**
 * AWS as the source of facts. Credentials, Region and endpoint come from the environment, as for every AWS SDK. Reads
 * only.
 */
export interface AwsSource {
  /** The whole organization; else the account that the credentials belong to. */
  readonly organization?: OrganizationSource;
  /** These Regions only; others count as not enabled. */
  readonly regions?: readonly string[];
  /** Facts to read besides those that the controls need. */
  readonly facts?: readonly FactKey[];
  /** Folder that keeps the answers; it must not exist. */
  readonly save?: string;
  /** Folder of an interrupted run to go on with. */
  readonly resume?: string;
  /** Ends the run early; what was not read by then is UNKNOWN. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** Where facts come from: a saved snapshot, offline, or AWS. */
export type Source = { readonly snapshot: string; readonly account?: string } | { readonly aws: AwsSource };

export interface EvaluateOptions {
  /** Default: built-in thresholds. */
  readonly policy?: LoadedPolicy;
  /** Default: the default controls. */
  readonly controls?: readonly Control[];
  /** Count clauses of this framework only. */
  readonly framework?: FrameworkId | null;
  /** Judge as of this moment, milliseconds since 1970; default: the run's own clock. */
  readonly now?: number | null;
  /** Takes one account after the other, in the order of their ids, with its results; at the end those of buckets. */
  readonly onJudged?: Sink;
}

/** A run, and what it comes to. */
export interface Evaluation {
  readonly run: Run;
  /** Counts, causes, inventory, coverage; no results: `onJudged` has them as they come. */
  readonly tally: Tally;
  readonly outcome: Outcome;
}

const DEFAULT_ROLE = 'TrailproofRead';
const DEFAULT_CONCURRENCY = 16;

/**
 * Judges every account of the source by the controls. The same snapshot, policy and clock give the same results. Throws
 * UserError where it cannot begin: no credentials, no snapshot, options that do not go together.
 */
export async function evaluate(source: Source, options: EvaluateOptions = {}): Promise<Evaluation> {
  const { policy = builtInPolicy(), framework = null, now = null, onJudged = () => {} } = options;
  const controls = options.controls ?? selectControls(CONTROLS, policy.policy.controls, policy.policy.severity);
  const tally = new Tally(controls, policy.policy, framework);
  const feed: Sink = (judged) => {
    tally.add(judged);
    return onJudged(judged);
  };
  const judge = (judging: Judging, sink: Sink): Promise<Run> =>
    'aws' in source ? fromAws(source.aws, judging, sink) : fromSnapshot(source, judging, sink);
  const judging = { policy, controls, framework, now };
  const hasOwn = controls.some(({ own }) => own !== undefined);
  const run = hasOwn ? await withOwn(judging, judge, feed) : await judge(judging, feed);
  return { run, tally, outcome: tally.outcome(run) };
}

type Judging = Required<Pick<EvaluateOptions, 'policy' | 'controls' | 'framework' | 'now'>>;

/** Judges what users wrote when everything else is judged, and hands it over last. */
async function withOwn(
  judging: Judging,
  judge: (judging: Judging, sink: Sink) => Promise<Run>,
  feed: Sink,
): Promise<Run> {
  // SQLite is loaded only where it is needed.
  const { OwnJudging } = await import('../workflow/own-controls/judging.ts');
  const own = new OwnJudging(judging.controls, CONTROLS);
  const judged = await judge({ ...judging, controls: own.controls }, (one) => feed(own.add(one)));
  const last = await own.finish(judged, judging.policy.policy);
  await feed(last.judged);
  return last.run;
}

async function fromSnapshot(
  { snapshot, account }: Extract<Source, { snapshot: string }>,
  judging: Judging,
  feed: Sink,
): Promise<Run> {
  const { judgeSnapshot } = await import('../workflow/judge-snapshot.ts');
  return judgeSnapshot(snapshot, judging, feed, account ?? null);
}

async function fromAws(source: AwsSource, judging: Judging, feed: Sink): Promise<Run> {
  // The SDK is loaded only where AWS is asked.
  const { scan } = await import('../workflow/scan.ts');
  const { organization, regions, facts, save, resume, signal, onProgress } = source;
  const members =
    organization === undefined
      ? null
      : {
          roleName: organization.roleName ?? DEFAULT_ROLE,
          externalId: organization.externalId ?? null,
          only: organization.accounts ?? null,
          except: organization.exclude ?? null,
          concurrency: organization.concurrency ?? DEFAULT_CONCURRENCY,
        };
  const options = {
    ...judging,
    regions: regions ?? null,
    organization: members,
    save: save ?? null,
    resume: resume ?? null,
    alsoRead: facts ?? [],
    stop: signal ?? new AbortController().signal,
    onProgress: onProgress ?? (() => {}),
  };
  return scan(options, feed);
}
