/** Requests to the rig without an SDK: what went over the wire is seen as it came. */

import { accessKeyOf } from './access-key.ts';

export type RawRequest = {
  service: string;
  account: string;
  region: string;
  path: string;
  method?: string;
  headers?: Record<string, string>;
};

export type RawAnswer = { status: number; headers: Headers; text: string };

/** A request that is signed only as far as the rig and moto look: the scope names key, Region and service. */
export async function rawRequest(url: string, request: RawRequest): Promise<RawAnswer> {
  const { service, account, region, path, method = 'GET', headers = {} } = request;
  const scope = `Credential=${accessKeyOf(account)}/20260101/${region}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=0`;
  const answer = await fetch(url + path, { method, redirect: 'manual', headers: { ...headers, authorization } });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}
