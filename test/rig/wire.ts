/** What an HTTP request to AWS asks for: service, operation, parameters, account key and Region. */

import { restJsonOperation, s3Operation } from './rest-operations.ts';

export type Protocol = 'json-1.0' | 'json-1.1' | 'rest-json' | 'query' | 'ec2' | 'rest-xml' | 'cbor';

/** One request as AWS would understand it; `service` is spelt as in `apiCalls` (cloudwatch, not monitoring). */
export type AwsCall = {
  service: string;
  operation: string;
  /** JSON body, flat form fields (query, EC2), or bucket, key, query string and the two headers that name accounts (S3). */
  params: Record<string, unknown>;
  accessKey: string | null;
  region: string | null;
  protocol: Protocol;
};

export type HttpRequest = {
  method: string;
  url: string;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
};

const SIGNING_NAMES: Record<string, string> = { monitoring: 'cloudwatch' };
const REST_JSON = new Set(['account', 'securityhub']);

/** Reads service, operation and the rest out of a signed request. */
export function classify(request: HttpRequest): AwsCall {
  const url = new URL(request.url, 'http://aws.invalid');
  const scope = readScope(request, url);
  const service = SIGNING_NAMES[scope.service] ?? scope.service;
  const known = { service, accessKey: scope.accessKey, region: scope.region };

  const target = headerOf(request, 'x-amz-target');
  if (target !== null) {
    const protocol = headerOf(request, 'content-type')?.includes('json-1.0') ? 'json-1.0' : 'json-1.1';
    return {
      ...known,
      operation: target.slice(target.lastIndexOf('.') + 1),
      params: parseJson(request.body),
      protocol,
    };
  }
  const cbor = /^\/service\/[^/]+\/operation\/([^/?]+)/.exec(url.pathname);
  if (cbor?.[1] !== undefined) return { ...known, operation: cbor[1], params: {}, protocol: 'cbor' };
  if (service === 's3') {
    const { operation, params } = s3Operation(request.method, url);
    return { ...known, operation, params: { ...params, ...s3Headers(request) }, protocol: 'rest-xml' };
  }
  if (REST_JSON.has(service)) {
    const operation = restJsonOperation(service, request.method, url.pathname);
    const params = { ...Object.fromEntries(url.searchParams), ...parseJson(request.body) };
    return { ...known, operation, params, protocol: 'rest-json' };
  }
  const form = new URLSearchParams(request.body.length > 0 ? request.body.toString() : url.search);
  const { Action = `${request.method} ${url.pathname}`, Version: _, ...params } = Object.fromEntries(form);
  return { ...known, operation: Action, params, protocol: service === 'ec2' ? 'ec2' : 'query' };
}

/** `service:Operation`, the key under which requests are counted. */
export function callName(call: Pick<AwsCall, 'service' | 'operation'>): string {
  return `${call.service}:${call.operation}`;
}

type Scope = { accessKey: string | null; region: string | null; service: string };

function readScope(request: HttpRequest, url: URL): Scope {
  const header = /Credential=([^,\s]+)/.exec(headerOf(request, 'authorization') ?? '')?.[1];
  const [accessKey, , region, service] = (header ?? url.searchParams.get('X-Amz-Credential') ?? '').split('/');
  // Only the signature says which service and Region are meant: the rig has one host for all.
  return { accessKey: accessKey || null, region: region ?? null, service: service ?? 'unsigned' };
}

function s3Headers(request: HttpRequest): Record<string, string> {
  const owner = headerOf(request, 'x-amz-expected-bucket-owner');
  const account = headerOf(request, 'x-amz-account-id');
  return {
    ...(owner === null ? {} : { ExpectedBucketOwner: owner }),
    ...(account === null ? {} : { AccountId: account }),
  };
}

function headerOf(request: HttpRequest, name: string): string | null {
  const value = request.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

function parseJson(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
