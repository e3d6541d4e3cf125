import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Capture, TransportFailure } from '../model/capture.ts';
import { failureOf } from '../model/failure.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { sendByHand } from './by-hand.ts';
import { Cells } from './cells.ts';
import { Clients } from './clients.ts';
import type { Credentials } from './credentials.ts';
import { deadlineOf } from './deadline.ts';
import { type Exchange, newExchange, RecordingHandler } from './exchange.ts';
import { Gate } from './limiter.ts';

/** A call that takes longer than this, with all its retries, is given up; the fact is then unread. */
const CALL_DEADLINE_MS = 40_000;
const MAX_IN_FLIGHT = 200;

export interface Question {
  readonly account: string;
  readonly region: string;
  readonly parameters: JsonObject;
  readonly page?: number;
  /** Page token, session name and the like; goes over the wire and not into the capture. */
  readonly unkept?: JsonObject;
}

export interface Answer {
  readonly capture: Capture;
  /** What the SDK threw, for the one call whose failure ends the run: its message tells the user what to do. */
  readonly error: unknown;
  /** The body with what a capture must not hold: only for sts:AssumeRole. */
  readonly secret: string | null;
}

/** The captures of an interrupted run that need not be asked for again. */
export interface Memory {
  pages(operation: Operation, question: Question): readonly Capture[];
}

/** With whose credentials an account is read. */
export interface Actor {
  /** null: the caller. */
  principal(account: string | null): string;
  credentials(account: string): Credentials;
  /**
   * Drops the session that a request begun at `since` (performance.now) used, if AWS no longer accepts it; false where
   * there is none to renew. A session opened since then is the renewed one and stays.
   */
  renew(account: string, since: number): boolean;
}

export interface ReaderOptions {
  /** Aborted on Ctrl-C: calls in flight end, later ones are not made; each is recorded as interrupted. */
  readonly stop: AbortSignal;
  readonly memory?: Memory;
  readonly onAnswer?: (capture: Capture) => void;
}

/** Reads AWS, and nothing else: every call goes through `ask`, which takes only operations from the list of the model. */
export class Reader {
  readonly apiCalls: Partial<Record<Operation, number>> = {};
  readonly #options: ReaderOptions;
  readonly #handler: RecordingHandler;
  readonly #clients: Clients;
  readonly #cells = new Cells();
  readonly #gate = new Gate(MAX_IN_FLIGHT);
  readonly #base: Credentials;
  #actor: Actor | null = null;

  constructor(options: ReaderOptions, base: Credentials) {
    this.#options = options;
    this.#base = base;
    this.#handler = new RecordingHandler(MAX_IN_FLIGHT);
    this.#clients = new Clients(this.#handler);
  }

  /** From now on this decides with whose credentials an account is read, and whom its captures name. */
  actAs(actor: Actor): void {
    this.#actor = actor;
  }

  /** Asks once, with retries and a deadline. Never throws for what AWS or the network does: that is in the capture. */
  async ask(operation: Operation, question: Question): Promise<Answer> {
    const [remembered] = operation.startsWith('sts:') ? [] : this.remembered(operation, question);
    if (remembered !== undefined) return { capture: remembered, error: null, secret: null };
    const since = performance.now();
    const first = await this.#askOnce(operation, question);
    const ended = !operation.startsWith('sts:') && failureOf(first.capture)?.kind === 'credentials';
    const renewed = ended && this.#actor?.renew(question.account, since) === true;
    const answer = renewed ? await this.#askOnce(operation, question) : first;
    this.#options.onAnswer?.(answer.capture);
    return answer;
  }

  async #askOnce(operation: Operation, question: Question): Promise<Answer> {
    const { stop } = this.#options;
    const exchange = newExchange();
    let thrown: unknown = null;
    await this.#gate.enter();
    try {
      const wait = this.#cells.wait(operation, question);
      if (wait > 0) await sleep(wait, undefined, { signal: stop });
      stop.throwIfAborted();
      const deadline = deadlineOf(stop, CALL_DEADLINE_MS);
      try {
        await this.#send(operation, question, { abortSignal: deadline.signal, exchange });
      } finally {
        deadline.done();
      }
    } catch (error) {
      thrown = error;
    } finally {
      this.#gate.leave();
    }
    this.apiCalls[operation] = (this.apiCalls[operation] ?? 0) + exchange.requests;
    const secret = operation === 'sts:AssumeRole' ? (exchange.answer?.body ?? null) : null;
    if (secret !== null && exchange.answer !== null)
      exchange.answer = { ...exchange.answer, body: withoutCredentials(secret) };
    // What an event says is nobody's business here: its id and time are kept.
    if (operation === 'logs:GetLogEvents' && exchange.answer !== null)
      exchange.answer = { ...exchange.answer, body: withoutContent(exchange.answer.body) };
    const principal = this.#actor?.principal(operation === 'sts:AssumeRole' ? null : question.account) ?? null;
    const capture = captureOf(operation, question, principal, exchange, thrown, stop.aborted);
    return { capture, error: thrown, secret: failureOf(capture) === null ? secret : null };
  }

  /** Answers of an interrupted run, whole lists only; empty where the list has to be asked for again from its first page. */
  remembered(operation: Operation, question: Question): readonly Capture[] {
    return this.#options.memory?.pages(operation, question) ?? [];
  }

  /** Drops what was kept for the pace and the retries of an account that is done. */
  forget(account: string): void {
    this.#cells.forget(account);
  }

  /** The Region that the user's configuration names, or null. */
  configuredRegion(): Promise<string | null> {
    return this.#clients.configuredRegion();
  }

  close(): void {
    this.#handler.close();
  }

  async #send(
    operation: Operation,
    question: Question,
    options: { abortSignal: AbortSignal; exchange: Exchange },
  ): Promise<void> {
    // A role is assumed with the caller's own credentials.
    const actor = operation === 'sts:AssumeRole' ? null : this.#actor;
    const credentials = actor?.credentials(question.account) ?? this.#base;
    const { account, region, parameters, unkept } = question;
    if (operation === 'ec2:DescribeRegions' || operation === 's3:GetAccountPublicAccessBlock') {
      await sendByHand(operation, { account, region }, credentials, this.#handler, options);
      return;
    }
    const call = { credentials, retries: this.#cells.retries(operation, { account, region }) };
    await this.#clients.send(operation, region, { ...parameters, ...unkept }, call, options);
  }
}

/** Temporary credentials never reach a capture. */
function withoutCredentials(body: string): string {
  return body.replace(/<Credentials>[\s\S]*<\/Credentials>/, '<Credentials/>');
}

/** Each event with the id that CloudTrail gave it in place of its text; an answer that is no list of events is kept. */
function withoutContent(body: string): string {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    return body.includes('"message"') ? '' : body;
  }
  if (!isObject(answer) || !Array.isArray(answer['events'])) return body;
  const events = (answer['events'] as unknown[]).filter(isObject).map(({ message, ...event }) => {
    const eventId = /"eventID"\s*:\s*"([\w-]{1,64})"/.exec(typeof message === 'string' ? message : '')?.[1];
    return eventId === undefined ? event : { ...event, eventId };
  });
  return JSON.stringify({ ...answer, events });
}

function captureOf(
  call: Operation,
  { account, region, parameters, page = 0 }: Question,
  principal: string | null,
  { answer, transportError }: Exchange,
  thrown: unknown,
  interrupted: boolean,
): Capture {
  const asked = { call, account, region, parameters, page, principal };
  // A call that ran into its deadline between retries keeps the last answer: "throttled" says more than "timed out".
  const failedOnTheWay = answer === null || (transportError !== null && thrown !== null);
  if (failedOnTheWay || (interrupted && thrown !== null)) {
    const error = transportError ?? thrown;
    const transport = interrupted ? 'interrupted' : transportOf(error);
    const nothing = { requestId: null, at: null, status: null, errorType: null, body: null, sha256: null };
    return { ...asked, ...nothing, transport, transportCode: codeOf(error) };
  }
  const { headers, body, status } = answer;
  const date = Date.parse(headers['date'] ?? '');
  return {
    ...asked,
    requestId: headers['x-amzn-requestid'] ?? headers['x-amz-request-id'] ?? headers['x-amzn-request-id'] ?? null,
    at: Number.isNaN(date) ? null : `${new Date(date).toISOString().slice(0, 19)}Z`,
    status,
    errorType: headers['x-amzn-errortype'] ?? null,
    body,
    sha256: `sha256:${createHash('sha256').update(body).digest('hex')}`,
    transport: null,
    transportCode: null,
    ...keptHeaders(headers),
  };
}

/** Headers that are part of the answer: HEAD has no body, and a redirect says where to ask. */
const KEPT_HEADERS = ['x-amz-bucket-region'];

function keptHeaders(headers: Readonly<Record<string, string>>): Pick<Capture, 'headers'> {
  const kept = KEPT_HEADERS.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]] as const]));
  return kept.length === 0 ? {} : { headers: Object.fromEntries(kept) };
}

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPROTO',
  'CERT_HAS_EXPIRED',
]);
const RESET = new Set(['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE']);

function transportOf(error: unknown): TransportFailure {
  const name = error instanceof Error ? error.name : '';
  const code = codeOf(error) ?? '';
  if (RESET.has(code)) return 'reset';
  if (UNREACHABLE.has(code) || /CERT|SSL|TLS/.test(code)) return 'unreachable';
  if (name === 'TimeoutError' || name === 'AbortError' || code === 'ETIMEDOUT') return 'timeout';
  if (/Credentials|Token|SSO|Profile/.test(name)) return 'credentials';
  return 'client';
}

function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { code } = error as Error & { code?: unknown };
  return typeof code === 'string' ? code : error.name;
}
