import type { Capture } from '../model/capture.ts';
import type { JsonObject } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import type { Question, Reader } from './reader.ts';

/**
 * Asks page after page until there is no further token, `done` says so, or a page fails. A token that comes back twice
 * ends the walk: the list would never end.
 */
export async function askPages(
  reader: Reader,
  operation: Operation,
  question: Question,
  tokenField: string,
  done: (capture: Capture) => boolean = () => false,
): Promise<readonly Capture[]> {
  const captures: Capture[] = [];
  const seen = new Set<string>();
  let token: JsonObject = question.token ?? {};
  for (let page = 0; ; page += 1) {
    const { capture, output } = await reader.ask(operation, { ...question, page, token });
    captures.push(capture);
    const next = output?.[tokenField];
    if (output === null || typeof next !== 'string' || next === '' || seen.has(next) || done(capture)) return captures;
    seen.add(next);
    token = { ...question.token, [tokenField]: next };
  }
}
