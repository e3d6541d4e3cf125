import type { AccountRow, Cell } from '../../evaluate/account-book.ts';
import type { Tally } from '../../evaluate/tally.ts';
import { nameOfArn } from '../../model/arn.ts';
import { VERDICTS, type Verdict } from '../../model/verdict.ts';
import { nameOf } from '../headline.ts';
import { html } from './html-parts.ts';

/** More rows than anybody looks at, and few enough for a page that opens at once. */
export const MOST_ROWS = 200;

const SIGNS: Readonly<Record<Verdict, string>> = { PASS: '✓', FAIL: '✕', UNKNOWN: '?', NOT_APPLICABLE: '–' };

const WORDS: Readonly<Record<Verdict, string>> = {
  PASS: 'recorded',
  FAIL: 'not recorded',
  UNKNOWN: 'could not be decided',
  NOT_APPLICABLE: 'not assessed',
};

/** Account × Region: a table whose cells are colours and signs. Worst first where not all have room; '' without cells. */
export function coveragePicture(tally: Tally): string {
  const rows = tally.rows.filter((row) => row.leftOut === null);
  const regions = [...new Set(rows.flatMap(({ id }) => Object.keys(tally.cells.get(id) ?? {})))].sort();
  if (regions.length === 0) return '';
  const shown = rows.length > MOST_ROWS ? [...rows].sort(byWeight).slice(0, MOST_ROWS) : rows;
  const left = rows.length - shown.length;
  const head = regions.map((region) => `<th scope="col">${html(region)}</th>`).join('');
  const lines = shown.map((row) => line(row, regions, tally.cells.get(row.id) ?? {}));
  return [
    '<h2 id="coverage">Account × Region</h2>',
    `<p class="note">${VERDICTS.map((verdict) => `<span class="badge ${verdict}">${SIGNS[verdict]}</span> ${WORDS[verdict]}`).join(' &nbsp; ')} &nbsp; empty: not enabled there</p>`,
    ...(left === 0
      ? []
      : [`<p class="warning">The ${shown.length} accounts that need most attention; ${left} more are not drawn.</p>`]),
    `<div class="scroll" tabindex="0" role="region" aria-label="Coverage by account and Region"><table class="grid"><thead><tr><th scope="col">Account</th>${head}</tr></thead><tbody>`,
    ...lines,
    '</tbody></table></div>',
  ].join('\n');
}

function byWeight(a: AccountRow, b: AccountRow): number {
  return VERDICTS.indexOf(a.coverage) - VERDICTS.indexOf(b.coverage) || (a.id < b.id ? -1 : 1);
}

function line(row: AccountRow, regions: readonly string[], cells: Readonly<Record<string, Cell>>): string {
  const name = html(nameOf(row));
  const head = `<th scope="row" title="${name}">${name}</th>`;
  if (Object.keys(cells).length === 0) {
    // Nothing is known of its Regions. That must not look like a Region that is not enabled.
    const verdict = row.notAssessed === null ? 'UNKNOWN' : 'NOT_APPLICABLE';
    return `<tr>${head}<td class="${verdict}" colspan="${regions.length}">${SIGNS[verdict]} ${WORDS[verdict]}</td></tr>`;
  }
  const all = regions.map((region) => {
    const cell = cells[region];
    if (cell === undefined) return '<td></td>';
    const by = cell.by.length === 0 ? '' : ` by ${cell.by.map(nameOfArn).join(', ')}`;
    const words = html(`${region}: ${WORDS[cell.verdict]}${by}`);
    return `<td class="${cell.verdict}" title="${words}"><span role="img" aria-label="${WORDS[cell.verdict]}">${SIGNS[cell.verdict]}</span></td>`;
  });
  return `<tr>${head}${all.join('')}</tr>`;
}
