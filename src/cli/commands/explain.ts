import { outcomeOf } from '../../evaluate/outcome.ts';
import type { Run } from '../../evaluate/run.ts';
import type { Result } from '../../model/result.ts';
import { explainJson, explainText } from '../../report/explain.ts';
import { assertWritable } from '../../util/atomic-write.ts';
import { UserError } from '../../util/errors.ts';
import { type Context, deliver, paintFor } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { type RunOptions, runOf } from '../run-options.ts';

export interface ExplainOptions extends RunOptions {
  readonly format: 'table' | 'json';
  readonly output?: string;
}

/** Does not judge: exit code 0, or 4 where something that it shows is unknown. */
export async function explainCommand(what: string, options: ExplainOptions, context: Context): Promise<ExitCode> {
  const output = options.output ?? null;
  if (output !== null) assertWritable(output);
  const run = await runOf(options, context);
  const results = find(run, what);
  const text =
    options.format === 'json' ? explainJson(run, results) : explainText(run, results, paintFor(context, output));
  await deliver(context, [text], output);
  return outcomeOf({ ...run, results }).complete ? 0 : 4;
}

function find(run: Run, what: string): readonly Result[] {
  const { results, facts } = run;
  const exact = results.filter((result) => result.id === what);
  if (exact.length > 0) return exact;
  const arns = facts.accounts
    .flatMap((account) => account.trails)
    .filter((trail) => trail.arn === what || trail.name === what);
  const named = new Set(arns.map((trail) => trail.arn));
  const about = results.filter(
    (result) =>
      result.account === what ||
      result.control === what ||
      named.has(result.resource) ||
      named.has(result.satisfiedBy ?? ''),
  );
  if (about.length > 0) return about;
  const trails = facts.accounts.flatMap((account) => account.trails.map((trail) => trail.name));
  const known = [...facts.accounts.map((account) => account.id), ...new Set(trails)].slice(0, 20).join(', ');
  throw new UserError(
    `nothing in this run is called "${what}".`,
    `Name an account, a trail, a control or a result: ${known}.`,
  );
}
