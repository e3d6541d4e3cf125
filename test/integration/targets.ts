/** What hangs on each answer of `smallWorld`: for a fault there, exactly these results change. */

import type { Match } from '../rig/rules.ts';
import { ACCOUNT, arnOf, HOME, THREE } from './worlds.ts';

export type Target = {
  name: string;
  match: Match;
  /** Of the call that fails, for the reason's params. */
  call: string;
  region: string;
  /** Results that turn UNKNOWN. */
  unknown: string[];
  /** Results that are there only with the fault; each is UNKNOWN. */
  added: string[];
  /** Subjects that nobody can know of any more. */
  gone: string[];
};

export const MAIN = arnOf('main');
export const LOCAL = arnOf('local', 'eu-west-1');
export const PER_TRAIL = ['cloudwatch-logs-integration', 'log-file-validation', 'trail-delivery', 'trail-encryption'];

const cells = THREE.map((region) => `region-coverage/${ACCOUNT}/${region}`);
const accountLevel = `multi-region-trail/${ACCOUNT}`;

function target(operation: string, region: string, changes: Partial<Target>, trail?: string): Target {
  const [service = '', method = ''] = operation.split(':');
  const asks = (call: { params: Record<string, unknown> }): boolean =>
    trail === undefined || [call.params['Name'], call.params['TrailName']].includes(trail);
  return {
    name: `${operation} in ${region}${trail === undefined ? '' : ` of ${trail.replace(/.*\//, '')}`}`,
    match: { service, operation: method, region, where: asks },
    call: operation,
    region,
    unknown: [],
    added: [],
    gone: [],
    ...changes,
  };
}

function unlisted(region: string): string[] {
  return PER_TRAIL.map((control) => `${control}/${ACCOUNT}/${region}`);
}

const describe = 'cloudtrail:DescribeTrails';
const status = 'cloudtrail:GetTrailStatus';
const selectors = 'cloudtrail:GetEventSelectors';

export const TARGETS: readonly Target[] = [
  target(describe, 'ap-south-1', {
    unknown: [`region-coverage/${ACCOUNT}/ap-south-1`],
    added: unlisted('ap-south-1'),
  }),
  // The home Region of `main`: its copies elsewhere still tell of it.
  target(describe, HOME, { unknown: [`region-coverage/${ACCOUNT}/${HOME}`], added: unlisted(HOME) }),
  target(describe, 'eu-west-1', {
    unknown: [`region-coverage/${ACCOUNT}/eu-west-1`],
    added: unlisted('eu-west-1'),
    gone: PER_TRAIL.map((control) => `${control}/${LOCAL}`),
  }),
  target(
    status,
    HOME,
    {
      unknown: [accountLevel, ...cells, `trail-delivery/${MAIN}`, `cloudwatch-logs-integration/${MAIN}`],
    },
    MAIN,
  ),
  // Another Region's unread status changes no yes.
  target(status, 'ap-south-1', {}, MAIN),
  // `main` decides alone, and a log group that is not set stays not set.
  target(status, 'eu-west-1', { unknown: [`trail-delivery/${LOCAL}`] }, LOCAL),
  target(selectors, HOME, { unknown: [accountLevel, ...cells] }, MAIN),
  target(selectors, 'eu-west-1', {}, LOCAL),
  target('logs:DescribeLogGroups', HOME, { unknown: [`cloudwatch-logs-integration/${MAIN}`] }),
  target('iam:GetRole', HOME, { unknown: [`cloudwatch-logs-integration/${MAIN}`] }),
  // ec2:DescribeRegions answers instead.
  target('account:ListRegions', HOME, {}),
];

/** The target whose name starts so. */
export function targetOf(name: string): Target {
  const found = TARGETS.find((one) => one.name.startsWith(name));
  if (found === undefined) throw new Error(`no target ${name}`);
  return found;
}
