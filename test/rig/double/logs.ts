import type { AwsCall } from '../wire.ts';
import { dateOf, type WorldLogGroup } from '../world.ts';
import { type Handler, type KnownAccount, pageOf, refuse, type WorldContext } from './handler.ts';

/** CloudWatch Logs: the log groups of one account and Region, in order of their names. */
export function logsHandlers(world: WorldContext): Record<string, Handler> {
  function describeLogGroups(call: AwsCall, account: KnownAccount): Record<string, unknown> {
    const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, limit, nextToken } = call.params;
    if (prefix !== undefined && pattern !== undefined) {
      refuse(
        'InvalidParameterException',
        'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
      );
    }
    if (limit !== undefined && (typeof limit !== 'number' || limit < 1 || limit > 50)) {
      refuse(
        'InvalidParameterException',
        '1 validation error detected: Value at limit failed to satisfy constraint: Member must have value less than or equal to 50',
      );
    }
    const groups = (account.logGroups ?? [])
      .filter(({ region, logGroupName }) => {
        if (region !== call.region) return false;
        if (typeof prefix === 'string') return logGroupName.startsWith(prefix);
        return typeof pattern !== 'string' || logGroupName.toLowerCase().includes(pattern.toLowerCase());
      })
      .sort((a, b) => (a.logGroupName < b.logGroupName ? -1 : 1));
    const { page, next } = pageOf(groups, nextToken, Math.min(world.pageSize, Number(limit ?? 50)));
    return { logGroups: page.map((group) => describe(group, account.id)), nextToken: next };
  }

  function describe(described: WorldLogGroup, account: string): Record<string, unknown> {
    const { region, creationTime, streams: _, subscriptions: __, ...group } = described;
    const arn = `arn:${world.partition}:logs:${region}:${account}:log-group:${group.logGroupName}`;
    return {
      metricFilterCount: 0,
      storedBytes: 0,
      logGroupClass: 'STANDARD',
      arn: `${arn}:*`,
      logGroupArn: arn,
      // This service counts milliseconds, unlike most JSON services.
      creationTime: dateOf(creationTime ?? '-90d', world.now).getTime(),
      ...group,
    };
  }

  return { 'logs:DescribeLogGroups': describeLogGroups };
}
