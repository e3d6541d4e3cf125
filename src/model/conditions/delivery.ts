import type { ConditionWording } from '../control.ts';
import type { Trail, TrailStatus } from '../facts.ts';
import type { Json } from '../json.ts';
import type { Thresholds } from '../policy.ts';
import type { Read, Source } from '../read.ts';
import type { Condition, Holds, Reason } from '../verdict.ts';
import { ageOf, decided, hoursSince, isOlderThan, isoTime, readReason, reason, unknownBecause } from './condition.ts';
import { homeStatus, recording, recordingWording, unreadElsewhere } from './recording.ts';
import { tooYoungWording } from './wording.ts';

export interface DeliveryContext {
  /** Milliseconds since 1970, UTC. */
  readonly clock: number;
  readonly thresholds: Thresholds;
  /** Enabled Regions of the account whose delivery is judged. */
  readonly regions: readonly string[];
  /** When the judged member joined its organization; null where unknown or where the trail is its own. */
  readonly joinedAt: string | null;
}

const freshness = {
  'trail.digest-stale': {
    text: 'Trail {trail} delivered its last digest file {age} ago ({at}); with validation on, one is due every hour, even without events.',
    next: 'Look at the bucket policy, the bucket and the key of the trail; then check again.',
  },
  'no-heartbeat': {
    text: 'Nothing recent proves that trail {trail} delivers: last log file {at}, and no digest file that is recent enough.',
    next: 'Turn on log file validation of {trail}, or, where it is on, find out why no digest comes: the hourly digest is the sign of life of a quiet trail.',
  },
  'too-young': tooYoungWording,
} as const;

export const deliveryError = {
  'trail.delivery-error': {
    text: 'Trail {trail} cannot deliver to its bucket in {region}: {error}.',
    next: 'Repair the bucket of {trail}, its policy or its key; CloudTrail goes on trying for about 30 days, and what is not delivered by then is lost.',
  },
} as const;

export const notificationError = {
  'trail.notification-error': {
    text: 'Trail {trail} cannot notify its SNS topic in {region}: {error}.',
    next: 'Let cloudtrail.amazonaws.com publish to the topic and use its key, or take the topic off the trail.',
  },
} as const;

export const deliveringWording = {
  title: 'Log files are being delivered',
  reasons: { ...deliveryError, ...freshness, ...recordingWording.reasons },
} satisfies ConditionWording;

export const freshWording = {
  title: 'The last delivery is recent',
  reasons: { ...freshness, ...recordingWording.reasons },
} satisfies ConditionWording;

/** The first rule that applies (design, "Which status decides"): an error, an unread home status, the digest's age, the log file's age. */
export function delivering(trail: Trail, context: DeliveryContext): Condition {
  const errors = regionalErrors(trail, context.regions, 'deliveryError', 'trail.delivery-error');
  if (errors.reasons.length > 0)
    return decided('delivering', trail.arn, 'no', errors.observed, errors.sources, errors.reasons);
  const home = homeStatus(trail);
  if (home.known && !home.value.deliveryError.known) {
    const { failure, source } = home.value.deliveryError;
    return unknownBecause('delivering', trail.arn, failure, source);
  }
  return fresh('delivering', trail, context);
}

/** Freshness alone, under the id that the control gives it. */
export function fresh(id: string, trail: Trail, context: DeliveryContext): Condition {
  const home = homeStatus(trail);
  if (!home.known) return unknownBecause(id, trail.arn, home.failure, home.source);
  const notes = unreadElsewhere(trail, context.regions, 'deliveryError');
  const joined = joinedTooYoung(trail, context);
  const started = tooYoung(trail, home.value, context);
  const byDigest = digestAge(trail, home.value, context);
  const byLogFile = logFileAge(trail, home.value, context);
  const judged = decidingAge(trail, home.value, byDigest, byLogFile);
  // A member that has just joined proves nothing by what the trail delivers for others.
  // A member that has just joined proves nothing by what the trail delivers for others.
  const young = joined ?? (judged.holds === 'no' ? started : null);
  const holds = young === null ? judged.holds : 'unknown';
  const why = young === null ? reasonsOf(judged, trail, home.value, started) : [young];
  return decided(id, trail.arn, holds, judged.observed, judged.sources, [...why, ...notes]);
}

/** A trail that does not record delivers nothing: that is then the reason. One that has just begun says so as well. */
function reasonsOf(judged: Aged, trail: Trail, status: TrailStatus, started: Reason | null): readonly Reason[] {
  const stopped = status.logging.known && !status.logging.value;
  if (judged.holds === 'no' && stopped) return recording(trail).reasons;
  return judged.holds === 'unknown' && started !== null ? [...judged.reasons, started] : judged.reasons;
}

interface Aged {
  readonly holds: Holds;
  readonly observed: Json;
  readonly sources: readonly Source[];
  readonly reasons: readonly Reason[];
}

/** With validation on and a digest there, the digest decides; with the flag unread, only what both ways say. */
function decidingAge(trail: Trail, status: TrailStatus, byDigest: Aged, byLogFile: Aged): Aged {
  const { validation } = trail.config;
  if (validation.known && !validation.value) return byLogFile;
  if (!status.digestAt.known) return byDigest;
  if (status.digestAt.value === null) return byLogFile;
  if (validation.known) return byDigest;
  return byDigest.holds === byLogFile.holds ? byDigest : unreadField(validation);
}

function unreadField(field: Read<Json> & { readonly known: false }): Aged {
  return { holds: 'unknown', observed: null, sources: [field.source], reasons: [readReason(field.failure)] };
}

function digestAge(trail: Trail, { digestAt }: TrailStatus, { clock, thresholds }: DeliveryContext): Aged {
  if (!digestAt.known) return unreadField(digestAt);
  const at = digestAt.value ?? 0;
  const observed = { digest: isoTime(at) };
  const sources = [digestAt.source];
  if (!isOlderThan(at, thresholds.digestMaxAge, clock)) return { holds: 'yes', observed, sources, reasons: [] };
  const why = reason('trail.digest-stale', {
    trail: trail.arn,
    at: isoTime(at),
    hours: hoursSince(at, clock),
    age: ageOf(at, clock),
  });
  return { holds: 'no', observed, sources, reasons: [why] };
}

/** A quiet Region delivers no log file, so an old one is never a failure, and no proof either. */
function logFileAge(trail: Trail, { deliveredAt }: TrailStatus, { clock, thresholds }: DeliveryContext): Aged {
  if (!deliveredAt.known) return unreadField(deliveredAt);
  const at = deliveredAt.value;
  const observed = { logFile: at === null ? null : isoTime(at) };
  const sources = [deliveredAt.source];
  if (at !== null && !isOlderThan(at, thresholds.deliveryMaxAge, clock))
    return { holds: 'yes', observed, sources, reasons: [] };
  const why = reason('no-heartbeat', { trail: trail.arn, at: at === null ? null : isoTime(at) });
  return { holds: 'unknown', observed, sources, reasons: [why] };
}

/** Ages prove nothing within hours of StartLogging. */
export function tooYoung(trail: Trail, status: TrailStatus, { clock, thresholds }: DeliveryContext): Reason | null {
  // Without the time of the start, nothing says that the trail is old enough.
  if (!status.startedAt.known) return readReason(status.startedAt.failure);
  const at = status.startedAt.value;
  if (at === null || isOlderThan(at, thresholds.startGrace, clock)) return null;
  return reason('too-young', {
    trail: trail.arn,
    event: 'it started logging',
    at: isoTime(at),
    hours: thresholds.startGrace,
  });
}

function joinedTooYoung(trail: Trail, { joinedAt, clock, thresholds }: DeliveryContext): Reason | null {
  if (trail.reach === 'own' || joinedAt === null) return null;
  const at = Date.parse(joinedAt);
  // An unknown joining time is not young.
  if (Number.isNaN(at) || isOlderThan(at, thresholds.joinDeliveryGrace, clock)) return null;
  const hours = thresholds.joinDeliveryGrace;
  return reason('too-young', {
    trail: trail.arn,
    event: 'the account joined its organization',
    at: isoTime(at),
    hours,
  });
}

type ErrorField = 'deliveryError' | 'digestError' | 'notificationError' | 'logsDeliveryError';

/** Every Region, home included, that reports an error in the field. */
function regionalErrors(trail: Trail, regions: readonly string[], field: ErrorField, id: string) {
  const observed: Record<string, string> = {};
  const sources: Source[] = [];
  const reasons: Reason[] = [];
  for (const region of [...new Set([trail.homeRegion, ...regions])].sort()) {
    const status = trail.status[region];
    if (!status?.known) continue;
    const error = status.value[field];
    if (!error.known || error.value === null) continue;
    observed[region] = error.value;
    sources.push(error.source);
    reasons.push(reason(id, { trail: trail.arn, region, error: error.value }));
  }
  return { observed, sources, reasons };
}

/** No Region reports an error: no if one does, unknown if the home status was not read, else yes with unread Regions named. */
export function noError(
  id: string,
  trail: Trail,
  regions: readonly string[],
  field: ErrorField,
  reasonId: string,
): Condition {
  const errors = regionalErrors(trail, regions, field, reasonId);
  if (errors.reasons.length > 0) return decided(id, trail.arn, 'no', errors.observed, errors.sources, errors.reasons);
  const home = homeStatus(trail);
  if (!home.known) return unknownBecause(id, trail.arn, home.failure, home.source);
  const own = home.value[field];
  if (!own.known) return unknownBecause(id, trail.arn, own.failure, own.source);
  return decided(id, trail.arn, 'yes', null, [own.source], unreadElsewhere(trail, regions, field));
}
