/** An AWS-aware proxy: faults by rule, overlays over an upstream's answers, recording and replay. */

import { accountOf } from './access-key.ts';
import { encodeError, type HttpAnswer } from './encode.ts';
import type { AnswerCounts, Overlay } from './overlay.ts';
import { recorder, replayer } from './recording.ts';
import { isOfKind, type Rule, type RuledCall } from './rules.ts';
import { faultAnswer, type RigServer, startServer } from './server.ts';
import { upstreamAt } from './upstream.ts';
import { callName, type HttpRequest } from './wire.ts';

export type ProxyOptions = {
  /** The server behind; not needed with `replay`. */
  upstream?: string;
  rules?: Rule[];
  seed?: number;
  overlays?: Overlay[];
  latencyMs?: number;
  /** Writes upstream's answers, as they came, to this file. */
  record?: string;
  /** Answers from this file instead of from upstream. */
  replay?: string;
};

export type Proxy = RigServer & {
  /** Who answered, by `service:Operation`; faults are not counted. */
  answers: Record<string, AnswerCounts>;
  /** What upstream could not answer. `close` throws if any are left here. */
  problems: string[];
};

/** Starts a proxy; environment and access keys are those of the double, or upstream's own. */
export async function startProxy(options: ProxyOptions): Promise<Proxy> {
  const { overlays = [] } = options;
  const upstream = upstreamAt(options.replay === undefined ? (options.upstream ?? null) : null);
  const record = options.record === undefined ? null : recorder(options.record);
  const replay = options.replay === undefined ? null : replayer(options.replay);
  const answers: Record<string, AnswerCounts> = {};
  const problems: string[] = [];

  async function respond(call: RuledCall, request: HttpRequest, principal: string): Promise<HttpAnswer> {
    const counts = answers[callName(call)] ?? { passed: 0, changed: 0, madeUp: 0 };
    answers[callName(call)] = counts;
    const active = overlays.filter(({ match }) => isOfKind(match, call));
    const made = madeUp(active, call, principal);
    if (made !== null) {
      counts.madeUp++;
      return made;
    }
    const answer = replay === null ? await forward(active, call, request) : replay(call);
    if (answer === null) return complain(call, `the recording has no ${callName(call)} ${JSON.stringify(call.params)}`);
    if (isUnimplemented(answer))
      return complain(call, `upstream does not implement ${callName(call)} (${answer.status}, HTML)`);
    if (callName(call) === 'sts:AssumeRole') upstream.learn(answer);
    const other = insteadOf(active, call, answer, principal);
    if (other !== null) {
      counts.changed++;
      return other;
    }
    const body = answer.status < 300 ? patched(active, call, answer) : answer.body;
    counts[body === answer.body ? 'passed' : 'changed']++;
    return { ...answer, body };
  }

  async function forward(active: Overlay[], call: RuledCall, request: HttpRequest): Promise<HttpAnswer> {
    const isRewritten = active.some(({ patchRequest }) => patchRequest !== undefined);
    const body = active.reduce((text, { patchRequest }) => patchRequest?.(text, call) ?? text, request.body.toString());
    // A key of the rig means nothing to moto; for a key of its own it knows the account better than we do.
    const account = active.map(({ asAccount }) => asAccount?.(call) ?? null).find((one) => one !== null);
    const url = active.reduce((path, { patchUrl }) => patchUrl?.(path, call) ?? path, request.url);
    const answer = await upstream.send(
      isRewritten ? { ...request, url, body: Buffer.from(body) } : { ...request, url },
      account ?? accountOf(call.accessKey),
    );
    record?.(call, answer);
    return answer;
  }

  /** A loud failure that no client retries: 501 is not among the statuses that the SDKs take for passing. */
  function complain(call: RuledCall, problem: string): HttpAnswer {
    problems.push(problem);
    process.stderr.write(`test rig: ${problem}\n`);
    return encodeError(call, { status: 501, code: 'NotImplemented', message: problem });
  }

  const server = await startServer({
    rules: options.rules,
    seed: options.seed,
    latencyMs: options.latencyMs,
    identify: upstream.identify,
    respond,
  });

  async function close(): Promise<void> {
    await server.close();
    upstream.close();
    if (problems.length > 0)
      throw new Error(`the proxy met what it could not answer:\n${[...new Set(problems)].join('\n')}`);
  }

  return { ...server, answers, problems, close };
}

/** The lines of the overlay list that a test run prints. */
export function describeAnswers({ answers }: Proxy): string[] {
  return Object.entries(answers)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { passed, changed, madeUp }]) => `${name}: ${passed} passed, ${changed} changed, ${madeUp} made up`);
}

/** The answer of the first overlay that makes one. */
function madeUp(active: Overlay[], call: RuledCall, principal: string): HttpAnswer | null {
  for (const { reply } of active) {
    const fault = reply?.(call) ?? null;
    const made = fault === null ? null : faultAnswer(fault, call, principal);
    if (made !== null) return made;
  }
  return null;
}

/** The answer that the first overlay puts in the place of upstream's. */
function insteadOf(active: Overlay[], call: RuledCall, answer: HttpAnswer, principal: string): HttpAnswer | null {
  for (const { instead } of active) {
    const fault = instead?.(answer, call) ?? null;
    const made = fault === null ? null : faultAnswer(fault, call, principal);
    if (made !== null) return made;
  }
  return null;
}

function patched(active: Overlay[], call: RuledCall, answer: HttpAnswer): string | Buffer {
  const patches = active.flatMap(({ patch }) => patch ?? []);
  if (patches.length === 0) return answer.body;
  const text = String(answer.body);
  const isJson = call.protocol.includes('json');
  // A patch may change its argument in place, so it is compared as text.
  const result = patches.reduce<unknown>((value, patch) => patch(value, call), isJson ? JSON.parse(text) : text);
  const before = isJson ? JSON.stringify(JSON.parse(text)) : text;
  const after = isJson ? JSON.stringify(result) : String(result);
  return after === before ? answer.body : after;
}

/** moto's way to say that it has no such operation: an HTML page with 500 or 404. */
function isUnimplemented({ status, headers, body }: HttpAnswer): boolean {
  const isHtml =
    headers['content-type']?.includes('text/html') === true && /<(!doctype )?html/i.test(String(body).slice(0, 200));
  return isHtml && (status === 500 || status === 404);
}
