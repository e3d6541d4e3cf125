import { CONTROLS } from '../controls/registry.generated.ts';
import type { Run } from '../evaluate/run.ts';
import { builtInPolicy } from '../workflow/policy-file.ts';
import { limitsOf, type PlannedQuery, planQuery, QueryRun } from '../workflow/query.ts';
import { type EvaluateOptions, evaluate, type Source } from './evaluate.ts';

export interface QueryOptions extends Pick<EvaluateOptions, 'policy' | 'controls' | 'now'> {
  /** Seconds; default 10. */
  readonly timeout?: number;
  /** Default 250,000. */
  readonly maxRows?: number;
}

export interface QueryAnswer extends Pick<PlannedQuery, 'name' | 'sql'> {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** False where something that the query may show could not be read. */
  readonly complete: boolean;
  readonly run: Run;
}

/**
 * Runs a stored query by its name, or one SELECT over the views, in a process of its own. From AWS it reads what the query
 * needs and no more. Throws UserError where the SQL is refused, which is found out first, or where a limit is reached.
 */
export async function query(source: Source, text: string, options: QueryOptions = {}): Promise<QueryAnswer> {
  return ask(source, planQuery(text, CONTROLS), options);
}

/** The same for a query that was checked already. */
export async function ask(source: Source, planned: PlannedQuery, options: QueryOptions): Promise<QueryAnswer> {
  const { policy = builtInPolicy(), now = null } = options;
  const asking = new QueryRun(planned);
  const { run, outcome } = await evaluate(withFacts(source, planned), {
    policy,
    now,
    ...controlsFor(planned, options),
    onJudged: (judged) => asking.add(judged),
  });
  const { result, whole } = await asking.finish(run, policy.policy, limitsOf(options));
  return { name: planned.name, sql: planned.sql, ...result, complete: whole && outcome.complete, run };
}

function withFacts(source: Source, { facts }: PlannedQuery): Source {
  if (!('aws' in source)) return source;
  return { aws: { ...source.aws, facts: [...(source.aws.facts ?? []), ...facts] } };
}

/** Without results nothing is judged; the query of a control needs that control alone. */
function controlsFor(
  { name, readsResults }: PlannedQuery,
  { controls }: QueryOptions,
): Pick<EvaluateOptions, 'controls'> {
  if (!readsResults) return { controls: [] };
  if (controls !== undefined) return { controls };
  const own = CONTROLS.filter(({ id }) => id === name);
  return own.length === 0 ? {} : { controls: own };
}
