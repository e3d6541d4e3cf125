/** What can go wrong between us and AWS, as plain data; rules say when. */

import type { AwsError } from './encode.ts';
import { type AwsCall, callName } from './wire.ts';

/** Who refuses: the words after "because" in AWS's message tell them apart. Of a role's trust it says nothing. */
export type Refuser = 'identity' | 'scp' | 'boundary' | 'session' | 'resource' | 'trust';

/** What happens to a request. `delay` waits and goes on; the others end it. */
export type Fault =
  | { kind: 'answer'; value: Record<string, unknown> }
  | ({ kind: 'error' } & AwsError)
  | { kind: 'reply'; status: number; headers: Record<string, string>; body: string }
  | { kind: 'deny'; by: Refuser }
  | { kind: 'throttle'; namespaced: boolean; headers: Record<string, string> }
  | { kind: 'quota'; perSecond: number; burst: number }
  | { kind: 'unavailable'; status: 500 | 503 }
  | { kind: 'expiredToken' }
  | { kind: 'regionOff' }
  | { kind: 'delay'; ms: number }
  | { kind: 'hang' }
  | { kind: 'reset' }
  | { kind: 'truncate' };

/** A successful answer made up by the test, in modelled form. */
export function answerWith(value: Record<string, unknown>): Fault {
  return { kind: 'answer', value };
}

/** Any AWS error, in the dialect of the service that is asked. */
export function fail(code: string, { status = 400, message = code } = {}): Fault {
  return { kind: 'error', status, code, message };
}

/** A raw HTTP answer, sent as it stands. */
export function reply(
  body: string,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
): Fault {
  return { kind: 'reply', status, headers, body };
}

/** Access denied; by an explicit deny in a service control policy if `by` is `scp`. */
export function deny(by: Refuser = 'identity'): Fault {
  return { kind: 'deny', by };
}

/** Throttling in the service's own words; `namespaced` adds the Coral prefix to `__type`. */
export function throttle({
  namespaced = false,
  headers = {},
}: {
  namespaced?: boolean;
  headers?: Record<string, string>;
} = {}): Fault {
  return { kind: 'throttle', namespaced, headers };
}

/** A token bucket per account, Region and rule; throttles what exceeds it. */
export function quota(perSecond: number, burst = perSecond): Fault {
  return { kind: 'quota', perSecond, burst };
}

/** A server error: 503 unavailable or 500 internal failure. */
export function unavailable(status: 500 | 503 = 503): Fault {
  return { kind: 'unavailable', status };
}

/** The session's credentials have expired. */
export function expiredToken(): Fault {
  return { kind: 'expiredToken' };
}

/** The account has not enabled the Region that it asks. */
export function regionOff(): Fault {
  return { kind: 'regionOff' };
}

/** Waits, then goes on with the next rule or the ordinary answer. */
export function delay(ms: number): Fault {
  return { kind: 'delay', ms };
}

/** Takes the request and never answers. */
export function hang(): Fault {
  return { kind: 'hang' };
}

/** Resets the connection before the answer. */
export function reset(): Fault {
  return { kind: 'reset' };
}

/** Sends the headers and half of the ordinary answer, then cuts the connection. */
export function truncate(): Fault {
  return { kind: 'truncate' };
}

/** A load balancer's HTML page instead of an answer. */
export function html(status = 503): Fault {
  const body = `<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>`;
  return { kind: 'reply', status, headers: { 'Content-Type': 'text/html' }, body };
}

/** No body at all. */
export function empty(status = 200): Fault {
  return { kind: 'reply', status, headers: {}, body: '' };
}

/** A well-formed answer in which every member is absent. */
export function emptyObject(): Fault {
  return { kind: 'answer', value: {} };
}

const JSON_PROTOCOLS = new Set(['json-1.0', 'json-1.1', 'rest-json']);

/** The error that a service sends for a fault that is named by its meaning. */
export function errorOf(fault: Fault, call: AwsCall, principal: string): AwsError | null {
  switch (fault.kind) {
    case 'error':
      return fault;
    case 'deny':
      return denial(call, fault.by, principal);
    case 'throttle':
      return { ...throttling(call, fault.namespaced), headers: fault.headers };
    case 'quota':
      return throttling(call, false);
    case 'unavailable':
      return serverError(call, fault.status);
    case 'expiredToken':
      return expiry(call);
    case 'regionOff':
      return regionError(call);
    default:
      return null;
  }
}

const BECAUSE: Record<Refuser, string> = {
  identity: 'no identity-based policy allows the ACTION action',
  scp: 'with an explicit deny in a service control policy',
  boundary: 'no permissions boundary allows the ACTION action',
  session: 'no session policy allows the ACTION action',
  resource: 'with an explicit deny in a resource-based policy',
  trust: '',
};

// Where S3 asks for another permission than the operation's name.
const ACTIONS: Record<string, string> = {
  's3:HeadBucket': 'ListBucket',
  's3:GetBucketEncryption': 'GetEncryptionConfiguration',
  's3:GetBucketLifecycleConfiguration': 'GetLifecycleConfiguration',
  's3:GetObjectLockConfiguration': 'GetBucketObjectLockConfiguration',
  's3:GetPublicAccessBlock': 'GetBucketPublicAccessBlock',
};

/** The refusal of an action, in the words and the dialect of its service. */
export function denial(call: AwsCall, by: Refuser, principal: string): AwsError {
  const action = `${call.service === 'sns' ? 'SNS' : call.service}:${ACTIONS[callName(call)] ?? call.operation}`;
  const because = BECAUSE[by].replace('ACTION', action);
  const joined = because === '' || because.startsWith('with') ? because : `because ${because}`;
  const on = call.operation === 'AssumeRole' ? ` on resource: ${String(call.params.RoleArn)}` : ' on resource: *';
  const message = `User: ${principal} is not authorized to perform: ${action}${on} ${joined}`.trimEnd();
  if (call.service === 'organizations')
    return {
      status: 400,
      code: 'AccessDeniedException',
      message: "You don't have permissions to access this resource.",
    };
  if (call.service === 'ec2') {
    return {
      status: 403,
      code: 'UnauthorizedOperation',
      message: `You are not authorized to perform this operation. ${message.replace(on, '')}`,
    };
  }
  if (call.service === 'sns') return { status: 403, code: 'AuthorizationError', message };
  if (call.protocol === 'rest-json') return { status: 403, code: 'AccessDeniedException', message };
  if (JSON_PROTOCOLS.has(call.protocol)) return { status: 400, code: 'AccessDeniedException', message };
  return { status: 403, code: 'AccessDenied', message };
}

function throttling(call: AwsCall, namespaced: boolean): AwsError {
  const message = 'Rate exceeded';
  switch (call.service) {
    case 'organizations':
      return {
        status: 400,
        code: 'TooManyRequestsException',
        message:
          "AWS Organizations can't complete your request because another request is already in progress. Try again later.",
      };
    case 'ec2':
      return { status: 503, code: 'RequestLimitExceeded', message: 'Request limit exceeded.' };
    case 's3':
      return { status: 503, code: 'SlowDown', message: 'Please reduce your request rate.' };
    case 'account':
    case 'securityhub':
      return { status: 429, code: 'TooManyRequestsException', message };
  }
  if (!JSON_PROTOCOLS.has(call.protocol)) return { status: 400, code: 'Throttling', message };
  const code = call.protocol === 'json-1.0' ? 'Throttling' : 'ThrottlingException';
  return { status: 400, code: namespaced ? `com.amazon.coral.availability#${code}` : code, message };
}

function serverError(call: AwsCall, status: 500 | 503): AwsError {
  if (status === 500)
    return {
      status,
      code: call.service === 's3' ? 'InternalError' : 'InternalFailure',
      message: 'We encountered an internal error. Please try again.',
    };
  const code =
    call.service === 'ec2'
      ? 'Unavailable'
      : JSON_PROTOCOLS.has(call.protocol)
        ? 'ServiceUnavailableException'
        : 'ServiceUnavailable';
  return { status, code, message: 'Service is unable to handle request.' };
}

function expiry(call: AwsCall): AwsError {
  const message = 'The security token included in the request is expired';
  if (call.service === 'ec2') return { status: 400, code: 'RequestExpired', message: 'Request has expired.' };
  if (call.service === 's3') return { status: 400, code: 'ExpiredToken', message: 'The provided token has expired.' };
  if (call.protocol === 'rest-json') return { status: 403, code: 'ExpiredTokenException', message };
  if (JSON_PROTOCOLS.has(call.protocol)) return { status: 400, code: 'ExpiredTokenException', message };
  return { status: 403, code: 'ExpiredToken', message };
}

/** The answer of a Region that the account has not enabled, which is also that to an unknown key. */
export function regionError(call: AwsCall): AwsError {
  const message = 'The security token included in the request is invalid.';
  if (call.service === 'ec2')
    return {
      status: 401,
      code: 'AuthFailure',
      message: 'AWS was not able to validate the provided access credentials',
    };
  if (call.service === 's3')
    return { status: 400, code: 'InvalidToken', message: 'The provided token is malformed or otherwise invalid.' };
  if (call.operation === 'AssumeRole') {
    return {
      status: 403,
      code: 'RegionDisabledException',
      message:
        'STS is not activated in this region for the account. Your account administrator can activate STS in this region using the IAM Console.',
    };
  }
  if (call.protocol === 'rest-json') return { status: 403, code: 'UnrecognizedClientException', message };
  if (JSON_PROTOCOLS.has(call.protocol)) return { status: 400, code: 'UnrecognizedClientException', message };
  return { status: 403, code: 'InvalidClientTokenId', message };
}
