import { VERDICTS } from '../src/model/verdict.ts';
import { ASFF_LIMITS, ASFF_STATUS } from '../src/report/formats/asff.ts';
import { CSV_COLUMNS } from '../src/report/formats/csv.ts';
import { MOST_RESULTS } from '../src/report/formats/html.ts';
import { OCSF_STATUS } from '../src/report/formats/ocsf.ts';
import { code, markdownTable, prose } from '../src/report/markdown.ts';

/** What of the format pages repeats the code: path → text. The prose beside it is written by hand. */
export function formatPages(note: string): Readonly<Record<string, string>> {
  return { 'docs/formats/reference.md': reference(note) };
}

function reference(note: string): string {
  const columns = CSV_COLUMNS.map(({ name, meaning }) => [code(name), prose(meaning)]);
  const verdicts = VERDICTS.map((verdict) => {
    const { status, status_id } = OCSF_STATUS[verdict];
    return [verdict, `${status} (${status_id})`, ASFF_STATUS[verdict]];
  });
  const limits = Object.entries(ASFF_LIMITS).map(([field, most]) => [code(field), String(most)]);
  const rows = Object.entries(MOST_RESULTS).map(([verdict, most]) => [verdict, String(most)]);
  return `${[
    note,
    '# Reference of the formats',
    '## Columns of the CSV',
    'In this order; new columns come last.',
    markdownTable(['Column', 'What'], columns),
    '## Verdicts in OCSF and ASFF',
    markdownTable(['Verdict', 'OCSF `compliance.status`', 'ASFF `Compliance.Status`'], verdicts),
    '## Longest values in ASFF',
    'What is longer is cut and ends with `…`; an identifier gets a hash besides, so that two never become one.',
    markdownTable(['Field', 'Characters or members'], limits),
    '## Rows of the HTML page',
    'For each control and verdict; what is left out is counted on the page.',
    markdownTable(['Verdict', 'Rows'], rows),
  ].join('\n\n')}\n`;
}
