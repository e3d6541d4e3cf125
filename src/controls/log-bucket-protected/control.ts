import { bucketSubjects } from '../../model/conditions/buckets.ts';
import { judge, reason } from '../../model/conditions/condition.ts';
import { defineControl } from '../../model/control.ts';
import { fixUnprotected } from '../../model/fixes/buckets.ts';
import { keptLongEnough } from './kept-long-enough.ts';
import { QUERY } from './query.ts';
import { retentionControl } from './retention-control.ts';

export const logBucketProtected = defineControl({
  id: 'log-bucket-protected',
  title: 'Every bucket that trails deliver to keeps log files unaltered for as long as the policy file asks',
  category: 'protection',
  severity: 'medium',
  rationale:
    'A log file that can be overwritten, deleted or left to expire proves nothing afterwards. Versioning keeps what was there, a lock keeps it from being taken away, and no lifecycle rule may come before its time.',
  population: 'bucket',
  needs: ['trails', 'bucket'],
  conditions: {
    'versioning-on': {
      title: 'Versioning is on',
      reasons: {
        'bucket.not-versioned': {
          text: 'Bucket {bucket} is not versioned: an overwritten or deleted log file is gone.',
          next: 'aws s3api put-bucket-versioning --bucket {bucket} --versioning-configuration Status=Enabled',
        },
        'bucket.versioning-suspended': {
          text: 'Versioning of bucket {bucket} is suspended: what is written or deleted now replaces what was there.',
          next: 'aws s3api put-bucket-versioning --bucket {bucket} --versioning-configuration Status=Enabled',
        },
      },
    },
    'retention-control': {
      title: 'Object Lock or MFA delete keeps log files from being deleted',
      reasons: {
        'bucket.no-retention-control': {
          text: 'Bucket {bucket} has neither Object Lock nor MFA delete: whoever may delete versions may delete the logs.',
          next: 'Switch Object Lock on with a default retention of {retentionDays} days or more (aws s3api put-object-lock-configuration); it needs versioning and cannot be switched off again.',
        },
        'lock.no-default': {
          text: 'Object Lock is on for bucket {bucket} without a default retention: CloudTrail sets none on its files, so none of them is locked.',
          next: 'Set a default retention of {retentionDays} days or more: aws s3api put-object-lock-configuration',
        },
        'lock.too-short': {
          text: 'Object Lock of bucket {bucket} keeps log files for {days} days; the policy file asks for {retentionDays}.',
          next: 'Set a default retention of {retentionDays} days or more; files that are there already keep the time they were given.',
        },
        'lock.governance': {
          note: true,
          text: 'Object Lock of bucket {bucket} is in governance mode: it can be bypassed by whoever holds s3:BypassGovernanceRetention.',
          next: 'Use compliance mode, or deny that action to everybody but the declared security roles.',
        },
        'lock.mode-unknown': {
          text: 'Object Lock of bucket {bucket} has mode {mode}, which is neither COMPLIANCE nor GOVERNANCE.',
          next: 'Look at the configuration in the console; a newer trailproof may know the mode.',
        },
        'bucket.mfa-delete': {
          note: true,
          text: 'MFA delete stands in for Object Lock on bucket {bucket}: the root user with its device can still delete versions.',
        },
      },
    },
    'kept-long-enough': {
      title: 'No lifecycle rule lets log files expire before their time',
      reasons: {
        'lifecycle.expires-early': {
          text: 'Lifecycle rule {rule} of bucket {bucket} lets files under {prefix} expire after {days} days; the policy file asks for {retentionDays}.',
          next: 'Lengthen the rule, or narrow its prefix so that it does not meet the files of a trail.',
        },
        'lifecycle.fixed-date': {
          text: 'Lifecycle rule {rule} of bucket {bucket} lets every file under {prefix} expire on {date}, however young it is then.',
          next: 'Replace the date by a number of days, {retentionDays} or more.',
        },
        'lifecycle.may-expire': {
          text: 'Lifecycle rule {rule} of bucket {bucket} lets files expire before {retentionDays} days; whether log files are among them cannot be told, since {because}.',
          next: 'Give the rule a prefix that no trail delivers to, or make it {retentionDays} days or more.',
        },
        'lifecycle.noncurrent-early': {
          note: true,
          text: 'Lifecycle rule {rule} of bucket {bucket} removes replaced or deleted versions after {days} days: what was overwritten can be looked up only until then.',
        },
      },
    },
  },
  clauses: [],
  related: ['log-delete-restricted', 'log-archive-separate', 'log-file-validation'],
  query: QUERY,
  fix: fixUnprotected,
  subjects: (context) => {
    const { retentionDays } = context.policy.storage;
    const ids = ['versioning-on', 'retention-control', 'kept-long-enough'];
    return bucketSubjects(context, ids, (bucket, trails) => [
      judge('versioning-on', bucket.arn, bucket.versioning, ({ status }) => {
        const observed = status;
        if (status === 'Enabled') return { holds: 'yes', observed };
        const why = status === null ? 'bucket.not-versioned' : 'bucket.versioning-suspended';
        return { holds: 'no', observed, reasons: [reason(why, { bucket: bucket.name })] };
      }),
      retentionControl(bucket, retentionDays),
      keptLongEnough(bucket, trails, retentionDays),
    ]);
  },
});
