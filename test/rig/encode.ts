/** Answers and errors in the exact wire shape of each AWS protocol. */

import { randomUUID } from 'node:crypto';
import type { AwsCall } from './wire.ts';
import { toXml } from './xml.ts';

export type HttpAnswer = { status: number; headers: Record<string, string>; body: string | Buffer };

/** An AWS error before it takes the shape of a protocol. */
export type AwsError = {
  status: number;
  code: string;
  message: string;
  headers?: Record<string, string>;
  /** Further elements of an error of S3. */
  details?: Record<string, string>;
};

const NAMESPACES: Record<string, string> = {
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
  sns: 'http://sns.amazonaws.com/doc/2010-03-31/',
  cloudwatch: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
  ec2: 'http://ec2.amazonaws.com/doc/2016-11-15/',
  s3: 'http://s3.amazonaws.com/doc/2006-03-01/',
  s3control: 'http://awss3control.amazonaws.com/doc/2018-08-20/',
};

// The models of these two services spell the member with a capital letter, and so does AWS's front
// door for refusals; throttling and token errors come in small letters from every JSON service.
const CAPITAL_MESSAGE = new Set(['cloudtrail', 'organizations']);
const FRONT_DOOR = new Set(['ThrottlingException', 'UnrecognizedClientException', 'ExpiredTokenException']);

/**
 * A successful answer. JSON protocols take the modelled object; query takes the members of the result;
 * EC2 takes wire names; S3 takes `{ RootElement: {…} }`. Dates become what the protocol writes.
 */
export function encodeAnswer(call: AwsCall, value: Record<string, unknown>): HttpAnswer {
  const id = randomUUID();
  const { service, operation, protocol } = call;
  if (protocol === 'query') {
    const result =
      Object.keys(value).length > 0 ? `<${operation}Result>${toXml(value, 'member')}</${operation}Result>` : '';
    const metadata = `<ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata>`;
    return answer(
      call,
      200,
      id,
      `<${operation}Response xmlns="${NAMESPACES[service]}">${result}${metadata}</${operation}Response>`,
    );
  }
  if (protocol === 'ec2') {
    const body = `<requestId>${id}</requestId>${toXml(value, 'item')}`;
    return answer(
      call,
      200,
      id,
      `${XML_HEAD}<${operation}Response xmlns="${NAMESPACES.ec2}">${body}</${operation}Response>`,
    );
  }
  if (protocol === 'rest-xml') return answer(call, 200, id, restXml(call, value));
  return answer(call, 200, id, jsonOf(value));
}

/** A body of the JSON protocols. */
export function jsonOf(value: Record<string, unknown>): string {
  return JSON.stringify(epochDates(value));
}

/** An error as the service would send it. */
export function encodeError(call: AwsCall, error: AwsError): HttpAnswer {
  const id = randomUUID();
  const text = toXml({ Code: error.code, Message: error.message }, 'flat');
  switch (call.protocol) {
    case 'query': {
      const type = error.status < 500 ? 'Sender' : 'Receiver';
      const body = `<Error><Type>${type}</Type>${text}</Error><RequestId>${id}</RequestId>`;
      const xmlns = NAMESPACES[call.service] ?? NAMESPACES.sts;
      return answer(call, error.status, id, `<ErrorResponse xmlns="${xmlns}">${body}</ErrorResponse>`, error.headers);
    }
    case 'ec2': {
      const body = `<Errors><Error>${text}</Error></Errors><RequestID>${id}</RequestID>`;
      return answer(call, error.status, id, `${XML_HEAD}<Response>${body}</Response>`, error.headers);
    }
    case 'rest-xml': {
      const named = `${text}${toXml(error.details ?? {}, 'flat')}`;
      const ids = `<RequestId>${id}</RequestId><HostId>${hostId(id)}</HostId>`;
      const body = isS3Control(call)
        ? `<ErrorResponse xmlns="${NAMESPACES.s3control}"><Error>${named}</Error>${ids}</ErrorResponse>`
        : `<Error>${named}${ids}</Error>`;
      // S3 sends no body with an answer to HEAD, so the code is lost on the way.
      return answer(call, error.status, id, call.operation.startsWith('Head') ? '' : XML_HEAD + body, error.headers);
    }
    case 'rest-json': {
      const headers = { 'x-amzn-ErrorType': error.code, ...error.headers };
      return answer(call, error.status, id, JSON.stringify({ message: error.message }), headers);
    }
    case 'json-1.0': {
      const side = error.status < 500 ? 'Sender' : 'Receiver';
      const headers = { 'x-amzn-query-error': `${error.code};${side}`, ...error.headers };
      const body = { __type: `com.amazonaws.${call.service}#${error.code}`, message: error.message };
      return answer(call, error.status, id, JSON.stringify(body), headers);
    }
    default: {
      const capital =
        error.code === 'AccessDeniedException' || (CAPITAL_MESSAGE.has(call.service) && !FRONT_DOOR.has(error.code));
      const body = { __type: error.code, [capital ? 'Message' : 'message']: error.message };
      return answer(call, error.status, id, JSON.stringify(body), error.headers);
    }
  }
}

/** Wraps a body in the headers that AWS sends: request id, date, media type. */
export function answer(
  call: AwsCall,
  status: number,
  id: string,
  body: string | Buffer,
  extra?: Record<string, string>,
): HttpAnswer {
  const headers: Record<string, string> = { 'Content-Type': mediaType(call), Date: new Date().toUTCString() };
  if (call.protocol === 'rest-xml') {
    headers['x-amz-request-id'] = id.replaceAll('-', '').slice(0, 16).toUpperCase();
    headers['x-amz-id-2'] = hostId(id);
    headers.Server = 'AmazonS3';
  }
  if (call.protocol !== 'rest-xml') headers['x-amzn-RequestId'] = id;
  return { status, headers: { ...headers, ...extra }, body };
}

const XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';

function mediaType(call: AwsCall): string {
  switch (call.protocol) {
    case 'query':
      return 'text/xml';
    case 'ec2':
      return 'text/xml;charset=UTF-8';
    case 'rest-xml':
      return 'application/xml';
    case 'rest-json':
      return 'application/json';
    case 'cbor':
      return 'application/cbor';
    default:
      return `application/x-amz-${call.protocol}`;
  }
}

function restXml(call: AwsCall, value: Record<string, unknown>): string {
  const [root] = Object.keys(value);
  if (root === undefined) return '';
  const namespace = NAMESPACES[isS3Control(call) ? 's3control' : 's3'];
  return XML_HEAD + toXml(value, 'flat').replace(`<${root}>`, `<${root} xmlns="${namespace}">`);
}

/** S3 Control is signed as S3, and yet writes as a service of its own. */
function isS3Control({ operation }: AwsCall): boolean {
  return operation.endsWith('AccountPublicAccessBlock');
}

/** IAM sends policy documents percent-encoded as RFC 3986 has it, which is more than encodeURIComponent does. */
export function percentEncoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function hostId(id: string): string {
  return Buffer.from(id.repeat(2)).toString('base64').slice(0, 76);
}

/** JSON protocols write times as seconds since 1970, with milliseconds behind the point. */
function epochDates(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(epochDates);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, epochDates(member)]));
}
