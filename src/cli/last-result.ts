import type { LoadedPolicy } from '../evaluate/run.ts';
import { evaluate } from '../library/evaluate.ts';
import type { Control } from '../model/control.ts';
import type { Verdict } from '../model/verdict.ts';
import { count } from '../util/text.ts';

/** How many subjects are written out. */
const SHOWN = 20;

/** What the control found over a snapshot, as Markdown: for the end of its page. */
export async function lastResult(
  control: Control,
  snapshot: string,
  policy: LoadedPolicy,
): Promise<{ readonly text: string; readonly complete: boolean }> {
  const failing: string[] = [];
  const counts = new Map<Verdict, number>();
  const { run, outcome } = await evaluate(
    { snapshot },
    {
      ...{ policy, controls: [control] },
      onJudged: ({ results }) => {
        for (const { id, verdict } of results) {
          counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
          if (verdict === 'FAIL') failing.push(id.slice(control.id.length + 1));
        }
      },
    },
  );
  failing.sort();
  const sums = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([verdict, number]) => `${number} ${verdict}`);
  const rest = failing.length - SHOWN;
  const lines = failing.slice(0, SHOWN).map((subject) => `- ${subject}`);
  const text = [
    '## Last result',
    `Over ${snapshot}, as of ${run.clock}: ${sums.join(', ') || 'nothing to judge'}. The query returns ${count(failing.length, 'subject')}.`,
    ...(lines.length === 0 ? [] : [[...lines, ...(rest > 0 ? [`- … and ${rest} more`] : [])].join('\n')]),
  ].join('\n\n');
  return { text: `${text}\n`, complete: outcome.complete };
}
