/** moto with authorization switched on denies in XML, whatever the protocol; a JSON service would say it in JSON. */

import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Translator = { url: string; close(): Promise<void> };

/** Passes everything on untouched, so that signatures hold, but for denials to JSON services. */
export async function translateDenials(upstream: string): Promise<Translator> {
  const server = createServer((incoming, outgoing) => {
    const { method, url = '/', headers } = incoming;
    void bodyOf(incoming).then((body) => {
      const forwarded = httpRequest(new URL(url, upstream), { method, headers }, (answer) => {
        void bodyOf(answer).then((bytes) => {
          const isJson = headers['x-amz-target'] !== undefined;
          const denial = isJson && answer.statusCode === 403 ? inJson(bytes.toString()) : null;
          if (denial === null) outgoing.writeHead(answer.statusCode ?? 500, kept(answer));
          else outgoing.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
          outgoing.end(denial ?? bytes);
        });
      });
      forwarded.on('error', () => outgoing.destroy());
      forwarded.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function inJson(xml: string): string | null {
  const code = /<Code>([^<]+)<\/Code>/.exec(xml)?.[1];
  const Message = /<Message>([^<]+)<\/Message>/.exec(xml)?.[1];
  if (code === undefined) return null;
  const __type = code === 'AccessDenied' ? 'AccessDeniedException' : code;
  return JSON.stringify({ __type, Message });
}

function kept({ headers }: IncomingMessage): Record<string, string> {
  const left = Object.entries(headers).filter(
    ([name]) => !['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'status'].includes(name),
  );
  return Object.fromEntries(left.map(([name, value]) => [name, String(value)]));
}

async function bodyOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
