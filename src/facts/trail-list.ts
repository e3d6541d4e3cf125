import { parseArn } from '../model/arn.ts';
import type { Capture } from '../model/capture.ts';
import type { TrailConfig } from '../model/facts.ts';
import { malformed } from '../model/failure.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import { known, type Read, unread } from '../model/read.ts';
import { isBoolean, isText, jsonAnswer, optional, required, sourceOf } from './answer.ts';

/** One entry of a DescribeTrails answer: a trail or a copy of one. */
export interface ListedTrail {
  readonly arn: string;
  readonly name: string;
  readonly owner: string;
  readonly homeRegion: string;
  readonly listedIn: string;
  readonly config: TrailConfig;
}

export interface TrailList {
  /** ARNs; unknown where the list or any entry of it could not be understood: an incomplete list is not a list. */
  readonly arns: Read<readonly string[]>;
  /** Whatever could be understood, so that it still counts as a candidate. */
  readonly trails: readonly ListedTrail[];
}

/** Reads one Region's DescribeTrails answer. */
export function trailListOf(capture: Capture): TrailList {
  const answer = jsonAnswer(capture);
  const source = sourceOf(capture, 'trailList');
  if (!answer.known) return { arns: answer, trails: [] };
  const list = answer.value['trailList'];
  if (!Array.isArray(list)) return { arns: unread(malformed(capture, 'trailList is missing'), source), trails: [] };
  const trails: ListedTrail[] = [];
  let broken = false;
  for (const [position, entry] of (list as unknown[]).entries()) {
    const trail = isObject(entry) ? listedTrail(capture, entry, position) : null;
    if (trail === null) broken = true;
    else trails.push(trail);
  }
  const arns: Read<readonly string[]> = broken
    ? unread(malformed(capture, 'trailList holds an entry without a trail ARN'), source)
    : known([...new Set(trails.map((trail) => trail.arn))].sort(), source);
  return { arns, trails };
}

function listedTrail(capture: Capture, entry: JsonObject, position: number): ListedTrail | null {
  const arn = entry['TrailARN'];
  if (typeof arn !== 'string') return null;
  const parts = parseArn(arn);
  if (parts?.service !== 'cloudtrail' || !/^\d{12}$/.test(parts.account) || !parts.resource.startsWith('trail/'))
    return null;
  const home = entry['HomeRegion'];
  const at = (name: string): string => `trailList[${position}].${name}`;
  const flag = (name: string): Read<boolean> => required(capture, entry, name, isBoolean, at(name));
  const text = (name: string): Read<string | null> => optional(capture, entry, name, isText, at(name));
  return {
    arn,
    name: parts.resource.slice('trail/'.length),
    owner: parts.account,
    // A trail's ARN carries its home Region, so a missing field loses nothing.
    homeRegion: isText(home) ? home : parts.region,
    listedIn: capture.region,
    config: {
      multiRegion: flag('IsMultiRegionTrail'),
      organization: flag('IsOrganizationTrail'),
      globalServiceEvents: flag('IncludeGlobalServiceEvents'),
      validation: flag('LogFileValidationEnabled'),
      bucket: required(capture, entry, 'S3BucketName', isText, at('S3BucketName')),
      prefix: text('S3KeyPrefix'),
      snsTopic: text('SnsTopicARN'),
      logGroup: text('CloudWatchLogsLogGroupArn'),
      role: text('CloudWatchLogsRoleArn'),
      kmsKey: text('KmsKeyId'),
    },
  };
}
