import { join } from 'node:path';
import { CONTROLS } from '../src/controls/registry.generated.ts';
import { evaluate } from '../src/library/evaluate.ts';
import { loadPolicy } from '../src/library/policy.ts';

/** What each control's query returns over the demo organization: control → subjects that fail. */
export async function demoResults(root: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const demo = join(root, 'demo');
  const failing = new Map<string, string[]>(CONTROLS.map(({ id }) => [id, []]));
  const options = { policy: await loadPolicy(null, demo), controls: CONTROLS };
  await evaluate(
    { snapshot: demo },
    {
      ...options,
      onJudged: ({ results }) => {
        // The tests hold queries to verdicts, so verdicts will do.
        for (const { control, id, verdict } of results) {
          if (verdict === 'FAIL') failing.get(control)?.push(id.slice(control.length + 1));
        }
      },
    },
  );
  for (const subjects of failing.values()) subjects.sort();
  return failing;
}
