import type { Result } from '../model/result.ts';
import type { ResultFix } from '../remediate/result-fixes.ts';
import { plainText, wrap } from '../util/text.ts';
import type { Paint } from './paint.ts';
import type { Words } from './wording.ts';

/** How many results are written out. */
const MOST = 25;

/** The fix under each failing result, for a terminal. Commands stay in one line each: they are to be pasted. */
export function fixesText(
  fixes: readonly { readonly result: Result; readonly fix: ResultFix }[],
  words: Words,
  paint: Paint,
): string {
  if (fixes.length === 0) return '';
  const blocks = fixes.slice(0, MOST).map(({ result, fix }) => {
    const parts = fix.parts.flatMap(({ account, region, body }) => [
      paint('dim', `  account ${account}, ${region}`),
      ...body.split('\n').map((line) => `  ${line}`),
    ]);
    const byHand = fix.byHand.flatMap((reason) =>
      wrap(`By hand: ${words.text(reason, true)}`, 78).map((line) => `  ${line}`),
    );
    const nothing =
      parts.length + byHand.length === 0 ? ['  Nothing to change: wait for what has to come, and scan again.'] : [];
    return [paint('strong', plainText(result.id)), ...parts, ...byHand, ...nothing].join('\n');
  });
  const rest = fixes.length - MOST;
  const more =
    rest > 0 ? [`… and ${rest} more (--format json has all; trailproof fix plan --all puts them together)`] : [];
  const head = paint('strong', 'Fixes: nothing was changed; trailproof fix plan tries them on a copy first');
  return `\n${[head, ...blocks, ...more].join('\n\n')}\n`;
}
