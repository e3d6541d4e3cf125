import { trailSubjects } from '../../model/conditions/candidates.ts';
import { decided, reason, unknownBecause } from '../../model/conditions/condition.ts';
import { type ControlContext, candidateTrails, defineControl } from '../../model/control.ts';
import type { Trail } from '../../model/facts.ts';
import type { Condition } from '../../model/verdict.ts';

export const trailDuplicates = defineControl({
  id: 'trail-duplicates',
  title: 'Every trail records something that no better trail records already',
  category: 'coverage',
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
  subjects: (context) => trailSubjects(context, (trail) => [notDuplicate(context, trail)]),
});

function notDuplicate(context: ControlContext, trail: Trail): Condition {
  const { selectors } = trail;
  if (!selectors.known) return unknownBecause('not-duplicate', trail.arn, selectors.failure, selectors.source);
  const { reads, writes } = selectors.value;
  const source = [selectors.source];
  if (reads === 'none' && writes === 'none') return decided('not-duplicate', trail.arn, 'yes', null, source);
  const others = candidateTrails(context).filter((other) => other.arn !== trail.arn && outranks(other, trail));
  const better = others.find((other) => recordsAsMuch(other, trail) === 'yes');
  if (better !== undefined) {
    const why = reason('trail.duplicates', { trail: trail.arn, by: better.arn });
    return decided('not-duplicate', trail.arn, 'no', better.arn, [...source, better.selectors.source], [why]);
  }
  const unread = others.find((other) => recordsAsMuch(other, trail) === 'unknown' && !other.selectors.known);
  if (unread !== undefined && !unread.selectors.known) {
    return unknownBecause('not-duplicate', trail.arn, unread.selectors.failure, unread.selectors.source);
  }
  return decided('not-duplicate', trail.arn, 'yes', null, source);
}

/** Of two that record the same, an organization trail stays, then the one with more Regions, then the first by name. */
function outranks(other: Trail, trail: Trail): boolean {
  const rank = ({ config, reach }: Trail): number =>
    (reach !== 'own' || (config.organization.known && config.organization.value) ? 2 : 0) +
    (config.multiRegion.known && config.multiRegion.value ? 1 : 0);
  const difference = rank(other) - rank(trail);
  return difference > 0 || (difference === 0 && other.arn < trail.arn);
}

/** Whether the other trail is recording all that this one records, where it does. */
function recordsAsMuch(other: Trail, trail: Trail): 'yes' | 'no' | 'unknown' {
  const { multiRegion } = other.config;
  const status = other.status[other.homeRegion];
  if (multiRegion.known && !multiRegion.value && other.homeRegion !== trail.homeRegion) return 'no';
  if (!multiRegion.known || !other.selectors.known || !status?.known || !status.value.logging.known) return 'unknown';
  if (!status.value.logging.value || !(other.reach === 'own' || other.reach === 'reached')) return 'no';
  const { reads, writes, allSources } = other.selectors.value;
  return reads === 'full' && writes === 'full' && allSources === 'yes' ? 'yes' : 'no';
}
