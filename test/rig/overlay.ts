/** What the proxy puts right in an upstream's answers, always by name. */

import type { HttpAnswer } from './encode.ts';
import type { Fault } from './faults.ts';
import type { Match, RuledCall } from './rules.ts';

/**
 * Changes or makes up the answers of the matching requests. The first overlay with `reply` answers alone;
 * every `patch` is applied in turn to what upstream answered with success.
 */
export type Overlay = {
  name: string;
  match: Omit<Match, 'nth' | 'probability'>;
  /** Makes the whole answer, or null to let the request pass. */
  reply?: (call: RuledCall) => Fault | null;
  /** Gets the parsed body of a JSON answer, or the text of an XML one, and returns what is sent instead. */
  // biome-ignore lint/suspicious/noExplicitAny: JSON of another program; each test says what it looks at
  patch?: (answer: any, call: RuledCall) => unknown;
  /** Makes another answer out of upstream's, success or refusal; null lets it stand. The first that makes one decides. */
  instead?: (answer: HttpAnswer, call: RuledCall) => Fault | null;
  /** The account in whose name upstream is asked; null for the caller's own. */
  asAccount?: (call: RuledCall) => string | null;
  /** Rewrites the text of a request on its way to upstream. */
  patchRequest?: (body: string, call: RuledCall) => string;
  /** Asks upstream something else; a server that checks signatures will refuse it. */
  patchUrl?: (url: string, call: RuledCall) => string;
};

/** How often an operation was answered by upstream alone, by upstream and an overlay, by an overlay alone. */
export type AnswerCounts = { passed: number; changed: number; madeUp: number };
