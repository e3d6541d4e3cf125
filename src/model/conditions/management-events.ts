import type { ConditionWording } from '../control.ts';
import type { Trail } from '../facts.ts';
import type { Condition } from '../verdict.ts';
import { decided, reason, unknownBecause } from './condition.ts';

const nothingRecorded = {
  'trail.records-no-management-events': {
    text: 'Trail {trail} records no management events at all; its selectors leave them out.',
    next: 'Add management events to the selectors of {trail} and keep the data events that it has (put-event-selectors replaces the whole set).',
  },
} as const;

const notUnderstood = {
  'trail.selectors-not-understood': {
    text: 'The selectors of {trail} use {fields}, which CloudTrail does not document for management events of a trail; what they leave out is unknown.',
    next: 'Look at the selectors of {trail} (aws cloudtrail get-event-selectors) and use documented fields.',
  },
} as const;

export const readsWording = {
  title: 'Management read events are recorded',
  reasons: {
    ...nothingRecorded,
    ...notUnderstood,
    'trail.records-no-reads': {
      text: 'Trail {trail} is write-only: it records no management read events.',
      next: 'Set the management selector of {trail} to All; carry its data-event selectors over (put-event-selectors replaces the whole set).',
    },
  },
} satisfies ConditionWording;

export const writesWording = {
  title: 'Management write events are recorded',
  reasons: {
    ...nothingRecorded,
    ...notUnderstood,
    'trail.records-no-writes': {
      text: 'Trail {trail} is read-only: it records no management write events.',
      next: 'Set the management selector of {trail} to All; carry its data-event selectors over (put-event-selectors replaces the whole set).',
    },
  },
} satisfies ConditionWording;

export const allSourcesWording = {
  title: 'No event source is left out',
  reasons: {
    ...notUnderstood,
    'trail.excludes-sources': {
      text: 'Trail {trail} leaves out management events of {sources}.',
      next: 'Remove the exclusion from the selectors of {trail}. With KMS excluded, DisableKey and ScheduleKeyDeletion go unrecorded as well.',
    },
  },
} satisfies ConditionWording;

export function reads(trail: Trail): Condition {
  return kind(trail, 'reads');
}

export function writes(trail: Trail): Condition {
  return kind(trail, 'writes');
}

/** Full and partial both hold: exclusions have a condition of their own. */
function kind(trail: Trail, which: 'reads' | 'writes'): Condition {
  const read = trail.selectors;
  if (!read.known) return unknownBecause(which, trail.arn, read.failure, read.source);
  const selectors = read.value;
  const observed = selectors[which];
  if (observed === 'none') {
    const nothing = selectors.reads === 'none' && selectors.writes === 'none';
    const id = nothing ? 'trail.records-no-management-events' : `trail.records-no-${which}`;
    return decided(which, trail.arn, 'no', observed, [read.source], [reason(id, { trail: trail.arn })]);
  }
  if (observed === 'unknown') {
    return decided(which, trail.arn, 'unknown', observed, [read.source], [doubt(trail, selectors.notUnderstood)]);
  }
  return decided(which, trail.arn, 'yes', observed, [read.source]);
}

/** Holds where nothing is excluded from the kinds that are recorded (aws.md 1.1, CloudTrail.1). */
export function allSources(trail: Trail): Condition {
  const read = trail.selectors;
  if (!read.known) return unknownBecause('all-sources', trail.arn, read.failure, read.source);
  const { allSources: complete, excluded, notUnderstood: fields } = read.value;
  const reasons =
    complete === 'yes'
      ? []
      : complete === 'no'
        ? [reason('trail.excludes-sources', { trail: trail.arn, sources: excluded })]
        : [doubt(trail, fields)];
  return decided('all-sources', trail.arn, complete, { excluded }, [read.source], reasons);
}

function doubt(trail: Trail, fields: readonly string[]) {
  return reason('trail.selectors-not-understood', { trail: trail.arn, fields });
}
