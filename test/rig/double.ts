/** A static double of AWS on loopback: it answers from a World and changes nothing. */

import { accountOf } from './access-key.ts';
import { cloudTrailHandlers } from './double/cloudtrail.ts';
import { AwsFault, type Handler, type KnownAccount, type WorldContext } from './double/handler.ts';
import { iamHandlers } from './double/iam.ts';
import { logsHandlers } from './double/logs.ts';
import { regionHandlers } from './double/regions.ts';
import { sessionBook, stsHandlers } from './double/sts.ts';
import { encodeAnswer, encodeError, type HttpAnswer } from './encode.ts';
import { regionError } from './faults.ts';
import type { Rule, RuledCall } from './rules.ts';
import { type RigServer, startServer } from './server.ts';
import { callName } from './wire.ts';
import { dateOf, defaultRegions, isEnabled, type World } from './world.ts';

export type DoubleOptions = {
  /** Added to every answer. */
  latencyMs?: number;
  rules?: Rule[];
  seed?: number;
  /** At most this many items in an answer that has pages. */
  pageSize?: number;
};

export type Double = RigServer & {
  /** `service:Operation` of requests that the double does not know; a test should find it empty. */
  unknownCalls: Set<string>;
};

// Their Region is an address, not a place: an account reaches them whatever it has enabled.
const GLOBAL_SERVICES = new Set(['account', 'iam', 'organizations']);

/** Starts a double of this world; access keys are those of `accessKeyOf`. */
export async function startDouble(world: World, options: DoubleOptions = {}): Promise<Double> {
  const partition = world.partition ?? 'aws';
  const accounts = new Map<string, KnownAccount>(
    world.accounts.map((account) => [account.id, { ...account, regions: account.regions ?? defaultRegions() }]),
  );
  const now = dateOf(world.now, new Date());
  const context: WorldContext = { partition, now, accounts, pageSize: options.pageSize ?? Number.POSITIVE_INFINITY };
  const sessions = sessionBook(partition);
  const unknownCalls = new Set<string>();
  const handlers: Record<string, Handler> = {
    ...cloudTrailHandlers(context),
    ...iamHandlers(context),
    ...logsHandlers(context),
    ...regionHandlers(context),
    ...stsHandlers(context, sessions),
  };

  function respond(call: RuledCall): HttpAnswer {
    const account = accounts.get(call.account ?? '');
    const isServed = GLOBAL_SERVICES.has(call.service) || isEnabled(account?.regions[call.region ?? '']);
    if (account === undefined || !isServed) return encodeError(call, regionError(call));
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
      return encodeAnswer(call, handler(call, account));
    } catch (error) {
      if (error instanceof AwsFault) return encodeError(call, error.error);
      throw error;
    }
  }

  const server = await startServer({
    rules: options.rules,
    seed: options.seed,
    latencyMs: options.latencyMs,
    identify: (call) => ({ account: accountOf(call.accessKey), principal: sessions.principalOf(call.accessKey) }),
    respond,
  });
  return { ...server, unknownCalls };
}
