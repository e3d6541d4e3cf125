import { delivering } from '../../model/conditions/delivery.ts';
import { allSources, reads, writes } from '../../model/conditions/management-events.ts';
import { recording } from '../../model/conditions/recording.ts';
import type { ControlContext } from '../../model/control.ts';
import type { Trail } from '../../model/facts.ts';
import { orNull } from '../../model/read.ts';
import { holds } from '../values.ts';
import { boolean, defineView, json, text } from '../view.ts';

export const vReach = defineView({
  name: 'v_reach',
  about:
    'One row per assessed account × trail that it sees or that its organization has: how far the trail serves the account. The 0-or-1 columns are judged for this account and NULL where a read failed.',
  columns: {
    account_id: text('The account that would be served'),
    trail_arn: text('The trail'),
    owner_id: text('The account that owns the trail'),
    home_region: text('Home Region of the trail'),
    reach: text(
      'own; reached (lists the copy of an organization trail); unread; too-young (just joined); not-reached; not-listed (an organization trail that the account does not see at all)',
    ),
    counts: boolean('It can count for the account: it may reach it, and the policy file does not exclude it'),
    excluded: boolean('The policy file excludes the trail'),
    listed_in: json('Regions of the account that list the trail'),
    multi_region: boolean('It covers every Region'),
    organization: boolean('It is an organization trail'),
    recording: boolean('It is logging, by the status of its home Region'),
    reads: boolean('It records management read events, all or some'),
    writes: boolean('It records management write events, all or some'),
    reads_all: boolean('It records every management read event of the sources that it records'),
    writes_all: boolean('It records every management write event of the sources that it records'),
    all_sources: boolean('It leaves no event source out'),
    delivering: boolean('Its log files are being delivered, as far as this account can tell'),
  },
  needs: ['trails', 'status', 'selectors', 'organization'],
  index: ['account_id', 'trail_arn'],
  ofAccount: ({ context, assessed }) => {
    if (context === null || !assessed) return [];
    const { account, organization } = context;
    const seen = new Set(account.trails.map(({ arn }) => arn));
    const unseen = (organization?.trails ?? []).filter(({ arn, owner }) => owner !== account.id && !seen.has(arn));
    return [
      ...account.trails.map((trail) => reachRow(context, trail, trail.reach)),
      ...unseen.map((trail) => reachRow(context, { ...trail, listedIn: [] }, 'not-listed')),
    ];
  },
});

function reachRow({ account, policy, clock }: ControlContext, trail: Trail, reach: string) {
  const { regions, joinedAt } = account;
  const mayReach = reach !== 'not-reached' && reach !== 'not-listed';
  return {
    account_id: account.id,
    trail_arn: trail.arn,
    owner_id: trail.owner,
    home_region: trail.homeRegion,
    reach,
    counts: mayReach && !policy.excludedTrails.has(trail.arn),
    excluded: policy.excludedTrails.has(trail.arn),
    listed_in: [...trail.listedIn],
    multi_region: orNull(trail.config.multiRegion),
    organization: orNull(trail.config.organization),
    recording: holds(recording(trail)),
    reads: holds(reads(trail)),
    writes: holds(writes(trail)),
    reads_all: isFull(trail, 'reads'),
    writes_all: isFull(trail, 'writes'),
    all_sources: holds(allSources(trail)),
    delivering: holds(delivering(trail, { clock, thresholds: policy.thresholds, regions, joinedAt })),
  };
}

function isFull({ selectors }: Trail, kind: 'reads' | 'writes'): boolean | null {
  return selectors.known && selectors.value[kind] !== 'unknown' ? selectors.value[kind] === 'full' : null;
}
