/** Request and answer pairs as JSON lines, without credentials; written by one proxy, served by another. */

import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { accessKeyOf } from './access-key.ts';
import type { HttpAnswer } from './encode.ts';
import { paramsKey, type RuledCall } from './rules.ts';
import { callName } from './wire.ts';

export type Recorded = {
  service: string;
  operation: string;
  account: string | null;
  region: string | null;
  params: Record<string, unknown>;
  status: number;
  headers: Record<string, string>;
  body: string;
  encoding: 'utf8' | 'base64';
};

const KEPT_HEADERS = [
  'content-type',
  'date',
  'x-amzn-requestid',
  'x-amzn-errortype',
  'x-amzn-query-error',
  'x-amz-request-id',
  'x-amz-bucket-region',
];

/** Starts a new recording in this file and returns what adds a pair to it. */
export function recorder(file: string): (call: RuledCall, answer: HttpAnswer) => void {
  writeFileSync(file, '', { mode: 0o600 });
  let sessions = 0;

  return function record(call, { status, headers, body }) {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    const text = bytes.toString();
    const encoding = Buffer.from(text).equals(bytes) ? 'utf8' : 'base64';
    const { service, operation, account, region, params } = call;
    const isSession = service === 'sts' && text.includes('<SecretAccessKey>');
    const line: Recorded = {
      service,
      operation,
      account,
      region,
      params,
      status,
      headers: Object.fromEntries(
        Object.entries(headers).filter(([name]) => KEPT_HEADERS.includes(name.toLowerCase())),
      ),
      body: isSession ? withoutCredentials(text, ++sessions) : encoding === 'utf8' ? text : bytes.toString('base64'),
      encoding,
    };
    appendFileSync(file, `${JSON.stringify(line)}\n`);
  };
}

/** Answers from a recording: the n-th equal request gets the n-th answer, later ones the last; null if there is none. */
export function replayer(file: string): (call: RuledCall) => HttpAnswer | null {
  const pairs = new Map<string, Recorded[]>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '') continue;
    const recorded: Recorded = JSON.parse(line);
    const key = keyOf(recorded);
    pairs.set(key, [...(pairs.get(key) ?? []), recorded]);
  }

  return function replay(call) {
    const answers = pairs.get(keyOf(call));
    const recorded = answers !== undefined && answers.length > 1 ? answers.shift() : answers?.[0];
    if (recorded === undefined) return null;
    const { status, headers, body, encoding } = recorded;
    // A session of long ago would be renewed without end.
    const fresh = body.replace(/<Expiration>[^<]*</, `<Expiration>${new Date(Date.now() + 3_600_000).toISOString()}<`);
    return {
      status,
      headers,
      body: encoding === 'base64' ? Buffer.from(body, 'base64') : call.service === 'sts' ? fresh : body,
    };
  };
}

function keyOf(call: Pick<RuledCall, 'service' | 'operation' | 'account' | 'region' | 'params'>): string {
  return `${callName(call)}|${call.account}|${call.region}|${paramsKey(call)}`;
}

/** Puts a key of the rig in the place of a real one, so that a replay knows the account of the session. */
function withoutCredentials(xml: string, session: number): string {
  const account = /:sts::(\d{12}):/.exec(xml)?.[1] ?? '000000000000';
  return xml
    .replace(/<AccessKeyId>[^<]*</, `<AccessKeyId>${accessKeyOf(account, session)}<`)
    .replace(/<SecretAccessKey>[^<]*</, '<SecretAccessKey>removed<')
    .replace(/<SessionToken>[^<]*</, '<SessionToken>removed<');
}
