import { type HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { HttpHandlerOptions } from '@smithy/types';

/** What went over the wire for one call: the last answer, or the last failure without one. */
export interface Exchange {
  requests: number;
  answer: { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string } | null;
  /** Set when an attempt ended without an answer; cleared by the next answer. */
  transportError: unknown;
}

export function newExchange(): Exchange {
  return { requests: 0, answer: null, transportError: null };
}

export interface ExchangeOptions extends HttpHandlerOptions {
  readonly exchange?: Exchange;
}

/** An answer larger than this is not one of the answers that we ask for. */
const MAX_BODY = 32 * 1024 * 1024;

/**
 * Hands requests to Node and keeps the raw answer of each, before the SDK takes it apart. Counts every request that is
 * sent, retries included. One instance, and so one pool of sockets, serves all clients.
 */
export class RecordingHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' };
  readonly #inner: NodeHttpHandler;

  constructor(maxSockets: number) {
    // Options, not agents: importing node:http as a module loads all that it offers, WebSocket included.
    const agent = { keepAlive: true, maxSockets };
    this.#inner = new NodeHttpHandler({
      httpAgent: agent,
      httpsAgent: agent,
      connectionTimeout: 5_000,
      requestTimeout: 10_000,
      // Without this the time-out is only logged and a silent server holds the call for ever.
      throwOnRequestTimeout: true,
      socketAcquisitionWarningTimeout: 0,
    });
  }

  async handle(request: HttpRequest, options: ExchangeOptions = {}): Promise<{ response: HttpResponse }> {
    const { exchange } = options;
    if (exchange !== undefined) exchange.requests += 1;
    try {
      const { response } = await this.#inner.handle(request, options);
      const body = await bytesOf(
        response.body as AsyncIterable<Uint8Array>,
        options.abortSignal as AbortSignal | undefined,
      );
      if (exchange !== undefined) {
        // Text at once: the SDK changes the bytes' prototype when it takes them over.
        exchange.answer = {
          status: response.statusCode,
          headers: lowerCase(response.headers),
          body: body.toString('utf8'),
        };
        exchange.transportError = null;
      }
      return { response: new HttpResponse({ ...response, body }) };
    } catch (error) {
      if (exchange !== undefined) exchange.transportError = error;
      throw error;
    }
  }

  /** The SDK calls this on each client's end; the sockets are shared, so nothing is closed here. */
  destroy(): void {}

  close(): void {
    this.#inner.destroy();
  }

  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }
}

async function bytesOf(
  stream: AsyncIterable<Uint8Array> & { destroy?: (error?: Error) => void },
  signal?: AbortSignal,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const stop = (): void => stream.destroy?.(Object.assign(new Error('aborted'), { name: 'AbortError' }));
  signal?.addEventListener('abort', stop, { once: true });
  const stalled = setTimeout(
    () => stream.destroy?.(Object.assign(new Error('the answer stalled'), { name: 'TimeoutError' })),
    15_000,
  );
  try {
    for await (const chunk of stream) {
      size += chunk.length;
      if (size > MAX_BODY) throw Object.assign(new Error('the answer is too large'), { name: 'AnswerTooLarge' });
      chunks.push(chunk);
    }
  } finally {
    clearTimeout(stalled);
    signal?.removeEventListener('abort', stop);
  }
  return Buffer.concat(chunks);
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
