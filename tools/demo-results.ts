import { join } from 'node:path';
import { CONTROLS } from '../src/controls/registry.generated.ts';
import { evaluate } from '../src/library/evaluate.ts';
import { loadPolicy } from '../src/library/policy.ts';
import type { Result } from '../src/model/result.ts';
import { cliLines } from '../src/remediate/cli/lines.ts';
import { type Plan, planFor } from '../src/remediate/plan.ts';
import { terraformFiles } from '../src/remediate/terraform/files.ts';
import { wordsOfChange } from '../src/remediate/words.ts';
import { type World, worldOf } from '../src/remediate/world.ts';

/** What one control finds over the demo organization. */
export interface DemoResult {
  /** The subjects that fail: what its query returns. */
  readonly subjects: readonly string[];
  /** The fix of one of them; null where none has changes. */
  readonly fix: { readonly subject: string; readonly cli: string; readonly terraform: string } | null;
}

/** Every control over the demo organization. */
export async function demoResults(root: string): Promise<ReadonlyMap<string, DemoResult>> {
  const demo = join(root, 'demo');
  const contexts: Parameters<typeof worldOf>[0][number][] = [];
  const failing: Result[] = [];
  await evaluate(
    { snapshot: demo },
    {
      ...{ policy: await loadPolicy(null, demo), controls: CONTROLS },
      onJudged: ({ context, results }) => {
        if (context !== null) contexts.push(context);
        // The tests hold queries to verdicts, so verdicts will do.
        failing.push(...results.filter(({ verdict }) => verdict === 'FAIL'));
      },
    },
  );
  const world = worldOf(contexts);
  return new Map(
    CONTROLS.map(({ id }) => {
      const own = failing.filter(({ control }) => control === id).sort((a, b) => (a.id < b.id ? -1 : 1));
      const subjects = own.map((result) => subjectOf(result));
      return [id, { subjects, fix: world === null ? null : fixOf(world, own) }];
    }),
  );
}

function subjectOf({ id, control }: Result): string {
  return id.slice(control.length + 1);
}

/** The fix of the first failing result that any change repairs. */
function fixOf(world: World, results: readonly Result[]): DemoResult['fix'] {
  for (const result of results) {
    const plan = planFor(world, CONTROLS, [result]);
    if (plan.steps.length === 0) continue;
    return { subject: subjectOf(result), cli: cliOf(plan), terraform: terraformOf(world, plan) };
  }
  return null;
}

function cliOf({ steps }: Plan): string {
  return steps
    .map(({ change }) =>
      [`# ${wordsOfChange(change).title} (account ${change.account})`, ...cliLines(change)].join('\n'),
    )
    .join('\n');
}

function terraformOf(world: World, plan: Plan): string {
  return terraformFiles(world, plan)
    .filter(({ name }) => name.endsWith('.tf'))
    .map(({ text }) => text.trim())
    .join('\n\n');
}
