/** How the proxy talks to the server behind it, and how it learns which account a key belongs to. */

import { Agent, request as httpRequest } from 'node:http';
import { accountOf } from './access-key.ts';
import type { HttpAnswer } from './encode.ts';
import type { Identity } from './server.ts';
import type { AwsCall, HttpRequest } from './wire.ts';

export type Upstream = {
  send(request: HttpRequest, account: string | null): Promise<HttpAnswer>;
  identify(call: AwsCall, request: HttpRequest): Identity | Promise<Identity>;
  /** Takes note of the session in an answer to AssumeRole. */
  learn(answer: HttpAnswer): void;
  close(): void;
};

const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length']);

/** The server at this URL; `null` stands for none, as in a replay. */
export function upstreamAt(url: string | null): Upstream {
  const agent = new Agent({ keepAlive: true });
  const known = new Map<string, Identity | Promise<Identity>>();

  function send(request: HttpRequest, account: string | null): Promise<HttpAnswer> {
    const { method, url: path, headers } = request;
    const body = namedTrail(request);
    if (url === null) throw new Error('a proxy that replays has no upstream');
    const kept = Object.entries(headers).filter(([name, value]) => !HOP_BY_HOP.has(name) && value !== undefined);
    // Host and the signed headers go on untouched, so a server that checks signatures is content.
    const sent: Record<string, string | string[]> = {
      ...Object.fromEntries(kept as [string, string][]),
      'content-length': String(body.length),
    };
    // moto does not know the rig's keys, but takes the account from this header.
    if (account !== null) sent['x-moto-account-id'] = account;
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest(new URL(path, url), { method, headers: sent, agent }, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const received = Object.entries(incoming.headers).filter(
            ([name]) => !HOP_BY_HOP.has(name) && name !== 'status',
          );
          const flat = Object.fromEntries(received.map(([name, value]) => [name, String(value)]));
          resolve({ status: incoming.statusCode ?? 500, headers: flat, body: Buffer.concat(chunks) });
        });
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  function identify(call: AwsCall, request: HttpRequest): Identity | Promise<Identity> {
    const header = request.headers['x-moto-account-id'];
    if (typeof header === 'string') return { account: header, principal: `arn:aws:iam::${header}:user/auditor` };
    if (call.accessKey === null) return { account: null, principal: 'anonymous' };
    const learned = known.get(call.accessKey);
    if (learned !== undefined) return learned;
    const account = accountOf(call.accessKey);
    if (account !== null || url === null) return { account, principal: `arn:aws:iam::${account}:user/auditor` };
    const asked = askIdentity(call.accessKey);
    known.set(call.accessKey, asked);
    return asked;
  }

  async function askIdentity(accessKey: string): Promise<Identity> {
    const scope = `Credential=${accessKey}/20260101/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=0`;
    const headers = { authorization: `AWS4-HMAC-SHA256 ${scope}`, 'content-type': 'application/x-www-form-urlencoded' };
    const body = Buffer.from('Action=GetCallerIdentity&Version=2011-06-15');
    const text = String((await send({ method: 'POST', url: '/', headers, body }, null)).body);
    return {
      account: /<Account>(\d{12})</.exec(text)?.[1] ?? null,
      principal: /<Arn>([^<]+)</.exec(text)?.[1] ?? 'unknown',
    };
  }

  function learn(answer: HttpAnswer): void {
    const text = String(answer.body);
    const key = /<AccessKeyId>([^<]+)</.exec(text)?.[1];
    const [, principal, account] = /<Arn>(arn:[^:]+:sts::(\d{12}):[^<]+)</.exec(text) ?? [];
    if (key !== undefined && principal !== undefined && account !== undefined) known.set(key, { account, principal });
  }

  return { send, identify, learn, close: () => agent.destroy() };
}

/** moto starts and stops trails by their name alone; AWS takes the ARN as well, and Terraform sends it. */
function namedTrail({ headers, body }: HttpRequest): HttpRequest['body'] {
  if (!/\.(Start|Stop)Logging$/.test(String(headers['x-amz-target'] ?? ''))) return body;
  return Buffer.from(String(body).replace(/"arn:[^"]*:trail\/([^"/]+)"/, '"$1"'));
}
