/**
 * Where the design itself lets an unread fact change "no" into "yes". Whatever is not here must never do so.
 */
import type { Capture } from '../../src/model/capture.ts';
import type { Result } from '../../src/model/result.ts';
import { BLOCKS } from '../support/bucket-settings.ts';
import type { World } from '../support/world.ts';

/**
 * Design, "Which status decides": another Region's unread status changes no yes; it is named in the reasons. Which Regions
 * there are is told by the list of Regions: without it, one that reports an error may be taken for one that is off.
 */
export function mayHideAnError({ call, parameters, region, body }: Capture, world: World): boolean {
  if (call === 'account:ListRegions' || call === 'ec2:DescribeRegions') return true;
  const home = world.trails?.some(
    (one) => (one.home ?? 'us-east-1') === region && String(parameters['Name']).includes(`:${region}:`),
  );
  return call === 'cloudtrail:GetTrailStatus' && home !== true && /Latest\w*Error/.test(body ?? '');
}

/** Design, the headline controls, `role-may-write`: SCPs and RCPs count where they could be read; unread, they change no yes and are named. */
export function isGuardrail({ call }: Capture): boolean {
  return call.startsWith('organizations:');
}

const PUBLIC = ['s3:GetBucketPolicyStatus', 's3:GetBucketAcl'];

/** Issue 5, 4: all four blocks on, at bucket or account, make an unread policy status or access control list hold. */
export function publicIsBlocked(capture: Capture, captures: readonly Capture[]): boolean {
  const { call, account, parameters } = capture;
  const blocks = captures.filter(
    (one) =>
      one.account === account &&
      (one.call === 's3:GetAccountPublicAccessBlock' ||
        (one.call === 's3:GetPublicAccessBlock' && one.parameters['Bucket'] === parameters['Bucket'])),
  );
  const isOn = (name: string): boolean => blocks.some(({ body }) => body?.includes(`<${name}>true</${name}>`));
  return PUBLIC.includes(call) && BLOCKS.every(isOn);
}

/**
 * Design, `scan --format json`: a bucket result has the account that owns the bucket, null if that is not known. So an
 * account whose own bucket nobody could be found for says "not applicable, see the buckets", as long as those results are
 * there and are unknown. Gives the names of such verdicts.
 */
export function filedElsewhere(results: readonly Result[]): ReadonlySet<string> {
  const isOpen = (control: string, bucket: unknown): boolean =>
    results.some(
      (one) =>
        one.control === control &&
        one.resource.endsWith(`:s3:::${String(bucket)}`) &&
        (one.verdict === 'UNKNOWN' || one.account !== null),
    );
  const standIns = results.filter(({ control, reasons }) =>
    reasons.some(({ id, params: { buckets } }) => {
      return (
        id === 'account.bucket-elsewhere' && Array.isArray(buckets) && buckets.every((one) => isOpen(control, one))
      );
    }),
  );
  return new Set(
    standIns.flatMap(({ id, clauses }) => [id, ...clauses.map((one) => `${id} > ${one.framework} ${one.id}`)]),
  );
}

const LISTS = ['account:ListRegions', 'ec2:DescribeRegions', 'cloudtrail:DescribeTrails'];

/**
 * Design, truth rule 3: an unread Region can hide trails, and each such Region has its own UNKNOWN result (rule 2); what is
 * judged over several trails, a bucket or a pair of duplicates, is judged over those that were seen. So these results may
 * become better while a list is unread, and the control as a whole may not.
 */
export function isOverSeveralTrails(name: string, spoiled: readonly Capture[]): boolean {
  const isWhole = name.includes(', all');
  return !isWhole && /:s3:::|^trail-duplicates/.test(name) && spoiled.some(({ call }) => LISTS.includes(call));
}
