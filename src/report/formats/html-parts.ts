import type { Counts } from '../../evaluate/counts.ts';
import type { Verdict } from '../../model/verdict.ts';
import { plainText } from '../../util/text.ts';
import { xmlText } from './xml.ts';

/** Text for a page: nothing in it is markup or reorders what stands beside it. */
export function html(text: string): string {
  return xmlText(plainText(text));
}

/** How a verdict is written where there is little room. */
export const SHORT: Readonly<Record<Verdict | 'EXCEPTED', string>> = {
  PASS: 'PASS',
  FAIL: 'FAIL',
  UNKNOWN: 'UNKNOWN',
  NOT_APPLICABLE: 'N/A',
  EXCEPTED: 'EXCEPTED',
};

export function badge(verdict: Verdict | 'EXCEPTED', more = ''): string {
  return `<span class="badge ${verdict}">${SHORT[verdict]}${more}</span>`;
}

/** `3 FAIL`, `12 PASS` …, those that are not zero. */
export function countBadges(counts: Counts): string {
  return COUNTED.flatMap((verdict) =>
    counts[verdict] === 0 ? [] : [`<span class="badge ${verdict}">${counts[verdict]} ${SHORT[verdict]}</span>`],
  ).join(' ');
}

export const COUNTED = ['FAIL', 'UNKNOWN', 'EXCEPTED', 'PASS', 'NOT_APPLICABLE'] as const;

/** A table in a box that scrolls by itself, also by keyboard. Heads and cells are HTML already. */
export function htmlTable(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: ReadonlySet<number> = new Set(),
): string {
  const name = (column: number): string => (numbers.has(column) ? ' class="number"' : '');
  const heads = head.map((cell, column) => `<th scope="col"${name(column)}>${cell}</th>`).join('');
  const lines = rows.map((cells) => {
    const [first = '', ...rest] = cells;
    return `<tr><th scope="row">${first}</th>${rest.map((cell, column) => `<td${name(column + 1)}>${cell}</td>`).join('')}</tr>`;
  });
  return `<div class="scroll" tabindex="0" role="region" aria-label="${html(caption)}"><table><caption>${html(caption)}</caption><thead><tr>${heads}</tr></thead><tbody>\n${lines.join('\n')}\n</tbody></table></div>`;
}
