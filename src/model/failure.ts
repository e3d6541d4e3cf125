import { plainText } from '../util/text.ts';
import type { Capture } from './capture.ts';
import { isObject } from './json.ts';
import { OPERATIONS } from './operations.ts';
import type { Failure, FailureKind } from './read.ts';

/**
 * AWS error codes by what they mean for a reader. Sources: the services' error pages; the SDK's own list of throttling
 * codes; for a Region that is not opted into, what the services answer to a signature they cannot know.
 */
const KIND_OF_CODE: Readonly<Record<string, FailureKind>> = {
  AccessDenied: 'denied',
  AccessDeniedException: 'denied',
  AuthorizationError: 'denied',
  AuthorizationErrorException: 'denied',
  Forbidden: 'denied',
  NotAuthorized: 'denied',
  UnauthorizedException: 'denied',
  UnauthorizedOperation: 'denied',

  BandwidthLimitExceeded: 'throttled',
  EC2ThrottledException: 'throttled',
  LimitExceededException: 'throttled',
  PriorRequestNotComplete: 'throttled',
  RequestLimitExceeded: 'throttled',
  RequestThrottled: 'throttled',
  RequestThrottledException: 'throttled',
  SlowDown: 'throttled',
  ThrottledException: 'throttled',
  Throttling: 'throttled',
  ThrottlingException: 'throttled',
  TooManyRequestsException: 'throttled',

  AuthFailure: 'region-off',
  InvalidClientTokenId: 'region-off',
  OptInRequired: 'region-off',
  RegionDisabledException: 'region-off',
  UnrecognizedClientException: 'region-off',

  ExpiredToken: 'credentials',
  ExpiredTokenException: 'credentials',
  IncompleteSignature: 'credentials',
  InvalidSignatureException: 'credentials',
  MissingAuthenticationToken: 'credentials',
  MissingAuthenticationTokenException: 'credentials',
  RequestExpired: 'credentials',
  SignatureDoesNotMatch: 'credentials',

  InvalidAction: 'not-implemented',
  NotImplemented: 'not-implemented',
  OperationNotPermittedException: 'not-implemented',
  UnknownOperationException: 'not-implemented',
  UnsupportedOperationException: 'not-implemented',

  EventDataStoreNotFoundException: 'not-found',
  NoSuchBucket: 'not-found',
  NoSuchEntity: 'not-found',
  NoSuchEntityException: 'not-found',
  NotFound: 'not-found',
  NotFoundException: 'not-found',
  ResourceNotFoundException: 'not-found',
  TrailNotFoundException: 'not-found',
};

const KIND_OF_TRANSPORT = {
  timeout: 'unreachable',
  reset: 'unreachable',
  unreachable: 'unreachable',
  interrupted: 'interrupted',
  credentials: 'credentials',
  client: 'refused',
} as const satisfies Record<NonNullable<Capture['transport']>, FailureKind>;

/** HEAD answers have no body, so the status alone speaks (S3 API reference, HeadBucket). */
const KIND_OF_HEAD: Readonly<Record<number, FailureKind>> = { 401: 'denied', 403: 'denied', 404: 'not-found' };

/** The failure that a capture shows, or null where AWS answered the question. Pure: the same capture, the same failure. */
export function failureOf(capture: Capture): Failure | null {
  const { status, body } = capture;
  if (status !== null && status >= 200 && status < 300) return null;
  const error = body === null ? { code: null, message: null } : errorIn(body, capture.errorType);
  const kind = kindOf(capture, error.code);
  return {
    kind,
    call: capture.call,
    account: capture.account,
    region: capture.region,
    code: error.code ?? capture.transportCode,
    message: oneLine(error.message),
    permission: kind === 'denied' ? (missingAction(error.message) ?? OPERATIONS[capture.call].action) : null,
  };
}

/** A 2xx answer that lacks what AWS always sends, or is not what the service speaks. */
export function malformed(capture: Capture, message: string): Failure {
  return {
    kind: 'malformed',
    call: capture.call,
    account: capture.account,
    region: capture.region,
    code: null,
    message,
    permission: null,
  };
}

function kindOf({ call, status, transport }: Capture, code: string | null): FailureKind {
  if (code !== null && KIND_OF_CODE[code] !== undefined) return KIND_OF_CODE[code];
  if (status === null) return KIND_OF_TRANSPORT[transport ?? 'client'];
  if (status === 429) return 'throttled';
  if (status === 501) return 'not-implemented';
  if (status >= 500) return 'unreachable';
  if (code === null) return call === 's3:HeadBucket' ? (KIND_OF_HEAD[status] ?? 'refused') : 'malformed';
  return status === 401 || status === 403 ? 'denied' : 'refused';
}

function errorIn(body: string, errorType: string | null): { code: string | null; message: string | null } {
  const text = body.trimStart();
  if (text.startsWith('{')) {
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      return { code: plainCode(errorType), message: null };
    }
    if (!isObject(parsed)) return { code: plainCode(errorType), message: null };
    const code = errorType ?? parsed['__type'] ?? parsed['code'] ?? parsed['Code'];
    const message = parsed['message'] ?? parsed['Message'];
    return { code: plainCode(code), message: typeof message === 'string' ? message : null };
  }
  const code = /<Code>([^<]{1,100})<\/Code>/.exec(text)?.[1] ?? errorType;
  return { code: plainCode(code), message: /<Message>([^<]{1,1000})<\/Message>/.exec(text)?.[1] ?? null };
}

/** `com.amazon.coral.availability#ThrottlingException:http://…` → ThrottlingException */
function plainCode(code: unknown): string | null {
  if (typeof code !== 'string') return null;
  const plain = code.replace(/^.*#/, '').replace(/:.*$/, '').trim();
  return /^[\w.-]{1,100}$/.test(plain) ? plain : null;
}

/** SNS spells its own prefix in capitals; actions are written with a small one. */
function missingAction(message: string | null): string | null {
  const [, service, action] = /not authorized to perform:? ([a-z0-9-]+):(\w+)/i.exec(message ?? '') ?? [];
  return service === undefined ? null : `${service.toLowerCase()}:${action}`;
}

function oneLine(message: string | null): string | null {
  if (message === null) return null;
  return plainText(message.replace(/\s+/g, ' ').trim()).slice(0, 300);
}
