import { createHash } from 'node:crypto';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Capture, TransportFailure } from '../model/capture.ts';
import { failureOf } from '../model/failure.ts';
import type { JsonObject } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { type AwsClient, COMMANDS } from './commands.ts';
import type { Credentials } from './credentials.ts';
import { type Exchange, newExchange, RecordingHandler } from './exchange.ts';
import { Gate, Pace } from './limiter.ts';
import { describeRegions } from './regions-ec2.ts';

/** Calls per second after a burst, below the services' quotas per account and Region (aws.md 3.12, emulators.md 6). */
const PACE: Readonly<Record<string, { readonly perSecond: number; readonly burst: number }>> = {
  account: { perSecond: 4, burst: 5 },
  cloudtrail: { perSecond: 9, burst: 10 },
  default: { perSecond: 9, burst: 10 },
};

/** A call that takes longer than this, with all its retries, is given up; the fact is then unread. */
const CALL_DEADLINE_MS = 40_000;
const MAX_IN_FLIGHT = 100;
const MAX_ATTEMPTS = 8;

export interface Question {
  readonly account: string;
  readonly region: string;
  readonly parameters: JsonObject;
  readonly page?: number;
  /** Page token; goes over the wire and not into the capture. */
  readonly token?: JsonObject;
}

export interface Answer {
  readonly capture: Capture;
  /** What the SDK made of the answer; only page tokens are taken from it. */
  readonly output: JsonObject | null;
  /** What the SDK threw, for the one call whose failure ends the run: its message tells the user what to do. */
  readonly error: unknown;
}

export interface ReaderOptions {
  readonly credentials: Credentials;
  readonly profile: string | null;
  /** Aborted on Ctrl-C: calls in flight end, later ones are not made; each is recorded as interrupted. */
  readonly stop: AbortSignal;
  readonly onAnswer?: (capture: Capture) => void;
}

/** Reads AWS, and nothing else: every call goes through `ask`, which takes only operations from the list of the model. */
export class Reader {
  readonly apiCalls: Partial<Record<Operation, number>> = {};
  readonly #options: ReaderOptions;
  readonly #handler: RecordingHandler;
  readonly #gate = new Gate(MAX_IN_FLIGHT);
  readonly #paces = new Map<string, Pace>();
  readonly #clients = new Map<string, AwsClient>();
  #principal: string | null = null;

  constructor(options: ReaderOptions) {
    const agent = { keepAlive: true, maxSockets: MAX_IN_FLIGHT };
    this.#options = options;
    this.#handler = new RecordingHandler({ httpAgent: new HttpAgent(agent), httpsAgent: new HttpsAgent(agent) });
  }

  /** From now on captures name this identity as the one that asked. */
  actAs(principal: string): void {
    this.#principal = principal;
  }

  /** Asks once, with retries and a deadline. Never throws for what AWS or the network does: that is in the capture. */
  async ask(operation: Operation, question: Question): Promise<Answer> {
    const { stop, onAnswer } = this.#options;
    const exchange = newExchange();
    let output: JsonObject | null = null;
    let thrown: unknown = null;
    await this.#gate.enter();
    try {
      await this.#wait(operation, question, stop);
      stop.throwIfAborted();
      const abortSignal = AbortSignal.any([stop, AbortSignal.timeout(CALL_DEADLINE_MS)]);
      output = (await this.#send(operation, question, { abortSignal, exchange })) as JsonObject;
    } catch (error) {
      thrown = error;
    } finally {
      this.#gate.leave();
    }
    this.apiCalls[operation] = (this.apiCalls[operation] ?? 0) + exchange.requests;
    const capture = captureOf(operation, question, this.#principal, exchange, thrown, stop.aborted);
    onAnswer?.(capture);
    return { capture, output: failureOf(capture) === null ? output : null, error: thrown };
  }

  /** The Region that the user's configuration names, or null. */
  async configuredRegion(): Promise<string | null> {
    try {
      return await (await this.#client('sts:GetCallerIdentity', null)).config.region();
    } catch {
      return null;
    }
  }

  close(): void {
    this.#handler.close();
  }

  async #send(
    operation: Operation,
    question: Question,
    options: { abortSignal: AbortSignal; exchange: Exchange },
  ): Promise<unknown> {
    if (operation === 'ec2:DescribeRegions') {
      return describeRegions(question.region, this.#options.credentials, this.#handler, options);
    }
    const client = await this.#client(operation, question.region);
    const { newCommand } = await COMMANDS[operation]();
    return client.send(newCommand({ ...question.parameters, ...question.token }), options);
  }

  async #client(operation: Exclude<Operation, 'ec2:DescribeRegions'>, region: string | null): Promise<AwsClient> {
    const { newClient } = await COMMANDS[operation]();
    const key = `${operation.split(':')[0]} ${region}`;
    const existing = this.#clients.get(key);
    if (existing !== undefined) return existing;
    const { credentials, profile } = this.#options;
    const client = newClient({
      ...(region === null ? {} : { region }),
      ...(profile === null ? {} : { profile }),
      credentials,
      requestHandler: this.#handler,
      retryMode: 'adaptive',
      maxAttempts: MAX_ATTEMPTS,
    });
    this.#clients.set(key, client);
    return client;
  }

  async #wait(operation: Operation, { account, region }: Question, stop: AbortSignal): Promise<void> {
    const service = operation.slice(0, operation.indexOf(':'));
    const key = `${account} ${region} ${service}`;
    const { perSecond, burst } = PACE[service] ?? { perSecond: 9, burst: 10 };
    const pace = this.#paces.get(key) ?? new Pace(perSecond, burst);
    this.#paces.set(key, pace);
    const ms = pace.book(performance.now());
    if (ms > 0) await sleep(ms, undefined, { signal: stop });
  }
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
  };
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
