import { trailSubjects } from '../../model/conditions/candidates.ts';
import { decided, reason, unknownBecause } from '../../model/conditions/condition.ts';
import { homeStatus } from '../../model/conditions/recording.ts';
import { type ControlContext, candidateTrails, defineControl } from '../../model/control.ts';
import { type Account, isOrganizationTrail, type Trail } from '../../model/facts.ts';
import { byHand } from '../../model/fixes/fix.ts';
import type { Read } from '../../model/read.ts';
import type { Condition } from '../../model/verdict.ts';
import { QUERY } from './query.ts';

export const trailDuplicates = defineControl({
  id: 'trail-duplicates',
  title: 'Every trail records something that no better trail records already',
  category: 'inventory',
  severity: 'low',
  rationale:
    'A second trail with the same management events costs money for each copy and weakens the question "which trail counts?". Ad hoc trails beside an organization trail are the usual case.',
  population: 'trail',
  needs: ['trails', 'status', 'selectors'],
  conditions: {
    'not-duplicate': {
      title: 'No other trail records the same management events',
      reasons: {
        'trail.duplicates': {
          text: 'Trail {trail} records management events that {by} records already.',
          next: 'Keep {by}. Where {trail} records data events too, take the management events out of its selectors; else stop it, wait a day, and delete it.',
        },
      },
    },
  },
  clauses: [],
  related: ['organization-trail-reach', 'multi-region-trail'],
  query: QUERY,
  fix: () => byHand('fix.duplicate-by-hand'),
  subjects: (context) => trailSubjects(context, (trail) => [notDuplicate(context, trail)]),
});

function notDuplicate(context: ControlContext, trail: Trail): Condition {
  const { selectors } = trail;
  if (!selectors.known) return unknownBecause('not-duplicate', trail.arn, selectors.failure, selectors.source);
  const { reads, writes } = selectors.value;
  const source = [selectors.source];
  const status = homeStatus(trail);
  const stopped = status.known && status.value.logging.known && !status.value.logging.value;
  // A trail that records nothing duplicates nothing.
  if (stopped || (reads === 'none' && writes === 'none')) {
    return decided('not-duplicate', trail.arn, 'yes', null, source);
  }
  const others = candidateTrails(context).filter(
    (other) => other.arn !== trail.arn && other.reach !== 'too-young' && outranks(other, trail),
  );
  const better = others.find((other) => recordsAsMuch(context.account, other, trail) === 'yes');
  if (better !== undefined && !status.known) {
    return unknownBecause('not-duplicate', trail.arn, status.failure, status.source);
  }
  if (better !== undefined) {
    const why = reason('trail.duplicates', { trail: trail.arn, by: better.arn });
    return decided('not-duplicate', trail.arn, 'no', better.arn, [...source, better.selectors.source], [why]);
  }
  const unread = others
    .map((other) => recordsAsMuch(context.account, other, trail))
    .find((answer) => typeof answer !== 'string');
  if (unread !== undefined && typeof unread !== 'string') {
    return unknownBecause('not-duplicate', trail.arn, unread.failure, unread.source);
  }
  return decided('not-duplicate', trail.arn, 'yes', null, source);
}

/** Of two that record the same, an organization trail stays, then the one with more Regions, then the first by name. */
function outranks(other: Trail, trail: Trail): boolean {
  const rank = (one: Trail): number =>
    (one.reach !== 'own' || isOrganizationTrail(one) ? 2 : 0) +
    (one.config.multiRegion.known && one.config.multiRegion.value ? 1 : 0);
  const difference = rank(other) - rank(trail);
  return difference > 0 || (difference === 0 && other.arn < trail.arn);
}

/** Whether the other trail is recording all that this one records, where it does; or what could not be read of it. */
function recordsAsMuch(
  account: Account,
  other: Trail,
  trail: Trail,
): 'yes' | 'no' | (Read<unknown> & { readonly known: false }) {
  const { multiRegion } = other.config;
  const { selectors } = other;
  const own = trail.config.multiRegion;
  const sameRegion = other.homeRegion === trail.homeRegion && own.known && !own.value;
  if (multiRegion.known && !multiRegion.value && !sameRegion) return 'no';
  const list = account.lists[other.homeRegion];
  if (other.reach === 'unread')
    return list !== undefined && !list.known ? list : account.regionList.known ? 'no' : account.regionList;
  if (!multiRegion.known) return multiRegion;
  if (!selectors.known) return selectors;
  const { reads, writes, allSources } = selectors.value;
  if (reads !== 'full' || writes !== 'full' || allSources !== 'yes') return 'no';
  const status = homeStatus(other);
  if (!status.known) return status;
  if (!status.value.logging.known) return status.value.logging;
  return status.value.logging.value ? 'yes' : 'no';
}
