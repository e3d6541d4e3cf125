/** What the handlers of the double share. */

import type { AwsError } from '../encode.ts';
import { denial } from '../faults.ts';
import type { AwsCall } from '../wire.ts';
import type { RegionOptStatus, SessionLimits, WorldAccount, WorldOrganization } from '../world.ts';
import type { Named } from './named.ts';
import type { PlacedTrail } from './placed-trails.ts';

/** An account in which every default has been filled in. */
export type KnownAccount = WorldAccount & { regions: Record<string, RegionOptStatus> };

export type WorldContext = {
  partition: string;
  now: Date;
  accounts: Map<string, KnownAccount>;
  /** Null where every account stands alone. */
  organization: WorldOrganization | null;
  pageSize: number;
  /** When sessions end whose role does not say it. */
  sessions: SessionLimits;
  principalOf(accessKey: string | null): string;
  trails: PlacedTrail[];
  /** What trails and the rest name, described or not. */
  named: Named;
  /** Names and ARNs that stand for nothing. */
  missing: Set<string>;
  /** Who owns buckets that nobody describes; null: the trail's account. */
  logArchive: string | null;
};

/** A body that is sent as it stands: a JSON answer that is written once and sent many times, or none of its protocol. */
export class PreparedAnswer {
  readonly body: Buffer;
  readonly headers: Record<string, string>;

  constructor(text: string, headers: Record<string, string> = {}) {
    this.body = Buffer.from(text);
    this.headers = headers;
  }
}

/** Answers one operation for one account, or throws an AwsFault. */
export type Handler = (call: AwsCall, account: KnownAccount) => Record<string, unknown> | PreparedAnswer;

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

/** Throws the refusal of an action by the caller's policies. */
export function denyCall(world: WorldContext, call: AwsCall): never {
  throw new AwsFault(denial(call, 'identity', world.principalOf(call.accessKey)));
}

/** Whether the account is the management account or a member; nobody is where there is no organisation. */
export function isMember(world: WorldContext, account: KnownAccount): boolean {
  return world.organization !== null && account.member !== false;
}

/** Whether the account may read the organisation: management and every delegated administrator. */
export function mayReadOrganization({ organization }: WorldContext, account: KnownAccount): boolean {
  if (organization === null || account.member === false) return false;
  const delegates = organization.delegatedAdministrators ?? [];
  return organization.management === account.id || delegates.some((one) => one.account === account.id);
}

/** The services that may act in all accounts of the organisation. */
export function trustedServices(organization: WorldOrganization): string[] {
  return organization.trustedServices ?? ['account.amazonaws.com', 'cloudtrail.amazonaws.com'];
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

/** A document as it goes over the wire: text as it stands, anything else as JSON. */
export function documentText(document: unknown): string {
  return typeof document === 'string' ? document : JSON.stringify(document);
}
