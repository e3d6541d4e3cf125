import type { JsonObject } from './json.ts';
import type { Operation } from './operations.ts';

/** How a request ended without an answer from AWS. */
export type TransportFailure = 'timeout' | 'reset' | 'unreachable' | 'interrupted' | 'credentials' | 'client';

/**
 * One raw AWS answer, as received. Holds no credentials: neither headers of the request nor tokens.
 * Times are ISO 8601 in UTC. A call that was retried is one capture: its last answer.
 */
export interface Capture {
  readonly call: Operation;
  readonly account: string;
  readonly region: string;
  readonly parameters: JsonObject;
  /** 0 for the first page; page tokens are not kept, their order is. */
  readonly page: number;
  /** ARN of the identity that asked; null before it was known. */
  readonly principal: string | null;
  readonly requestId: string | null;
  /** The answer's Date header. */
  readonly at: string | null;
  readonly status: number | null;
  /** x-amzn-ErrorType, where AWS sends the error code in a header. */
  readonly errorType: string | null;
  /** The body, byte for byte where it is UTF-8 text; null where no answer came. */
  readonly body: string | null;
  /** `sha256:` + hex over the body as UTF-8. */
  readonly sha256: string | null;
  readonly transport: TransportFailure | null;
  /** The transport's own word for it (ECONNRESET, TimeoutError …), or null. */
  readonly transportCode: string | null;
  /** The few headers that are part of what AWS answered; absent where it sent none of them. */
  readonly headers?: Readonly<Record<string, string>>;
}
