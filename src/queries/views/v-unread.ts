import { isInScope } from '../in-scope.ts';
import { isThere } from '../values.ts';
import { defineView, type RunRows, text } from '../view.ts';

export const vUnread = defineView({
  name: 'v_unread',
  about:
    'One row per failed read that hides something: a list of Regions or trails, the status or the selectors of a trail in scope, a thing that it names. Empty: the picture is whole.',
  columns: {
    account_id: text('The account that was asked'),
    region: text('The Region that was asked; NULL for a global call'),
    subject: text('What could not be read of: account id, ACCOUNT/REGION, or ARN of the trail'),
    what: text('regions, trails, status, selectors, bucket, key, log-group, role, topic'),
    reason: text('Reason id'),
    call: text('The call that failed'),
    permission: text('The IAM action that is missing; NULL where it is not about one'),
    code: text("AWS's error code, or the transport's"),
  },
  needs: ['trails'],
  index: ['subject'],
  ofAccount: ({ account, assessed }) => {
    if (account === null || !assessed) return [];
    const lists = account.regions.flatMap((region) => {
      const list = account.lists[region];
      return list === undefined || list.known ? [] : [row(`${account.id}/${region}`, 'trails', list)];
    });
    return account.regionList.known ? lists : [row(account.id, 'regions', account.regionList), ...lists];
  },
  atEnd: (rows) =>
    rows.inventory
      .all()
      .filter(({ trail }) => isInScope(trail, rows))
      .flatMap(({ trail }) => {
        const { arn, bucket, key, logGroup, role, topic, selectors } = trail;
        const reads = {
          status: trail.status[trail.homeRegion],
          selectors,
          bucket,
          key,
          'log-group': logGroup,
          role,
          topic,
        };
        return Object.entries(reads).flatMap(([what, read]) =>
          // What nobody asked for is not a failed read.
          read === null ||
          read === undefined ||
          isThere(read) !== null ||
          read.known ||
          read.failure.kind === 'not-asked'
            ? []
            : [row(arn, what, read)],
        );
      }),
});

type Entry = ReturnType<RunRows['inventory']['all']>[number];

function row(subject: string, what: string, { failure }: Extract<Entry['trail']['bucket'], { known: false }>) {
  return {
    account_id: failure.account,
    region: failure.region,
    subject,
    what,
    reason: `read.${failure.kind}`,
    call: failure.call,
    permission: failure.permission,
    code: failure.code,
  };
}
