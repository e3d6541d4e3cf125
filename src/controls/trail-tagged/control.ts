import { trailSubjects } from '../../model/conditions/candidates.ts';
import { decided, reason, unknownBecause } from '../../model/conditions/condition.ts';
import { defineControl } from '../../model/control.ts';
import type { Tag, Trail } from '../../model/facts.ts';
import { tagTrail } from '../../model/fixes/recording.ts';
import { fixByCondition } from '../../model/fixes/tables.ts';
import type { Condition } from '../../model/verdict.ts';
import { QUERY } from './query.ts';

const ALL = ['has-tag', 'required-tags'] as const;

export const trailTagged = defineControl({
  id: 'trail-tagged',
  title: 'Every trail is tagged',
  category: 'inventory',
  severity: 'low',
  rationale:
    'A tag says who answers for a trail and what it is for. Without one nobody knows whom to ask before it is changed, and a trail that was made for a day stays for years.',
  population: 'trail',
  needs: ['trails', 'tags'],
  conditions: {
    'has-tag': {
      title: 'The trail has a tag that is not of AWS',
      reasons: {
        'trail.no-tag': {
          text: 'Trail {trail} has no tags.',
          next: 'Say who owns it: aws cloudtrail add-tags --resource-id {trail} --tags-list Key=owner,Value=TEAM --region {homeRegion}',
        },
        'trail.system-tags-only': {
          text: 'Trail {trail} has tags of AWS alone ({keys}); they say what made it, not whose it is.',
          next: 'Say who owns it: aws cloudtrail add-tags --resource-id {trail} --tags-list Key=owner,Value=TEAM --region {homeRegion}',
        },
      },
    },
    'required-tags': {
      title: 'The trail has every tag that the policy file requires',
      reasons: {
        'trail.tags-missing': {
          text: 'Trail {trail} lacks the tags {missing}; the policy file requires them, and case counts.',
          next: 'Add what is missing: aws cloudtrail add-tags --resource-id {trail} --tags-list Key=KEY,Value=VALUE --region {homeRegion}',
        },
      },
    },
  },
  clauses: [{ framework: 'aws-security-hub', id: 'CloudTrail.9', conditions: ALL }],
  related: ['trail-encryption'],
  query: QUERY,
  fix: fixByCondition({ 'has-tag': tagTrail, 'required-tags': tagTrail }),
  subjects: (context) =>
    trailSubjects(context, (trail) => [hasTag(trail), requiredTags(trail, context.policy.requiredTags)]),
});

/** Tags of AWS begin with `aws:`; nobody else can set or take off one. */
function isOfAws({ key }: Tag): boolean {
  return key.startsWith('aws:');
}

function hasTag({ arn, homeRegion, tags }: Trail): Condition {
  if (!tags.known) return unknownBecause('has-tag', arn, tags.failure, tags.source);
  const keys = tags.value.map(({ key }) => key);
  if (tags.value.some((tag) => !isOfAws(tag))) return decided('has-tag', arn, 'yes', keys, [tags.source]);
  const why =
    keys.length === 0
      ? reason('trail.no-tag', { trail: arn, homeRegion })
      : reason('trail.system-tags-only', { trail: arn, homeRegion, keys });
  return decided('has-tag', arn, 'no', keys, [tags.source], [why]);
}

/** Holds where nothing is required, even of a trail whose tags were not read. */
function requiredTags({ arn, homeRegion, tags }: Trail, required: readonly string[]): Condition {
  const id = 'required-tags';
  if (required.length === 0) return decided(id, arn, 'yes', { required: [], missing: [] }, []);
  if (!tags.known) return unknownBecause(id, arn, tags.failure, tags.source);
  const keys = new Set(tags.value.map(({ key }) => key));
  const missing = required.filter((key) => !keys.has(key));
  const observed = { required: [...required], missing };
  if (missing.length === 0) return decided(id, arn, 'yes', observed, [tags.source]);
  return decided(
    id,
    arn,
    'no',
    observed,
    [tags.source],
    [reason('trail.tags-missing', { trail: arn, homeRegion, missing })],
  );
}
