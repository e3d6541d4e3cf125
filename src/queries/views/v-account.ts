import { notAssessable } from '../../evaluate/evaluate.ts';
import type { ControlContext } from '../../model/control.ts';
import type { Json } from '../../model/json.ts';
import { moment } from '../values.ts';
import { boolean, defineView, integer, json, text, time } from '../view.ts';

export const vAccount = defineView({
  name: 'v_account',
  about: 'One row per account of the run, those left out or not assessable among them.',
  columns: {
    account_id: text('12 digits'),
    name: text('Name in the organization; NULL where one account is judged alone'),
    state: text('ACTIVE, SUSPENDED, CLOSED, …'),
    ou: text('Organizational unit, names from the root down'),
    joined_at: time('When it joined the organization; NULL where unknown'),
    class: text('Class that the policy file gives it'),
    is_management: boolean("It is the organization's management account; NULL where one account is judged alone"),
    administers: json('Services that it is the delegated administrator of; null where that was not read'),
    left_out: boolean('It is left out of scope, by the command line or by the policy file'),
    assessed: boolean('It is in scope and can be assessed'),
    not_assessed_because: text('Reason id; NULL where it is assessed'),
    regions: integer('Enabled Regions that are judged'),
    regions_read: boolean('The list of its enabled Regions was read; else only our own list of Regions was left'),
    listed_regions: integer('Regions whose trails were listed'),
    unlisted_regions: integer('Regions whose trails could not be listed'),
  },
  needs: ['trails'],
  index: ['account_id'],
  ofAccount: ({ account, context, assessed }) => {
    if (account === null || context === null) return [];
    const lists = account.regions.flatMap((region) => account.lists[region] ?? []);
    const listed = lists.filter((list) => list.known).length;
    const left = account.leftOut === null ? null : 'scope.left-out';
    return [
      {
        account_id: account.id,
        name: account.name,
        state: account.state,
        ou: account.ou,
        joined_at: moment(account.joinedAt),
        class: context.policy.classes.get(account.id) ?? null,
        is_management: context.organization === null ? null : context.organization.management === account.id,
        administers: administers(context),
        left_out: account.leftOut !== null || context.policy.excludedAccounts.has(account.id),
        assessed,
        not_assessed_because: assessed
          ? null
          : (left ?? notAssessable(account, context.policy)?.id ?? 'account.pending-closure'),
        regions: account.regions.length,
        regions_read: account.regionList.known,
        listed_regions: listed,
        unlisted_regions: lists.length - listed,
      },
    ];
  },
});

function administers({ account, organization }: ControlContext): Json {
  const administrators = organization?.delegatedAdministrators;
  if (!administrators?.known) return null;
  const services = administrators.value.get(account.id);
  if (services === undefined) return [];
  return services.known ? [...services.value] : null;
}
