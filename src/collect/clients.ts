import { AsyncLocalStorage } from 'node:async_hooks';
import type { AdaptiveRetryStrategy } from '@smithy/core/retry';
import { SignatureV4 } from '@smithy/signature-v4';
import type { HashConstructor, HttpRequest, RequestSigningArguments, RetryErrorInfo, RetryToken } from '@smithy/types';
import type { JsonObject } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import type { ByHand } from './by-hand.ts';
import { type AwsClient, COMMANDS } from './commands.ts';
import type { Credentials } from './credentials.ts';
import type { Exchange, RecordingHandler } from './exchange.ts';
import { Sha256 } from './sha256.ts';

/** What differs from call to call although the client is the same. */
interface Call {
  readonly credentials: Credentials;
  readonly retries: AdaptiveRetryStrategy;
}

type SigningArguments = RequestSigningArguments & { readonly signingRegion: string; readonly signingService: string };

/**
 * One SDK client for each service × Region, shared by all accounts: a client of its own for each account costs more than
 * the calls that it makes. Signature and retry budget are the call's own; they travel beside it.
 */
export class Clients {
  readonly #handler: RecordingHandler;
  readonly #clients = new Map<string, AwsClient>();
  readonly #calls = new AsyncLocalStorage<Call>();

  constructor(handler: RecordingHandler) {
    this.#handler = handler;
  }

  async send(
    operation: Exclude<Operation, ByHand>,
    region: string,
    input: JsonObject,
    call: Call,
    options: { abortSignal: AbortSignal; exchange: Exchange },
  ): Promise<void> {
    const client = await this.#client(operation, region);
    const { newCommand } = await COMMANDS[operation]();
    await this.#calls.run(call, () => client.send(newCommand(input), options));
  }

  /** The Region that the user's configuration names, or null. */
  async configuredRegion(): Promise<string | null> {
    try {
      return await (await this.#client('sts:GetCallerIdentity', null)).config.region();
    } catch {
      return null;
    }
  }

  async #client(operation: Exclude<Operation, ByHand>, region: string | null): Promise<AwsClient> {
    const { newClient } = await COMMANDS[operation]();
    const service = operation.slice(0, operation.indexOf(':'));
    const key = `${service} ${region}`;
    const existing = this.#clients.get(key);
    if (existing !== undefined) return existing;
    const client = newClient({
      ...(region === null ? {} : { region }),
      // Never used: the signer below takes the call's own.
      credentials: { accessKeyId: 'unused', secretAccessKey: 'unused' },
      signer: async (scheme) => ({
        sign: (request, args) => {
          // Global services are signed for the Region that their endpoint's rules name.
          const signingRegion = args.signingRegion ?? scheme?.signingRegion ?? region ?? 'us-east-1';
          const signingService = args.signingService ?? scheme?.signingName ?? service;
          return this.#sign(request, { ...args, signingRegion, signingService });
        },
      }),
      retryStrategy: this.#retryStrategy(),
      requestHandler: this.#handler,
      forcePathStyle: true,
    });
    this.#clients.set(key, client);
    return client;
  }

  #call(): Call {
    const call = this.#calls.getStore();
    if (call === undefined) throw new Error('a request outside of a call');
    return call;
  }

  #sign(request: HttpRequest, args: SigningArguments): Promise<HttpRequest> {
    const { credentials } = this.#call();
    const { signingRegion: region, signingService: service } = args;
    const sha256 = Sha256 as unknown as HashConstructor;
    // S3 signs the path as it is sent, every other service its escaped form (SigV4, canonical request).
    const signer = new SignatureV4({ service, region, credentials, sha256, uriEscapePath: service !== 's3' });
    return signer.sign(request, args);
  }

  #retryStrategy() {
    return {
      acquireInitialRetryToken: (scope: string) => this.#call().retries.acquireInitialRetryToken(scope),
      refreshRetryTokenForRetry: (token: RetryToken, error: RetryErrorInfo) =>
        this.#call().retries.refreshRetryTokenForRetry(token as never, error),
      recordSuccess: (token: RetryToken) => this.#call().retries.recordSuccess(token as never),
    };
  }
}
