import type { Holds, Verdict } from '../../src/model/verdict.ts';
import type { TruthCase } from '../support/cases.ts';
import { ago, type Fields, trail, type World } from '../support/world.ts';

const CWL = 'cloudwatch-logs-integration @ main';

export interface Wanted {
  readonly own: Verdict;
  readonly hub?: Verdict;
  readonly cis?: Verdict;
  readonly holds?: Readonly<Record<string, Holds>>;
  readonly reasons?: readonly string[];
}

/** The trail `main` and what CloudTrail.5, CIS 2.4 and our own verdict say of it. */
export function destinationCase(
  name: string,
  source: string,
  world: World,
  { own, hub = 'PASS', cis = hub, holds = {}, reasons = [] }: Wanted,
): TruthCase {
  return {
    name,
    source,
    world: { trails: [trail()], ...world },
    expect: {
      [CWL]: own,
      [`${CWL} > CloudTrail.5`]: hub,
      [`${CWL} > 2.4`]: cis,
      [`${CWL} > 3.4`]: cis,
      ...Object.fromEntries(Object.entries(holds).map(([id, value]) => [`${CWL} : ${id}`, value])),
    },
    reasons: { [CWL]: reasons },
  };
}

export function withFields(fields: Fields): World {
  return { trails: [trail({ fields })] };
}

export function withStatus(home: Fields, elsewhere: Fields = {}): World {
  return { trails: [trail({ status: { 'us-east-1': home, 'eu-west-1': elsewhere } })] };
}

/** Delivered to CloudWatch Logs so many hours ago. */
export function logs(hours: number): Fields {
  return { LatestCloudWatchLogsDeliveryTime: ago(hours) };
}
