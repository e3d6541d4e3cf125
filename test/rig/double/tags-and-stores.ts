/** Tags of trails, and event data stores of CloudTrail Lake, as their owner is told of them. */

import type { AwsCall } from '../wire.ts';
import { isEnabled } from '../world.ts';
import type { WorldEventDataStore } from '../world-delivery.ts';
import { type Handler, type KnownAccount, pageOf, refuse, type WorldContext } from './handler.ts';

const MOST_ARNS = 20;

export function tagAndStoreHandlers(world: WorldContext): Record<string, Handler> {
  const tagged = new Map(world.trails.map((placed) => [placed.arn, placed]));

  function listTags(call: AwsCall, account: KnownAccount): Record<string, unknown> {
    const arns = call.params.ResourceIdList;
    if (!Array.isArray(arns) || arns.length === 0) refuse('InvalidParameterException', 'ResourceIdList is required.');
    if (arns.length > MOST_ARNS) refuse('InvalidParameterException', `At most ${MOST_ARNS} resources at a time.`);
    return {
      ResourceTagList: arns.map((arn: string) => {
        const placed = tagged.get(arn);
        if (arn.split(':')[4] !== account.id) {
          refuse('CloudTrailARNInvalidException', `AccountID in ARN is wrong: ${arn}`);
        }
        if (placed === undefined || placed.trail.HomeRegion !== call.region) {
          refuse('ResourceNotFoundException', `The resource ${arn} was not found.`);
        }
        const tags = placed.trail.tags ?? { owner: 'platform' };
        return { ResourceId: arn, TagsList: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
      }),
    };
  }

  function storesOf(account: KnownAccount): { store: WorldEventDataStore; arn: string }[] {
    return (account.eventDataStores ?? []).map((store) => ({
      store,
      arn: `arn:${world.partition}:cloudtrail:${store.home}:${account.id}:eventdatastore/${store.Name}`,
    }));
  }

  /** A multi-Region store is listed wherever the account has a Region. */
  function listEventDataStores(call: AwsCall, account: KnownAccount): Record<string, unknown> {
    const region = call.region ?? '';
    const here = storesOf(account).filter(
      ({ store }) =>
        store.home === region || (store.MultiRegionEnabled !== false && isEnabled(account.regions[region])),
    );
    const { page, next } = pageOf(here, call.params.NextToken, world.pageSize);
    return {
      EventDataStores: page.map(({ store, arn }) => ({ EventDataStoreArn: arn, Name: store.Name })),
      ...(next === undefined ? {} : { NextToken: next }),
    };
  }

  function getEventDataStore(call: AwsCall, account: KnownAccount): Record<string, unknown> {
    const found = storesOf(account).find(({ arn }) => arn === call.params.EventDataStore);
    if (found === undefined || found.store.home !== call.region) {
      refuse('EventDataStoreNotFoundException', 'The specified event data store was not found.');
    }
    const { home: _, ...fields } = found.store;
    const defaults = {
      EventDataStoreArn: found.arn,
      Status: 'ENABLED',
      AdvancedEventSelectors: [],
      MultiRegionEnabled: true,
      OrganizationEnabled: false,
      RetentionPeriod: 366,
      TerminationProtectionEnabled: true,
    };
    const merged = Object.entries({ ...defaults, ...fields });
    return Object.fromEntries(merged.filter(([, value]) => value !== null && value !== undefined));
  }

  return {
    'cloudtrail:ListTags': listTags,
    'cloudtrail:ListEventDataStores': listEventDataStores,
    'cloudtrail:GetEventDataStore': getEventDataStore,
  };
}
