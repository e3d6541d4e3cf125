import type { Capture } from '../model/capture.ts';
import type { TrailStatus } from '../model/facts.ts';
import { known, mapRead, type Read } from '../model/read.ts';
import { isBoolean, isText, isTime, jsonAnswer, optional, required } from './answer.ts';

/**
 * Reads one GetTrailStatus answer. Without IsLogging, which AWS always sends, nothing in the answer counts as read.
 * The string-typed twins of the time fields are legacy and are not looked at (CloudTrail API reference, GetTrailStatus).
 */
export function trailStatusOf(capture: Capture): Read<TrailStatus> {
  const known = read.get(capture);
  if (known !== undefined) return known;
  const status = readStatus(capture);
  read.set(capture, status);
  return status;
}

/** An organization trail's answers serve every member; each is taken apart once. */
const read = new WeakMap<Capture, Read<TrailStatus>>();

function readStatus(capture: Capture): Read<TrailStatus> {
  const answer = jsonAnswer(capture);
  if (!answer.known) return answer;
  const body = answer.value;
  const logging = required(capture, body, 'IsLogging', isBoolean);
  if (!logging.known) return logging;
  const time = (name: string): Read<number | null> =>
    mapRead(optional(capture, body, name, isTime), (seconds) => (seconds === null ? null : Math.round(seconds * 1000)));
  const text = (name: string): Read<string | null> => optional(capture, body, name, isText);
  return known(
    {
      logging,
      startedAt: time('StartLoggingTime'),
      stoppedAt: time('StopLoggingTime'),
      deliveredAt: time('LatestDeliveryTime'),
      deliveryError: text('LatestDeliveryError'),
      digestAt: time('LatestDigestDeliveryTime'),
      digestError: text('LatestDigestDeliveryError'),
      notificationError: text('LatestNotificationError'),
      logsDeliveredAt: time('LatestCloudWatchLogsDeliveryTime'),
      logsDeliveryError: text('LatestCloudWatchLogsDeliveryError'),
    },
    logging.source,
  );
}
