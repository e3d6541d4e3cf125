/** The loopback HTTP server under the double and the proxy: faults, latency, the log of requests. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { accessKeyOf } from './access-key.ts';
import { encodeAnswer, encodeError, type HttpAnswer } from './encode.ts';
import { errorOf, type Fault } from './faults.ts';
import { type Rule, type RuledCall, ruleEngine } from './rules.ts';
import { type AwsCall, callName, classify, type HttpRequest } from './wire.ts';

/** One request as it was answered; `status` is null where the client got no whole answer. */
export type LoggedRequest = {
  service: string;
  operation: string;
  account: string | null;
  region: string | null;
  params: Record<string, unknown>;
  status: number | null;
  /** The fault that decided, or null. */
  fault: Fault['kind'] | null;
};

export type RigServer = {
  url: string;
  /** Every request in the order of the answers. */
  log: LoggedRequest[];
  /** Requests by `service:Operation`, faults included. */
  counts(): Record<string, number>;
  /** The environment in which a child process calls this server as the account's own user. */
  env(account: string, region: string): Record<string, string>;
  setRules(rules: Rule[]): void;
  close(): Promise<void>;
};

export type ServerOptions = {
  rules: Rule[] | undefined;
  seed: number | undefined;
  latencyMs: number | undefined;
  /** Default true. */
  keepLog?: boolean | undefined;
  identify(call: AwsCall, request: HttpRequest): Identity | Promise<Identity>;
  respond(call: RuledCall, request: HttpRequest, principal: string): HttpAnswer | Promise<HttpAnswer>;
};

export type Identity = { account: string | null; principal: string };

/** Starts the server on a free loopback port. */
export async function startServer(options: ServerOptions): Promise<RigServer> {
  const engine = ruleEngine(options.rules, options.seed);
  const log: LoggedRequest[] = [];
  const unlogged = new Map<string, number>();

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/', headers } = request;
    const http: HttpRequest = { method, url, headers, body: await readBody(request) };
    const named = classify(http);
    const { account, principal } = await options.identify(named, http);
    const call: RuledCall = { ...named, account };
    const faults = engine.decide(call);
    const waits = faults.map((fault) => (fault.kind === 'delay' ? fault.ms : 0));
    const wait = waits.reduce((sum, ms) => sum + ms, options.latencyMs ?? 0);
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const fault = faults.find(({ kind }) => kind !== 'delay') ?? null;
    const { service, operation, region, params } = call;
    const note = (status: number | null) => {
      if (options.keepLog !== false) {
        log.push({ service, operation, account, region, params, status, fault: fault?.kind ?? null });
      } else {
        unlogged.set(callName(call), (unlogged.get(callName(call)) ?? 0) + 1);
      }
    };

    if (fault?.kind === 'hang') return void note(null);
    if (fault?.kind === 'reset') {
      note(null);
      request.socket.resetAndDestroy();
      return;
    }
    const answer = fault === null ? null : faultAnswer(fault, call, principal);
    const { status, headers: sent, body } = answer ?? (await options.respond(call, http, principal));
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    // HEAD answers name a length without sending a body: what the upstream said stays.
    const length = method === 'HEAD' ? {} : { 'Content-Length': String(bytes.length) };
    if (fault?.kind === 'truncate') {
      note(null);
      response.writeHead(status, { ...sent, 'Content-Length': String(Math.max(bytes.length, 2)) });
      response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => request.socket.destroy());
      return;
    }
    note(status);
    response.writeHead(status, { ...sent, ...length });
    response.end(bytes);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      // A defect of the rig must not look like a fault of AWS that the product may retry.
      process.stderr.write(`test rig: ${error instanceof Error ? error.stack : String(error)}\n`);
      if (!response.headersSent) response.writeHead(501, { 'Content-Type': 'text/plain' });
      response.end(`test rig: ${String(error)}`);
    });
  });
  // An idle connection that closes under a client's next request would be an unplanned fault.
  server.keepAliveTimeout = 120_000;
  server.requestTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A test that fails before it closes its server must not hold the run.
  server.unref();
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;

  return {
    url,
    log,
    counts: () => (options.keepLog === false ? Object.fromEntries(unlogged) : countCalls(log)),
    env: (account, region) => rigEnvironment(url, account, region),
    setRules: engine.setRules,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The answer that a fault makes; null for one that is no answer. */
export function faultAnswer(fault: Fault, call: AwsCall, principal: string): HttpAnswer | null {
  if (fault.kind === 'reply') return fault;
  if (fault.kind === 'answer') return encodeAnswer(call, fault.value);
  const error = errorOf(fault, call, principal);
  return error === null ? null : encodeError(call, error);
}

/** Environment variables that point AWS tools at the rig and at nothing else. */
export function rigEnvironment(url: string, account: string, region: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: accessKeyOf(account),
    AWS_SECRET_ACCESS_KEY: 'rig-secret',
    AWS_REGION: region,
    // The AWS CLI reads only the older name.
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/nonexistent/rig-config',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/rig-credentials',
  };
}

function countCalls(log: LoggedRequest[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const request of log) {
    const name = callName(request);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** By events: to iterate over a request costs a fifth of the time that its answer takes. */
function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () =>
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)),
    );
    request.on('error', reject);
  });
}
