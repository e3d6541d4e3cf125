import { setTimeout as sleep } from 'node:timers/promises';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import type { HashConstructor } from '@smithy/types';
import { configuredEc2Endpoint } from './configured-endpoint.ts';
import type { Credentials } from './credentials.ts';
import type { Exchange, RecordingHandler } from './exchange.ts';
import { Sha256 } from './sha256.ts';

const BODY = 'Action=DescribeRegions&Version=2016-11-15';
const ATTEMPTS = 4;

/**
 * ec2:DescribeRegions, signed by hand, since the EC2 client alone outweighs all others. Answers the enabled Regions as
 * XML in the exchange. Retries server errors; throws where no answer comes.
 */
export async function describeRegions(
  region: string,
  credentials: Credentials,
  handler: RecordingHandler,
  options: { abortSignal: AbortSignal; exchange: Exchange },
): Promise<unknown> {
  const { protocol, hostname, port } = new URL(await endpointOf(region));
  const signer = new SignatureV4({ service: 'ec2', region, credentials, sha256: Sha256 as unknown as HashConstructor });
  for (let attempt = 1; ; attempt += 1) {
    const request = new HttpRequest({
      method: 'POST',
      protocol,
      hostname,
      ...(port === '' ? {} : { port: Number(port) }),
      path: '/',
      headers: {
        host: port === '' ? hostname : `${hostname}:${port}`,
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        'content-length': String(BODY.length),
      },
      body: BODY,
    });
    const signed = await signer.sign(request);
    const last = attempt === ATTEMPTS;
    try {
      const { response } = await handler.handle(HttpRequest.clone(signed as HttpRequest), options);
      if (response.statusCode < 500 || last) return {};
    } catch (error) {
      if (last || options.abortSignal.aborted) throw error;
    }
    await sleep(100 * 2 ** attempt, undefined, { signal: options.abortSignal });
  }
}

async function endpointOf(region: string): Promise<string> {
  const set = await configuredEc2Endpoint();
  return set ?? `https://ec2.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}
