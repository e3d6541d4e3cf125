/** What the handlers of the double share. */

import type { AwsError } from '../encode.ts';
import type { AwsCall } from '../wire.ts';
import type { RegionOptStatus, WorldAccount } from '../world.ts';

/** An account in which every default has been filled in. */
export type KnownAccount = WorldAccount & { regions: Record<string, RegionOptStatus> };

export type WorldContext = {
  partition: string;
  now: Date;
  accounts: Map<string, KnownAccount>;
  pageSize: number;
};

/** Answers one operation for one account, or throws an AwsFault. */
export type Handler = (call: AwsCall, account: KnownAccount) => Record<string, unknown>;

/** An error that AWS would answer. */
export class AwsFault extends Error {
  readonly error: AwsError;

  constructor(error: AwsError) {
    super(error.message);
    this.error = error;
  }
}

/** Throws a modelled error of the service. */
export function refuse(code: string, message: string, status = 400): never {
  throw new AwsFault({ status, code, message });
}

/** One page of a list; the token is the position of the next one. */
export function pageOf<T>(items: T[], token: unknown, size: number): { page: T[]; next: string | undefined } {
  const from = token === undefined ? 0 : Number(Buffer.from(String(token), 'base64').toString());
  if (!Number.isInteger(from)) refuse('ValidationException', 'The pagination token is not valid.');
  const to = from + size;
  return {
    page: items.slice(from, to),
    next: to < items.length ? Buffer.from(String(to)).toString('base64') : undefined,
  };
}
