import { setTimeout as sleep } from 'node:timers/promises';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import type { HashConstructor } from '@smithy/types';
import { configuredEndpoint } from './configured-endpoint.ts';
import type { Credentials } from './credentials.ts';
import type { Exchange, RecordingHandler } from './exchange.ts';
import { Sha256 } from './sha256.ts';

/** Operations signed by hand: each is the only one of its client that is needed, and the client outweighs the others. */
export type ByHand = 'ec2:DescribeRegions' | 's3:GetAccountPublicAccessBlock';

interface Place {
  readonly account: string;
  readonly region: string;
}

interface Request {
  /** The SDKs' id of the service, as endpoint settings spell it. */
  readonly serviceId: string;
  readonly signedAs: string;
  readonly method: 'GET' | 'POST';
  readonly host: (place: Place) => string;
  readonly path: string;
  readonly headers: (place: Place) => Readonly<Record<string, string>>;
  readonly body: string;
}

const REQUESTS: Readonly<Record<ByHand, Request>> = {
  'ec2:DescribeRegions': {
    serviceId: 'ec2',
    signedAs: 'ec2',
    method: 'POST',
    host: ({ region }) => `ec2.${region}.${suffixOf(region)}`,
    path: '/',
    headers: () => ({ 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }),
    body: 'Action=DescribeRegions&Version=2016-11-15',
  },
  // S3 Control, GetPublicAccessBlock: the settings of the whole account (S3 API reference).
  's3:GetAccountPublicAccessBlock': {
    serviceId: 's3_control',
    signedAs: 's3',
    method: 'GET',
    host: ({ account, region }) => `${account}.s3-control.${region}.${suffixOf(region)}`,
    path: '/v20180820/configuration/publicAccessBlock',
    headers: ({ account }) => ({ 'x-amz-account-id': account }),
    body: '',
  },
};

const ATTEMPTS = 4;

/** Sends one of them; the answer is in the exchange. Retries server errors and throttling; throws where no answer comes. */
export async function sendByHand(
  operation: ByHand,
  place: Place,
  credentials: Credentials,
  handler: RecordingHandler,
  options: { abortSignal: AbortSignal; exchange: Exchange },
): Promise<void> {
  const request = REQUESTS[operation];
  const { region } = place;
  const set = await configuredEndpoint(request.serviceId);
  const { protocol, hostname, port, pathname } = new URL(set ?? `https://${request.host(place)}`);
  const signer = new SignatureV4({
    ...{ service: request.signedAs, region, credentials, sha256: Sha256 as unknown as HashConstructor },
    applyChecksum: true,
  });
  for (let attempt = 1; ; attempt += 1) {
    const signed = await signer.sign(
      new HttpRequest({
        ...{ method: request.method, protocol, hostname, body: request.body },
        ...(port === '' ? {} : { port: Number(port) }),
        path: `${pathname.replace(/\/$/, '')}${request.path}`,
        headers: {
          host: port === '' ? hostname : `${hostname}:${port}`,
          ...request.headers(place),
          ...(request.body === '' ? {} : { 'content-length': String(request.body.length) }),
        },
      }),
    );
    const last = attempt === ATTEMPTS;
    try {
      const { response } = await handler.handle(HttpRequest.clone(signed as HttpRequest), options);
      if ((response.statusCode < 500 && response.statusCode !== 429) || last) return;
    } catch (error) {
      if (last || options.abortSignal.aborted) throw error;
    }
    await sleep(100 * 2 ** attempt, undefined, { signal: options.abortSignal });
  }
}

function suffixOf(region: string): string {
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
}
