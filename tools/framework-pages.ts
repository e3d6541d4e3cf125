import { FRAMEWORKS } from '../src/frameworks/index.ts';
import type { Control } from '../src/model/control.ts';
import { coverageOf } from '../src/report/clause-coverage.ts';
import { CAVEAT, coverageMarkdown, overviewMarkdown, PROVENANCE } from '../src/report/coverage.ts';
import { selectControls } from '../src/workflow/select-controls.ts';

/** The pages of docs/frameworks: path → text. */
export function frameworkPages(controls: readonly Control[], note: string): Readonly<Record<string, string>> {
  const selected = selectControls(controls, null);
  const rows = FRAMEWORKS.map((framework) => coverageOf(framework, controls, selected, null));
  const pages = rows.map((row) => {
    const page = coverageMarkdown(row, null, (control) => `[${control}](../controls/${control}.md)`);
    return [`docs/frameworks/${row.framework.id}.md`, `${note}\n\n${page}`] as const;
  });
  const index = [
    note,
    '# Frameworks',
    'A clause is a numbered requirement of a framework. A control judges it by some of its conditions; each clause has a verdict of its own beside ours. Titles are our own words, numbers are facts.',
    overviewMarkdown(rows, null, (id) => `[${id}](${id}.md)`).trim(),
    `*Mapping* says who connects the clause with what a control asks. **${PROVENANCE.benchmark}**: the framework itself is about it. **${PROVENANCE.aws}**: AWS names the clause on the page of its Security Hub control. **${PROVENANCE.consensus}**: public scanners agree on it; neither AWS nor the framework says so.`,
    '*On request* means that only a companion judges the clause, for example with `--controls default,data-events`.',
    CAVEAT,
    '`trailproof coverage` prints the same; `trailproof coverage --framework ID --from DIR` adds verdicts from a snapshot, `--scan` from a scan.',
  ].join('\n\n');
  return { ...Object.fromEntries(pages), 'docs/frameworks/README.md': `${index}\n` };
}
