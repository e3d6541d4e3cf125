import { unreadBecause } from '../values.ts';
import { boolean, defineView, text } from '../view.ts';

export const vCell = defineView({
  name: 'v_cell',
  about: 'One row per assessed account × enabled Region.',
  columns: {
    cell_id: text('ACCOUNT/REGION'),
    account_id: text('The account'),
    region: text('The Region'),
    listed: boolean('The trails of the Region were listed; NULL where they were not asked for'),
    unlisted_because: text('Reason id of the failed read; NULL where it was listed'),
  },
  needs: ['trails'],
  index: ['account_id'],
  ofAccount: ({ account, assessed }) => {
    if (account === null || !assessed) return [];
    return account.regions.map((region) => {
      const list = account.lists[region];
      return {
        cell_id: `${account.id}/${region}`,
        account_id: account.id,
        region,
        listed: list?.known ?? null,
        unlisted_because: unreadBecause(list),
      };
    });
  },
});
