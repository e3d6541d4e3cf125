import type { Fix } from '../change.ts';
import type { Failing } from '../control.ts';
import { allowDelivery } from './delivery.ts';
import { byHand, changes, place, type TrailFix, together } from './fix.ts';
import { createTrail } from './new-trail.ts';
import { makeMultiRegion, recordEverything, startLogging } from './recording.ts';

/** The fix of a control over trails: each condition that does not hold has its own; one that several share is taken once. */
export function fixByCondition(table: Readonly<Record<string, TrailFix>>): (failing: Failing) => Fix {
  return ({ trail, broken, context }) => {
    if (trail === null) return changes();
    const fixes = new Set([...broken].flatMap((id) => table[id] ?? []));
    return together([...fixes].map((fix) => fix(trail, context)));
  };
}

const RECORDING: Readonly<Record<string, TrailFix>> = {
  'covers-region': makeMultiRegion,
  'multi-region': makeMultiRegion,
  recording: startLogging,
  reads: recordEverything,
  writes: recordEverything,
  'all-sources': recordEverything,
  delivering: allowDelivery,
};

/**
 * What makes one trail record everything. An organization trail is mended by its owner, for all members at once; where no
 * trail counts, a new one is made.
 */
export function fixRecording(failing: Failing): Fix {
  const { trail, context, broken } = failing;
  if (trail === null || broken.has('has-trail')) {
    const best = context.account.trails.find(({ owner, reach }) => owner === context.account.id && reach === 'own');
    if (trail === null && best !== undefined)
      return together([makeMultiRegion(best, context), startLogging(best, context), recordEverything(best, context)]);
    return createTrail(failing);
  }
  return fixByCondition(RECORDING)(failing);
}

/** What lets an organization trail reach a member (aws.md 3.8). */
export function fixReach({ context, reasons, trail }: Failing): Fix {
  const { account, organization } = context;
  const arn = trail?.arn ?? `arn:${account.partition}:`;
  const region = trail?.homeRegion ?? 'us-east-1';
  return together(
    reasons.map(({ id, params }) => {
      if (id === 'reach.trusted-access-off' && organization?.management != null) {
        return changes({ kind: 'enable-trusted-access', ...place(organization.management, region, arn) });
      }
      if (id === 'reach.service-linked-role-missing') {
        return changes({ kind: 'create-service-linked-role', ...place(account.id, region, arn) });
      }
      return byHand('fix.reach-by-hand', params);
    }),
  );
}
