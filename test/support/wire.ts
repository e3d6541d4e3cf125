import { createHash } from 'node:crypto';
import type { Capture, TransportFailure } from '../../src/model/capture.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { OPERATIONS, type Operation } from '../../src/model/operations.ts';
import type { Fault } from './world.ts';

/** One question and the answer that a healthy AWS would give. */
export interface Question {
  readonly call: Operation;
  readonly account: string;
  readonly region: string;
  readonly parameters: JsonObject;
  readonly page?: number;
  readonly body: string;
  /** Default: 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The capture of a question, answered well or with a fault; null where nothing was kept of it. */
export function captured(question: Question, fault: Fault | null): Capture | null {
  const { call, account, region, parameters, page = 0, body, status = 200, headers } = question;
  const answer = fault === null ? answered(status, body) : faulty(call, body, fault);
  if (answer === null) return null;
  return {
    call,
    account,
    region,
    parameters,
    page,
    principal: `arn:aws:iam::${account}:role/audit`,
    requestId: null,
    ...answer,
    ...(fault === null && headers !== undefined ? { headers } : {}),
  };
}

/** The same capture with another outcome; null for `missing`. */
export function broken(capture: Capture, fault: Fault): Capture | null {
  const { call, account, region, parameters, page, body } = capture;
  return captured({ call, account, region, parameters, page, body: body ?? '' }, fault);
}

type Answer = Pick<Capture, 'at' | 'status' | 'errorType' | 'body' | 'sha256' | 'transport' | 'transportCode'>;

function answered(status: number, body: string): Answer {
  const sha256 = `sha256:${createHash('sha256').update(body).digest('hex')}`;
  return { at: '2026-11-24T00:00:00Z', status, errorType: null, body, sha256, transport: null, transportCode: null };
}

function silent(transport: TransportFailure, transportCode: string): Answer {
  return { at: null, status: null, errorType: null, body: null, sha256: null, transport, transportCode };
}

function faulty(call: Operation, body: string, fault: Fault): Answer | null {
  if (typeof fault === 'object') {
    return 'json' in fault ? answered(200, JSON.stringify(fault.json)) : answered(fault.status ?? 200, fault.text);
  }
  const refusal = (status: number, code: string, message: string): Answer =>
    // An answer to HEAD has no body: the status alone speaks.
    answered(status, call === 's3:HeadBucket' ? '' : refused(call, code, message));
  switch (fault) {
    case 'missing':
      return null;
    case 'denied': {
      return refusal(
        403,
        deniedCode(call),
        `User: arn:aws:iam::1:role/audit is not authorized to perform: ${OPERATIONS[call].action}`,
      );
    }
    case 'throttled':
      return call.startsWith('s3:')
        ? refusal(503, 'SlowDown', 'Please reduce your request rate.')
        : refusal(400, 'ThrottlingException', 'Rate exceeded');
    case 'server-error':
      return refusal(500, 'InternalFailure', 'try again');
    case 'expired':
      return refusal(400, 'ExpiredTokenException', 'The security token included in the request is expired');
    case 'region-off':
      return refusal(400, 'UnrecognizedClientException', 'The security token included in the request is invalid.');
    case 'not-found':
      return refusal(404, notFoundCode(call), 'It is not there');
    case 'timeout':
      return silent('timeout', 'TimeoutError');
    case 'reset':
      return silent('reset', 'ECONNRESET');
    case 'html':
      return answered(200, '<html><body>Sign in to the guest network</body></html>');
    case 'truncated':
      return answered(200, body.slice(0, Math.floor(body.length / 2)));
    case 'empty-body':
      return answered(200, '');
    case 'empty-object':
      return answered(200, isXml(call) ? '<Nothing/>' : '{}');
    case 'list':
      return answered(200, '[]');
  }
}

const XML_SERVICES = ['iam', 'ec2', 'sts', 's3', 'sns'];

function isXml(call: Operation): boolean {
  return XML_SERVICES.includes(call.split(':')[0] ?? '');
}

function deniedCode(call: Operation): string {
  const codes: Readonly<Record<string, string>> = {
    ec2: 'UnauthorizedOperation',
    iam: 'AccessDenied',
    s3: 'AccessDenied',
    sns: 'AuthorizationError',
  };
  return codes[call.split(':')[0] ?? ''] ?? 'AccessDeniedException';
}

function notFoundCode(call: Operation): string {
  const codes: Readonly<Record<string, string>> = {
    cloudtrail: 'TrailNotFoundException',
    iam: 'NoSuchEntity',
    kms: 'NotFoundException',
    organizations: 'PolicyNotFoundException',
    s3: 'NoSuchBucket',
    sns: 'NotFound',
  };
  return codes[call.split(':')[0] ?? ''] ?? 'ResourceNotFoundException';
}

function refused(call: Operation, code: string, message: string): string {
  if (call.startsWith('ec2:')) {
    return `<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors></Response>`;
  }
  if (call.startsWith('s3:'))
    return `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  if (isXml(call))
    return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
  return JSON.stringify({ __type: `com.amazonaws.${call.split(':')[0]}#${code}`, message });
}
