/** A static double of AWS on loopback: it answers from a World and changes nothing. */

import { randomUUID } from 'node:crypto';
import { accountOf } from './access-key.ts';
import { cloudTrailHandlers } from './double/cloudtrail.ts';
import { AwsFault, type Handler, type KnownAccount, PreparedAnswer, type WorldContext } from './double/handler.ts';
import { iamHandlers } from './double/iam.ts';
import { kmsHandlers } from './double/kms.ts';
import { logStreamHandlers } from './double/log-streams.ts';
import { logsHandlers } from './double/logs.ts';
import { namedThings } from './double/named.ts';
import { completed } from './double/organization.ts';
import { organizationsHandlers } from './double/organizations.ts';
import { placeTrails } from './double/placed-trails.ts';
import { regionHandlers } from './double/regions.ts';
import { s3Handlers } from './double/s3.ts';
import { sessionBook } from './double/session-book.ts';
import { snsHandlers } from './double/sns.ts';
import { stsHandlers } from './double/sts.ts';
import { tagAndStoreHandlers } from './double/tags-and-stores.ts';
import { answer, encodeAnswer, encodeError, type HttpAnswer } from './encode.ts';
import { errorOf, expiredToken, regionError } from './faults.ts';
import type { Rule, RuledCall } from './rules.ts';
import { type RigServer, startServer } from './server.ts';
import { callName } from './wire.ts';
import { dateOf, defaultRegions, isEnabled, type SessionLimits, type World } from './world.ts';

export type DoubleOptions = {
  /** Added to every answer. */
  latencyMs?: number;
  rules?: Rule[];
  seed?: number;
  /** At most this many items in an answer that has pages. */
  pageSize?: number;
  /** When the sessions that AssumeRole opens end, other than at their announced time. */
  sessions?: SessionLimits;
  /** False for runs of many thousand requests: `log` stays empty and only `counts` knows of them. */
  keepLog?: boolean;
};

export type Double = RigServer & {
  /** `service:Operation` of requests that the double does not know; a test should find it empty. */
  unknownCalls: Set<string>;
};

// Their Region is an address, not a place: an account reaches them whatever it has enabled.
const GLOBAL_SERVICES = new Set(['account', 'iam', 'organizations']);
const DEFAULT_REGIONS = defaultRegions();

/** Starts a double of this world; access keys are those of `accessKeyOf`. */
export async function startDouble(world: World, options: DoubleOptions = {}): Promise<Double> {
  const partition = world.partition ?? 'aws';
  const accounts = new Map<string, KnownAccount>(
    world.accounts.map((account) => [account.id, { ...account, regions: account.regions ?? DEFAULT_REGIONS }]),
  );
  const now = dateOf(world.now, new Date());
  const book = sessionBook(partition);
  const trails = placeTrails(accounts.values(), partition);
  const context: WorldContext = {
    partition,
    now,
    accounts,
    organization: world.organization ?? null,
    pageSize: options.pageSize ?? Number.POSITIVE_INFINITY,
    sessions: options.sessions ?? {},
    principalOf: book.principalOf,
    trails,
    named: namedThings(trails, accounts.values(), partition),
    missing: new Set(world.missing),
    logArchive: world.logArchive ?? null,
  };
  // Where there is no organisation, its trails still need a folder in their bucket.
  const { id: organizationId } = completed(world.organization ?? { management: '' }, partition);
  const unknownCalls = new Set<string>();
  const handlers: Record<string, Handler> = {
    ...cloudTrailHandlers(context),
    ...iamHandlers(context, organizationId),
    ...kmsHandlers(context),
    ...logsHandlers(context),
    ...logStreamHandlers(context),
    ...organizationsHandlers(context),
    ...regionHandlers(context),
    ...s3Handlers(context, organizationId),
    ...snsHandlers(context),
    ...stsHandlers(context, book),
    ...tagAndStoreHandlers(context),
  };

  function respond(call: RuledCall): HttpAnswer {
    const account = accounts.get(call.account ?? '');
    const isServed = GLOBAL_SERVICES.has(call.service) || isEnabled(account?.regions[call.region ?? '']);
    if (account === undefined || !isServed) return encodeError(call, regionError(call));
    if (!book.use(call.accessKey)) {
      const expired = errorOf(expiredToken(), call, book.principalOf(call.accessKey));
      if (expired !== null) return encodeError(call, expired);
    }
    const handler = handlers[callName(call)];
    if (handler === undefined) {
      unknownCalls.add(callName(call));
      return encodeError(call, {
        status: 400,
        code: 'UnknownOperationException',
        message: `the double has no ${callName(call)}`,
      });
    }
    try {
      const value = handler(call, account);
      return value instanceof PreparedAnswer
        ? answer(call, 200, randomUUID(), value.body, value.headers)
        : encodeAnswer(call, value);
    } catch (error) {
      if (error instanceof AwsFault) return encodeError(call, error.error);
      throw error;
    }
  }

  const server = await startServer({
    rules: options.rules,
    seed: options.seed,
    latencyMs: options.latencyMs,
    keepLog: options.keepLog,
    identify: (call) => ({ account: accountOf(call.accessKey), principal: book.principalOf(call.accessKey) }),
    respond,
  });
  return { ...server, unknownCalls };
}
