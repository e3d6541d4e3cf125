import type { LoadedPolicy } from '../evaluate/run.ts';
import { type Evaluation, evaluate, type OrganizationSource, type Source } from '../library/evaluate.ts';
import type { Control } from '../model/control.ts';
import type { FactKey } from '../model/fact-keys.ts';
import type { FrameworkId } from '../model/framework.ts';
import { assertWritable } from '../util/atomic-write.ts';
import { UserError } from '../util/errors.ts';
import type { Sink } from '../workflow/judge.ts';
import { loadPolicy } from '../workflow/policy-file.ts';
import type { Context } from './context.ts';
import { interruptible } from './interrupt.ts';
import { chosenControls, libraryOf } from './own-controls.ts';
import { Progress } from './progress.ts';

/** As commander hands them over. */
export interface RunOptions {
  readonly profile?: string;
  readonly regions?: readonly string[];
  readonly controls?: readonly string[];
  /** Folder with the user's own. */
  readonly controlsDir?: string;
  readonly framework?: FrameworkId;
  readonly policy?: string;
  readonly from?: string;
  readonly now?: number;
  readonly probeEvents?: boolean;
  readonly save?: string;
  readonly resume?: string;
  readonly org?: boolean;
  readonly roleName?: string;
  readonly externalId?: string;
  readonly accounts?: readonly string[];
  readonly exclude?: readonly string[];
  readonly concurrency?: number;
  readonly output?: string;
}

/** What a run judges by, known before it begins. */
export interface Yardstick {
  readonly policy: LoadedPolicy;
  readonly controls: readonly Control[];
  readonly framework: FrameworkId | null;
}

/** The same with what the controls were chosen from: those of trailproof and those of `--controls-dir`. */
export interface ChosenYardstick extends Yardstick {
  readonly library: readonly Control[];
}

export async function yardstickOf(options: RunOptions, context: Context): Promise<ChosenYardstick> {
  // Before anything is asked: minutes of reading must not end in a file that cannot be written.
  if (options.output !== undefined) assertWritable(options.output);
  const library = await libraryOf(options.controlsDir, context);
  const policy = await loadPolicy(options.policy ?? null, context.cwd, library);
  const controls = chosenControls(library, options.controls, policy.policy);
  const { framework } = options;
  const hasClause = controls.some((control) => control.clauses.some((clause) => clause.framework === framework));
  if (framework !== undefined && !hasClause) {
    throw new UserError(
      `none of the selected controls has a clause of ${framework}.`,
      'trailproof controls --format markdown lists clauses.',
    );
  }
  return { policy, controls, library, framework: framework ?? null };
}

/** Takes facts from a snapshot (`--from`) or from AWS, judges them account by account, and adds them up. */
export async function runOf(
  options: RunOptions,
  yardstick: Yardstick,
  context: Context,
  sink: Sink = () => {},
  facts: readonly FactKey[] = [],
): Promise<Evaluation> {
  return withSource(options, context, facts, (source) =>
    evaluate(source, { ...yardstick, now: options.now ?? null, onJudged: sink }),
  );
}

/** Hands over where facts come from; while AWS is read, progress is shown and Ctrl-C ends the run early. */
export async function withSource<T>(
  options: RunOptions,
  context: Context,
  facts: readonly FactKey[],
  use: (source: Source) => Promise<T>,
): Promise<T> {
  if (options.from !== undefined) {
    refuseBeside(options, 'from', [
      'profile',
      'regions',
      'probeEvents',
      'save',
      'resume',
      'org',
      ...ORGANIZATION_OPTIONS,
    ]);
    return use({ snapshot: options.from });
  }
  if (options.resume !== undefined) refuseBeside(options, 'resume', ['save']);
  // The SDK looks everything up by this name: credentials, Region, endpoints.
  if (options.profile !== undefined) process.env['AWS_PROFILE'] = options.profile;
  const organization = organizationOf(options);
  const progress = new Progress(context.stderr);
  const interrupt = interruptible(context.stderr);
  try {
    return await use({
      aws: {
        ...given(options, ['regions', 'save', 'resume']),
        ...(organization === null ? {} : { organization }),
        facts: options.probeEvents === true ? [...facts, ...PROBED] : facts,
        signal: interrupt.signal,
        onProgress: (state) => progress.show(state),
      },
    });
  } finally {
    progress.clear();
    interrupt.release();
  }
}

/** The newest event is found by the newest stream of the group. */
const PROBED = ['log-group', 'log-group-activity', 'newest-event'] as const satisfies readonly FactKey[];

const ORGANIZATION_OPTIONS = ['roleName', 'externalId', 'accounts', 'exclude', 'concurrency'] as const;

function organizationOf(options: RunOptions): OrganizationSource | null {
  if (options.org === true) return given(options, ORGANIZATION_OPTIONS);
  for (const name of ORGANIZATION_OPTIONS) {
    if (options[name] !== undefined) throw new UserError(`--${dashed(name)} goes with --org only.`);
  }
  return null;
}

/** The named options, those that were given. */
function given<Name extends keyof RunOptions>(options: RunOptions, names: readonly Name[]): Pick<RunOptions, Name> {
  const set = names.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]]));
  return Object.fromEntries(set) as Pick<RunOptions, Name>;
}

function refuseBeside(options: RunOptions, name: keyof RunOptions, others: readonly (keyof RunOptions)[]): void {
  for (const other of others) {
    if (options[other] === undefined) continue;
    const why =
      name === 'from' ? 'A snapshot is judged as it was taken.' : 'The captures go into the folder that is resumed.';
    throw new UserError(`--${dashed(other)} does not go with --${name}.`, why);
  }
}

function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
