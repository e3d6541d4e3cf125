import type { Trail } from '../../model/facts.ts';
import { orNull } from '../../model/read.ts';
import { isThere, unreadBecause } from '../values.ts';
import { boolean, defineView, text } from '../view.ts';

export const vDestination = defineView({
  name: 'v_destination',
  about: 'One row per trail × thing that it names to deliver with: bucket, key, log group, role, topic.',
  columns: {
    trail_arn: text('The trail'),
    trail_account_id: text('The account that owns the trail'),
    kind: text('bucket, key, log-group, role, topic'),
    named: text('As the trail names it; of the key that the bucket brings: its ARN'),
    is_there: boolean('It exists; NULL where that was not read'),
    unread_because: text('Reason id of the failed read; NULL where it was read'),
    resource: text('ARN of what was found'),
    account_id: text('The account that owns it'),
    region: text('Its Region; NULL for a role'),
  },
  needs: ['trails', 'bucket', 'key', 'log-group', 'role', 'topic'],
  index: ['trail_arn'],
  atEnd: ({ inventory }) => inventory.all().flatMap(({ trail }) => destinations(trail)),
});

function destinations(trail: Trail) {
  const { arn: trail_arn, owner: trail_account_id, config } = trail;
  const bucket = orNull(trail.bucket);
  const key = orNull(trail.key);
  const logGroup = orNull(trail.logGroup);
  const role = orNull(trail.role);
  const topic = orNull(trail.topic);
  const all = [
    { kind: 'bucket', read: trail.bucket, named: orNull(config.bucket), found: bucket, owner: bucket?.owner },
    { kind: 'key', read: trail.key, named: orNull(config.kmsKey) ?? key?.arn ?? null, found: key, owner: key?.account },
    {
      ...{ kind: 'log-group', read: trail.logGroup, named: orNull(config.logGroup), found: logGroup },
      owner: partOf(logGroup?.arn, 4),
    },
    { kind: 'role', read: trail.role, named: orNull(config.role), found: role, owner: partOf(role?.arn, 4) },
    { kind: 'topic', read: trail.topic, named: orNull(config.snsTopic), found: topic, owner: topic?.account },
  ];
  return all.flatMap(({ kind, read, named, found, owner }) => {
    if (read === null) return [];
    const region = found !== null && 'region' in found ? found.region : partOf(found?.arn, 3);
    return [
      {
        trail_arn,
        trail_account_id,
        kind,
        named,
        is_there: isThere(read),
        unread_because: unreadBecause(read),
        resource: found?.arn ?? null,
        account_id: owner ?? null,
        region,
      },
    ];
  });
}

/** One part of an ARN; NULL where it is empty. */
function partOf(arn: string | undefined, position: number): string | null {
  return arn?.split(':')[position] || null;
}
