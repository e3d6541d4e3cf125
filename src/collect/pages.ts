import { nextToken } from '../facts/answer.ts';
import type { Capture } from '../model/capture.ts';
import type { Operation } from '../model/operations.ts';
import type { Question, Reader } from './reader.ts';

/** Long enough for some thousand pages at the services' own pace. */
const LIST_DEADLINE_MS = 150_000;

/**
 * Asks page after page until there is no further token, `done` says so, or a page fails. A token that comes back twice
 * ends the walk, and so does the deadline: the list would never end, and counts as incomplete.
 */
export async function askPages(
  reader: Reader,
  operation: Operation,
  question: Question,
  /** What the request calls the token. */
  tokenField: 'NextToken' | 'nextToken' | 'Marker',
  done: (capture: Capture) => boolean = () => false,
): Promise<readonly Capture[]> {
  const remembered = reader.remembered(operation, question);
  if (remembered.length > 0) return remembered;
  const captures: Capture[] = [];
  const end = performance.now() + LIST_DEADLINE_MS;
  const seen = new Set<string>();
  let unkept = question.unkept ?? {};
  for (let page = 0; ; page += 1) {
    const { capture } = await reader.ask(operation, { ...question, page, unkept });
    captures.push(capture);
    const next = nextToken(capture);
    if (next === null || seen.has(next) || done(capture)) return captures;
    if (performance.now() > end) return captures;
    seen.add(next);
    unkept = { ...question.unkept, [tokenField]: next };
  }
}
