import { candidateOf } from '../../model/conditions/candidates.ts';
import { decided, readReason, reason, unknownBecause } from '../../model/conditions/condition.ts';
import { reads, readsWording, writes, writesWording } from '../../model/conditions/management-events.ts';
import { hasTrail, hasTrailWording, recording, recordingWording } from '../../model/conditions/recording.ts';
import { type ControlContext, candidateTrails, defineControl, type Subject } from '../../model/control.ts';
import type { Trail } from '../../model/facts.ts';
import { fixRecording } from '../../model/fixes/tables.ts';
import type { Candidate, Condition } from '../../model/verdict.ts';
import { QUERY } from './query.ts';

export const regionCoverage = defineControl({
  id: 'region-coverage',
  title: 'Every enabled Region of every account is recorded, reads and writes',
  category: 'logging',
  severity: 'high',
  rationale:
    'The map of accounts and Regions: each cell names the trail that covers it. A Region that was opted into last month is a cell like any other.',
  population: 'cell',
  needs: ['trails', 'status', 'selectors'],
  conditions: {
    'covers-region': {
      title: 'A trail covers the Region',
      reasons: {
        'too-young': hasTrailWording.reasons['too-young'],
        'trail.reach-unread': hasTrailWording.reasons['trail.reach-unread'],
        'region.no-trail': {
          text: 'No trail covers {region} in account {account}.',
          next: 'Make one trail multi-Region in its home Region.',
        },
        'replica-not-seen': {
          text: 'Multi-Region trail {trail} should cover {region}, but its copy is not listed there.',
          next: 'After a Region is opted into, the copy appears within hours; if it does not, ask AWS support. Until then the Region is not proven to be covered.',
        },
      },
    },
    recording: recordingWording,
    reads: readsWording,
    writes: writesWording,
  },
  clauses: [],
  related: ['multi-region-trail'],
  query: QUERY,
  fix: fixRecording,
  subjects: (context) => context.account.regions.map((region) => cell(context, region)),
});

function cell(context: ControlContext, region: string): Subject {
  const { account } = context;
  const candidates = candidateTrails(context).flatMap((trail): Candidate[] => {
    const covers = coversRegion(trail, region, context);
    return covers.holds === 'no' ? [] : [candidateOf(trail, [covers, recording(trail), reads(trail), writes(trail)])];
  });
  const list = account.lists[region];
  const hidden = list !== undefined && !list.known ? [unreadRegion(region, list)] : [];
  const why = reason('region.no-trail', { region, account: account.id });
  const sources = list?.known ? [list.source] : [];
  return {
    account: account.id,
    region,
    resource: account.id,
    key: `${account.id}/${region}`,
    candidates: [...candidates, ...hidden],
    none: {
      resource: null,
      region,
      via: null,
      doubts: [],
      conditions: [decided('covers-region', null, 'no', null, sources, [why])],
    },
  };
}

/** A trail covers a Region where its copy is listed; a multi-Region trail that is not listed there is in doubt. */
function coversRegion(trail: Trail, region: string, { account, policy }: ControlContext): Condition {
  const { multiRegion } = trail.config;
  const list = account.lists[region];
  const listSource = list === undefined ? [] : [list.source];
  if (multiRegion.known && !multiRegion.value && region !== trail.homeRegion) {
    return decided('covers-region', trail.arn, 'no', trail.homeRegion, [multiRegion.source]);
  }
  if (trail.listedIn.includes(region) && (multiRegion.known || region === trail.homeRegion)) {
    // A copy that is listed although the account does not reach the trail's home Region proves nothing yet.
    if (trail.reach === 'own' || trail.reach === 'reached') {
      return decided('covers-region', trail.arn, 'yes', trail.arn, listSource);
    }
    const { holds, reasons } = hasTrail(trail, account, policy.thresholds.joinGrace);
    return decided('covers-region', trail.arn, holds, trail.arn, listSource, reasons);
  }
  if (trail.reach === 'too-young') {
    const { holds, reasons } = hasTrail(trail, account, policy.thresholds.joinGrace);
    return decided('covers-region', trail.arn, holds, null, listSource, reasons);
  }
  if (list !== undefined && !list.known) return unknownBecause('covers-region', trail.arn, list.failure, list.source);
  if (!multiRegion.known) return unknownBecause('covers-region', trail.arn, multiRegion.failure, multiRegion.source);
  const why = reason('replica-not-seen', { trail: trail.arn, region });
  return decided('covers-region', trail.arn, 'unknown', null, listSource, [why]);
}

function unreadRegion(
  region: string,
  list: ControlContext['account']['lists'][string] & { readonly known: false },
): Candidate {
  const conditions = ['covers-region', 'recording', 'reads', 'writes'].map((id) =>
    decided(id, null, 'unknown', null, [list.source], [readReason(list.failure)]),
  );
  return { resource: null, region, via: null, doubts: [], conditions };
}
