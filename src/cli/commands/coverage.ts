import { ClauseBook } from '../../evaluate/clause-book.ts';
import { FRAMEWORKS } from '../../frameworks/index.ts';
import type { Control } from '../../model/control.ts';
import { coverageOf, type FrameworkCoverage } from '../../report/clause-coverage.ts';
import {
  type CoverageRun,
  coverageCsv,
  coverageJson,
  coverageMarkdown,
  coverageOverview,
  coverageTable,
  overviewMarkdown,
} from '../../report/coverage.ts';
import { UserError } from '../../util/errors.ts';
import { loadPolicy } from '../../workflow/policy-file.ts';
import { toolVersion } from '../../workflow/version.ts';
import { type Context, deliver, paintFor } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { chosenControls, libraryOf } from '../own-controls.ts';
import { type RunOptions, runOf, yardstickOf } from '../run-options.ts';

export interface CoverageOptions extends RunOptions {
  readonly scan?: boolean;
  readonly format: 'table' | 'json' | 'csv' | 'markdown';
}

/** Options that say what to scan, and so that a scan is wanted. */
const OF_A_SCAN = [
  ...(['profile', 'regions', 'probeEvents', 'org', 'roleName', 'externalId'] as const),
  ...(['accounts', 'exclude', 'concurrency'] as const),
];

/**
 * Frameworks clause by clause; with facts, their verdicts as well. Does not judge the account: exit code 0, or 4 where a
 * verdict that is shown is UNKNOWN or accounts are missing.
 */
export async function coverageCommand(options: CoverageOptions, context: Context): Promise<ExitCode> {
  const scans = options.scan === true || OF_A_SCAN.some((name) => options[name] !== undefined);
  if (options.from !== undefined && options.scan === true) {
    throw new UserError('--scan does not go with --from.', 'A snapshot is judged as it was taken.');
  }
  const seen = scans || options.from !== undefined ? await looked(options, context) : null;
  if (seen === null && options.now !== undefined) throw new UserError('--now goes with --from or --scan.');
  const { selected, library } = seen ?? (await selectedBy(options, context));
  const rows = FRAMEWORKS.filter(({ id }) => options.framework === undefined || id === options.framework).map(
    (framework) => coverageOf(framework, library, selected, seen?.book ?? null),
  );
  const facts = seen === null ? null : { run: seen.run, complete: seen.listed && !hasUnknown(rows) };
  await deliver(context, textOf(rows, facts, options, context), options.output);
  return facts === null || facts.complete ? 0 : 4;
}

/** The controls that are judged, and those that they were chosen from. */
interface Chosen {
  readonly selected: readonly Control[];
  readonly library: readonly Control[];
}

async function selectedBy(options: CoverageOptions, context: Context): Promise<Chosen> {
  const library = await libraryOf(options.controlsDir, context);
  const { policy } = await loadPolicy(options.policy ?? null, context.cwd, library);
  return { selected: chosenControls(library, options.controls, policy), library };
}

async function looked(options: CoverageOptions, context: Context) {
  const { framework: _, ...rest } = options;
  const yardstick = await yardstickOf(rest, context);
  const book = new ClauseBook();
  const { run } = await runOf(rest, yardstick, context, ({ results }) => book.add(results));
  const { library } = yardstick;
  return { run, book, listed: run.accountsListed && !run.interrupted, selected: run.controls, library };
}

function hasUnknown(rows: readonly FrameworkCoverage[]): boolean {
  return rows.some(({ clauses }) =>
    clauses.some(({ judgedBy }) => judgedBy.some(({ counts }) => (counts?.UNKNOWN ?? 0) > 0)),
  );
}

function textOf(
  rows: readonly FrameworkCoverage[],
  facts: CoverageRun | null,
  { format, framework, output }: CoverageOptions,
  context: Context,
): string {
  if (format === 'json') return coverageJson(rows, facts, toolVersion());
  if (format === 'csv') return coverageCsv(rows);
  const [only] = rows;
  const one = framework === undefined ? undefined : only;
  if (format === 'markdown') return one === undefined ? overviewMarkdown(rows, facts) : coverageMarkdown(one, facts);
  const paint = paintFor(context, output);
  return one === undefined ? coverageOverview(rows, facts, paint) : coverageTable(one, facts, paint);
}
