import type { EventDataStore } from '../../model/event-data-store.ts';
import type { Account, Trail } from '../../model/facts.ts';
import { orNull, type Read } from '../../model/read.ts';
import { distinct } from '../../util/distinct.ts';
import { isInScope } from '../in-scope.ts';

import { defineView, text } from '../view.ts';

export const vUnread = defineView({
  name: 'v_unread',
  about:
    'One row per failed read that hides something: a list of Regions, trails or event data stores, a field of such a store, what a trail in scope is asked for, a thing that it names and what the views show of it. Empty: the picture is whole.',
  columns: {
    account_id: text('The account that was asked'),
    region: text('The Region that was asked; NULL for a global call'),
    subject: text('What could not be read of: account id, ACCOUNT/REGION, or ARN of the trail or event data store'),
    what: text(
      'regions, trails, event-data-stores, organization, status, selectors, insights, tags, bucket, key, log-group, log-group-activity, role, role-policies, topic',
    ),
    reason: text('Reason id'),
    call: text('The call that failed'),
    permission: text('The IAM action that is missing; NULL where it is not about one'),
    code: text("AWS's error code, or the transport's"),
  },
  needs: ['trails'],
  index: ['subject'],
  ofAccount: ({ account, assessed }) => {
    if (account === null || !assessed) return [];
    const trails = account.regions.flatMap((region) =>
      failed(`${account.id}/${region}`, 'trails', [account.lists[region]]),
    );
    return [...failed(account.id, 'regions', [account.regionList]), ...trails, ...unreadStores(account)];
  },
  atEnd: (rows) => [
    ...(rows.organization === null
      ? []
      : failed(rows.organization.caller, 'organization', [
          rows.organization.trustedAccess,
          rows.organization.ownerListed,
        ])),
    ...rows.inventory
      .all()
      .filter(({ trail }) => isInScope(trail, rows))
      .flatMap(({ trail }) =>
        Object.entries(readsOf(trail)).flatMap(([what, reads]) => failed(trail.arn, what, reads)),
      ),
  ],
});

type Maybe = Read<unknown> | null | undefined;

/** What was read for a trail in scope, by what it says of it; of what it names, the fields that the views show as well. */
function readsOf(trail: Trail): Readonly<Record<string, readonly Maybe[]>> {
  const { status, selectors, insights, tags, bucket, key, logGroup, role, topic, homeRegion } = trail;
  const settings = orNull(bucket);
  const policies = orNull(role)?.policies;
  return {
    status: [status[homeRegion]],
    selectors: [selectors],
    insights: [insights],
    tags: [tags],
    bucket: [
      ...[bucket, settings?.policy, settings?.policyPublic, settings?.acl, settings?.block, settings?.accountBlock],
      ...[settings?.versioning, settings?.objectLock, settings?.lifecycle, settings?.logging, settings?.encryption],
    ],
    key: [key],
    'log-group': [logGroup],
    'log-group-activity': [orNull(logGroup)?.activity],
    role: [role, policies?.trust],
    'role-policies': [
      ...[policies?.boundary, policies?.inline, ...(orNull(policies?.inline) ?? [])],
      ...[policies?.attached, ...(orNull(policies?.attached) ?? [])],
    ],
    topic: [topic],
  };
}

/** Lists of event data stores that were asked for, and the fields of the stores that the account owns. */
function unreadStores({ id, eventDataStores }: Account) {
  if (eventDataStores === null) return [];
  const lists = Object.entries(eventDataStores.lists).flatMap(([region, list]) =>
    failed(`${id}/${region}`, 'event-data-stores', [list]),
  );
  const fields = ({ status, kmsKey, key, multiRegion, organization, ...rest }: EventDataStore): readonly Maybe[] => [
    ...[status, kmsKey, key, multiRegion, organization, rest.retentionDays, rest.terminationProtection],
  ];
  const stores = eventDataStores.stores.filter(({ owner }) => owner === id);
  return [...lists, ...stores.flatMap((store) => failed(store.arn, 'event-data-stores', fields(store)))];
}

/** A row for each call that failed, however many fields it hides; what nobody asked for is not a failed read. */
function failed(subject: string, what: string, reads: readonly Maybe[]) {
  const failures = reads.flatMap((read) =>
    read === null || read === undefined || read.known || read.failure.kind === 'not-asked' ? [] : [read.failure],
  );
  return distinct(failures, ({ call, kind }) => `${call} ${kind}`).map((failure) => ({
    account_id: failure.account,
    region: failure.region,
    subject,
    what,
    reason: `read.${failure.kind}`,
    call: failure.call,
    permission: failure.permission,
    code: failure.code,
  }));
}
