import { trailSubjects } from '../../model/conditions/candidates.ts';
import { decided, reason, unknownBecause } from '../../model/conditions/condition.ts';
import { type ControlContext, defineControl } from '../../model/control.ts';
import { isOrganizationTrail, type Trail } from '../../model/facts.ts';
import { byHand } from '../../model/fixes/fix.ts';
import type { Source } from '../../model/read.ts';
import type { Bucket } from '../../model/storage.ts';
import type { Condition, Reason } from '../../model/verdict.ts';
import { QUERY } from './query.ts';

export const logArchiveSeparate = defineControl({
  id: 'log-archive-separate',
  title: 'Every trail delivers to a bucket of another account than those it records',
  category: 'protection',
  severity: 'medium',
  rationale:
    'Whoever takes over an account rules its buckets as well. Logs that lie in the account whose activity they record can be deleted together with the evidence; in an account of their own they cannot.',
  population: 'trail',
  needs: ['trails', 'bucket', 'organization'],
  conditions: {
    'separate-account': {
      title: 'The bucket belongs to an account whose activity the trail does not record',
      reasons: {
        'archive.same-account': {
          text: 'Bucket {bucket} belongs to account {owner}, whose own activity trail {trail} records: whoever rules that account rules its logs.',
          next: 'Let the trail deliver to a bucket of an account that exists for logs alone: write its bucket policy first, then: aws cloudtrail update-trail --name {trail} --s3-bucket-name BUCKET --region {homeRegion}',
        },
        'archive.own-trail': {
          note: true,
          text: 'Trail {trail} records the declared log archive {owner} itself and stays in it.',
        },
      },
    },
    'in-declared-archive': {
      title: 'The bucket belongs to a log archive that the policy file declares',
      reasons: {
        'archive.other-account': {
          text: 'Bucket {bucket} of trail {trail} belongs to account {owner}, which is none of the declared log archives ({declared}).',
          next: 'Let the trail deliver to a declared archive, or declare the account under storage.archiveAccounts in the policy file.',
        },
        'archive.not-declared': {
          note: true,
          text: 'No log archive is declared, so any account other than the recorded one counts.',
          next: 'Declare the log archive under storage.archiveAccounts in the policy file.',
        },
      },
    },
  },
  clauses: [],
  related: ['log-delete-restricted', 'log-bucket-protected'],
  query: QUERY,
  fix: () => byHand('fix.archive-by-hand'),
  subjects: (context) =>
    trailSubjects(
      context,
      (trail) => {
        const { bucket, arn } = trail;
        const ids = ['separate-account', 'in-declared-archive'];
        if (!bucket.known) return ids.map((id) => unknownBecause(id, arn, bucket.failure, bucket.source));
        if (bucket.value === null) return [];
        const judged = { trail, bucket: bucket.value, sources: [bucket.source], context };
        return [separateAccount(judged), inDeclaredArchive(judged)];
      },
      noBucket,
    ),
});

interface Judged {
  readonly trail: Trail;
  readonly bucket: Bucket;
  readonly sources: readonly Source[];
  readonly context: ControlContext;
}

/** An organization trail records its management account, whichever account owns the trail (aws.md 3.8). */
function separateAccount({ trail, bucket, sources, context }: Judged): Condition {
  const id = 'separate-account';
  const { owner, name } = bucket;
  const { organization: isOrganization } = trail.config;
  const management = context.organization?.management ?? null;
  const isArchive = context.policy.storage.archiveAccounts.includes(owner);
  const isOwn = owner === trail.owner;
  const params = { trail: trail.arn, bucket: name, owner, homeRegion: trail.homeRegion };
  // Only here does it matter whether the trail is one of the organization: then more is recorded than its owner's account.
  const matters = isOwn ? isArchive : owner === management;
  if (matters && !isOrganization.known) {
    return unknownBecause(id, trail.arn, isOrganization.failure, isOrganization.source);
  }
  const ofOrganization = isOrganizationTrail(trail);
  if (isOwn && isArchive && !ofOrganization) {
    return decided(id, trail.arn, 'yes', owner, sources, [reason('archive.own-trail', params)]);
  }
  const same = isOwn || (ofOrganization && owner === management);
  const why = same ? [reason('archive.same-account', params)] : [];
  return decided(id, trail.arn, same ? 'no' : 'yes', owner, sources, why);
}

function inDeclaredArchive({ trail, bucket, sources, context }: Judged): Condition {
  const id = 'in-declared-archive';
  const { archiveAccounts } = context.policy.storage;
  const { owner, name } = bucket;
  if (archiveAccounts.length === 0) {
    return decided(id, trail.arn, 'yes', owner, sources, [reason('archive.not-declared')]);
  }
  if (archiveAccounts.includes(owner)) return decided(id, trail.arn, 'yes', owner, sources);
  const params = { trail: trail.arn, bucket: name, owner, declared: [...archiveAccounts] };
  return decided(id, trail.arn, 'no', owner, sources, [reason('archive.other-account', params)]);
}

/** A trail whose bucket is gone delivers nowhere; that fails elsewhere, and here there is nothing to compare. */
function noBucket({ arn, bucket, config }: Trail): Reason | null {
  if (!bucket.known || bucket.value !== null) return null;
  return reason('bucket.missing', { bucket: config.bucket.known ? config.bucket.value : null, trails: [arn] });
}
