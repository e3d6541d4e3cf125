/** Where a fact comes from: one field of one AWS answer. `at` is AWS's own date of the answer, ISO 8601 in UTC. */
export interface Source {
  readonly capture: string | null;
  readonly call: string;
  readonly account: string;
  readonly region: string | null;
  readonly field: string | null;
  readonly at: string | null;
}

/**
 * Why a fact is unknown.
 *
 * `denied` and `region-off` are AWS's refusals, `throttled` and `unreachable` its silence, `malformed` an answer that
 * lacks what AWS always sends, `not-found` a thing that another answer promised. `not-asked` means that no selected
 * control needed the call, `out-of-scope` that the fact lies in an account which this run may not read.
 */
export type FailureKind =
  | 'denied'
  | 'throttled'
  | 'unreachable'
  | 'region-off'
  | 'not-implemented'
  | 'malformed'
  | 'not-found'
  | 'credentials'
  | 'refused'
  | 'interrupted'
  | 'not-asked'
  | 'out-of-scope';

export interface Failure {
  readonly kind: FailureKind;
  readonly call: string;
  readonly account: string;
  readonly region: string | null;
  /** AWS's error code, or the transport's. */
  readonly code: string | null;
  /** One line, at most 300 characters, control characters removed. */
  readonly message: string | null;
  /** The IAM action that is missing; only for `denied`. */
  readonly permission: string | null;
}

/** Every value that comes from AWS: known with its source, or unknown with a cause. */
export type Read<T> =
  | { readonly known: true; readonly value: T; readonly source: Source }
  | { readonly known: false; readonly failure: Failure; readonly source: Source };

export function known<T>(value: T, source: Source): Read<T> {
  return { known: true, value, source };
}

export function unread<T>(failure: Failure, source: Source): Read<T> {
  return { known: false, failure, source };
}

/** Applies a pure function to a known value; a failure passes through. */
export function mapRead<A, B>(read: Read<A>, change: (value: A) => B): Read<B> {
  return read.known ? known(change(read.value), read.source) : read;
}

/** A failure for a fact that no call was made for. */
export function notAsked(call: string, account: string, region: string | null): Failure {
  return { kind: 'not-asked', call, account, region, code: null, message: null, permission: null };
}

/** The source of a fact that no answer stands behind. */
export function noSource(call: string, account: string, region: string | null): Source {
  return { capture: null, call, account, region, field: null, at: null };
}

/** A fact that no call was made for. */
export function unasked<T>(call: string, account: string, region: string | null): Read<T> {
  return unread(notAsked(call, account, region), noSource(call, account, region));
}

/** The known value, or null. */
export function orNull<T>(read: Read<T> | null | undefined): T | null {
  return read?.known ? read.value : null;
}
