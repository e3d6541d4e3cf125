import type { ConditionWording } from '../control.ts';
import type { Account, Trail, TrailStatus } from '../facts.ts';
import type { Json } from '../json.ts';
import { orNull, type Read } from '../read.ts';
import type { Condition, Reason } from '../verdict.ts';
import { decided, isoTime, judge, readReason, reason, unknownBecause } from './condition.ts';
import { tooYoungWording } from './wording.ts';

/** The home Region's status is the authoritative one (CloudTrail API reference, GetTrailStatus). */
export function homeStatus(trail: Trail): Read<TrailStatus> {
  const status = trail.status[trail.homeRegion];
  if (status === undefined) throw new Error(`no status of the home Region of ${trail.arn}`);
  return status;
}

export const recordingWording = {
  title: 'The trail is recording',
  reasons: {
    'trail.stopped': {
      text: 'Trail {trail} is not logging; it was stopped at {stoppedAt}.',
      next: 'Find out who stopped {trail} and why (StopLogging in Event history), then start it again in {homeRegion}: aws cloudtrail start-logging --name {trail} --region {homeRegion}',
    },
    'trail.not-logging': {
      text: 'Trail {trail} is not logging; AWS reports no stop time, as for a trail that was never started.',
      next: 'A trail made through the API does not record until it is started: aws cloudtrail start-logging --name {trail} --region {homeRegion}',
    },
  },
} satisfies ConditionWording;

/** Holds where GetTrailStatus in the home Region says IsLogging. */
export function recording(trail: Trail): Condition {
  const status = homeStatus(trail);
  if (!status.known) return unknownBecause('recording', trail.arn, status.failure, status.source);
  return judge('recording', trail.arn, status.value.logging, (on) => {
    if (on) return { holds: 'yes' };
    const stoppedAt = orNull(status.value.stoppedAt);
    const where = { trail: trail.arn, homeRegion: trail.homeRegion };
    const why =
      stoppedAt === null
        ? reason('trail.not-logging', where)
        : reason('trail.stopped', { ...where, stoppedAt: isoTime(stoppedAt) });
    return { holds: 'no', reasons: [why] };
  });
}

export const hasTrailWording = {
  title: 'There is a trail',
  reasons: {
    'account.no-trail': {
      text: 'Account {account} has no trail in any of its enabled Regions.',
      next: 'Create one multi-Region trail for reads and writes and start it; where there is an organization, one for all its accounts.',
    },
    'account.no-counting-trail': {
      text: 'No trail counts for account {account}: those it lists are excluded by the policy file or do not reach it.',
      next: 'Look at the inventory (trailproof trails) and at the exclusions in the policy file.',
    },
    'too-young': tooYoungWording,
    'trail.reach-unread': {
      text: 'Whether organization trail {trail} reaches account {account} could not be read in {region}.',
    },
  },
} satisfies ConditionWording;

/** A candidate is a trail; the doubt is whether an organization trail reaches this account. */
export function hasTrail(trail: Trail, account: Account, joinGrace: number): Condition {
  const listed = trail.config.multiRegion.source;
  const source = { ...listed, field: listed.field?.replace(/[^.]+$/, 'TrailARN') ?? null };
  const observed: Json = trail.arn;
  if (trail.reach === 'too-young') {
    const event = 'the account joined its organization';
    const why = reason('too-young', { trail: trail.arn, event, at: account.joinedAt, hours: joinGrace });
    return decided('has-trail', trail.arn, 'unknown', observed, [source], [why]);
  }
  if (trail.reach === 'unread') {
    const why = reason('trail.reach-unread', { trail: trail.arn, account: account.id, region: trail.homeRegion });
    return decided('has-trail', trail.arn, 'unknown', observed, [source], [why, ...reachUnread(trail, account)]);
  }
  return decided('has-trail', trail.arn, 'yes', observed, [source]);
}

/** What kept the account's list in the trail's home Region from being read. */
function reachUnread(trail: Trail, { lists, regionList }: Account): readonly Reason[] {
  const reads = [lists[trail.homeRegion], regionList, trail.status[trail.homeRegion]];
  const unread = reads.find((read) => read !== undefined && !read.known);
  return unread === undefined || unread.known ? [] : [readReason(unread.failure)];
}

export const multiRegionWording = {
  title: 'The trail covers every Region',
  reasons: {
    'trail.no-global-events': {
      text: 'Trail {trail} leaves out events of global services (IAM, STS, CloudFront).',
      next: 'Turn on global service events in its home Region: aws cloudtrail update-trail --name {trail} --include-global-service-events',
    },
    'trail.single-region': {
      text: 'Trail {trail} is single-Region: it records {homeRegion} and leaves out {unlogged}.',
      next: 'Make it a multi-Region trail in its home Region: aws cloudtrail update-trail --name {trail} --is-multi-region-trail --region {homeRegion}',
    },
  },
} satisfies ConditionWording;

export function multiRegion(trail: Trail, enabled: readonly string[]): Condition {
  return judge('multi-region', trail.arn, trail.config.multiRegion, (on) => {
    const { globalServiceEvents } = trail.config;
    const observed = { multiRegion: on, globalServiceEvents: orNull(globalServiceEvents) };
    if (on) {
      // The API refuses this combination; where it is seen all the same, it is worth a note.
      const without = globalServiceEvents.known && !globalServiceEvents.value;
      return {
        holds: 'yes',
        observed,
        reasons: without ? [reason('trail.no-global-events', { trail: trail.arn })] : [],
      };
    }
    const unlogged = enabled.filter((region) => region !== trail.homeRegion);
    return {
      holds: 'no',
      observed,
      reasons: [reason('trail.single-region', { trail: trail.arn, homeRegion: trail.homeRegion, unlogged })],
    };
  });
}

/** Statuses of enabled Regions other than home that could not be read: they change no yes, but are named. */
export function unreadElsewhere(trail: Trail, regions: readonly string[], field: keyof TrailStatus): readonly Reason[] {
  return regions.flatMap((region) => {
    const status = trail.status[region];
    if (region === trail.homeRegion || status === undefined) return [];
    const read = status.known ? status.value[field] : status;
    return read.known ? [] : [readReason(read.failure)];
  });
}
