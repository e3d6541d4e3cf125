import { byKind, type Change, type ChangeTable } from '../model/change.ts';

/** What a person wants to know of a change before it is made. */
export interface ChangeWords {
  /** What it does, as an order. */
  readonly title: string;
  /** What it costs, or null where it is free. */
  readonly cost: string | null;
  /** What can go wrong, or null. */
  readonly risk: string | null;
  /** The way back; null: there is none, or none is needed. */
  readonly back: string | null;
}

export function wordsOfChange(change: Change): ChangeWords {
  return byKind(WORDS, change);
}

const FREE = null;
const STORAGE = 'Storage of the log files in S3.';

const WORDS: ChangeTable<ChangeWords> = {
  'create-bucket': ({ bucket }) => ({
    title: `Create bucket ${bucket}`,
    cost: STORAGE,
    risk: 'The name is taken by whoever asks first, in all of AWS.',
    back: 'Delete the bucket while it is empty.',
  }),
  'block-public-access': ({ bucket }) => ({
    title: `Close bucket ${bucket} to the public: all four settings`,
    cost: FREE,
    risk: 'Whoever reads it by a public link no longer can; nor can readers in other accounts who rely on a policy that S3 counts as public.',
    back: 'Delete the public access block of the bucket.',
  }),
  'close-acl': ({ bucket }) => ({
    title: `Take every grant to others out of the access control list of bucket ${bucket}`,
    cost: FREE,
    risk: 'Every grant to others ends, whoever reads or writes by it: other accounts, and S3 itself where it delivers access logs into this bucket.',
    back: 'Put the grants back: the snapshot has them.',
  }),
  'version-bucket': ({ bucket }) => ({
    title: `Switch versioning of bucket ${bucket} on`,
    cost: 'Old versions are stored as well, until a lifecycle rule removes them.',
    risk: null,
    back: 'Versioning can be suspended, not switched off.',
  }),
  'owner-pays': ({ bucket }) => ({
    title: `Let the owner of bucket ${bucket} pay for requests`,
    cost: 'The owner pays for requests and transfer.',
    risk: null,
    back: 'Set the payer to Requester.',
  }),
  'allow-delivery': ({ bucket, before }) => ({
    title: `${before === null ? 'Write' : 'Add to'} the policy of bucket ${bucket}: what delivery needs`,
    cost: FREE,
    risk: 'The policy is written as a whole; the script refuses where it is no longer what was read.',
    back: before === null ? 'Delete the bucket policy.' : 'Put the policy of before back.',
  }),
  'log-bucket-access': ({ bucket, target }) => ({
    title: `Log requests to bucket ${bucket} into ${target}`,
    cost: 'Storage of the access log.',
    risk: null,
    back: 'Switch access logging off.',
  }),
  'create-key': ({ alias }) => ({
    title: `Create a KMS key for log files, called ${alias}`,
    cost: 'A key costs by the month and by the request.',
    risk: 'Whoever reads the logs needs kms:Decrypt on the key from then on.',
    back: 'Take the key off the trail; keep it as long as files are encrypted with it.',
  }),
  'enable-key': ({ key }) => ({
    title: `Enable key ${key}`,
    cost: FREE,
    risk: 'Somebody disabled it: find out why.',
    back: 'Disable it.',
  }),
  'allow-key-use': ({ key }) => ({
    title: `Add to the policy of key ${key}: what the trail needs`,
    cost: FREE,
    risk: 'The policy is written as a whole; the script refuses where it is no longer what was read.',
    back: 'Put the policy of before back.',
  }),
  'allow-publish': ({ topic }) => ({
    title: `Add to the policy of topic ${topic}: CloudTrail may publish`,
    cost: FREE,
    risk: 'The policy is written as a whole; the script refuses where it is no longer what was read.',
    back: 'Put the policy of before back.',
  }),
  'create-log-group': ({ logGroup, retentionDays }) => ({
    title: `Create log group ${logGroup}${retentionDays === null ? '' : `, kept for ${retentionDays} days`}`,
    cost: 'Ingestion and storage in CloudWatch Logs, by the gigabyte.',
    risk: null,
    back: 'Delete the log group.',
  }),
  'create-delivery-role': ({ role }) => ({
    title: `Create role ${role}, which CloudTrail alone may assume`,
    cost: FREE,
    risk: null,
    back: 'Delete the role.',
  }),
  'allow-assume': ({ role }) => ({
    title: `Let CloudTrail assume role ${role}`,
    cost: FREE,
    risk: 'The trust policy is written as a whole; the script refuses where it is no longer what was read.',
    back: 'Put the trust policy of before back.',
  }),
  'allow-log-writes': ({ role }) => ({
    title: `Let role ${role} make log streams and write events`,
    cost: FREE,
    risk: null,
    back: 'Delete the inline policies that were added.',
  }),
  'enable-trusted-access': () => ({
    title: 'Give CloudTrail trusted access in the organization',
    cost: FREE,
    risk: null,
    back: 'Take trusted access away: organization trails then lose their copies.',
  }),
  'create-service-linked-role': ({ account }) => ({
    title: `Create the service-linked role of CloudTrail in account ${account}`,
    cost: FREE,
    risk: null,
    back: 'Delete the service-linked role.',
  }),
  'create-trail': ({ name, organization }) => ({
    title: organization
      ? `Create organization trail ${name}: all Regions of all accounts, reads and writes`
      : `Create trail ${name}: all Regions, reads and writes`,
    cost: `${STORAGE} The first copy of management events in each Region of an account is free; a further one is charged by the event.`,
    risk: organization ? 'Trails that members have already record a second copy: see trail-duplicates.' : null,
    back: 'Stop the trail, wait a day, delete it.',
  }),
  'make-multi-region': ({ name }) => ({
    title: `Make trail ${name} record every Region`,
    cost: 'Where another trail records these Regions already, the second copy is charged by the event; data events that its selectors ask for are recorded, and charged, in every Region.',
    risk: null,
    back: 'Make it a single-Region trail again.',
  }),
  'enable-validation': ({ name }) => ({
    title: `Switch log file validation of trail ${name} on`,
    cost: 'One small digest file an hour for each Region.',
    risk: null,
    back: 'Switch validation off.',
  }),
  encrypt: ({ name, key }) => ({
    title: `Encrypt the log files of trail ${name} with ${key}`,
    cost: 'Requests to KMS.',
    risk: 'Readers need kms:Decrypt on the key; files that are there stay as they are.',
    back: 'Take the key off the trail.',
  }),
  'connect-logs': ({ name, logGroupArn }) => ({
    title: `Let trail ${name} deliver to CloudWatch Logs: ${logGroupArn}`,
    cost: 'Ingestion and storage in CloudWatch Logs, by the gigabyte.',
    risk: null,
    back: 'Put the log group and the role of before back.',
  }),
  'record-reads-and-writes': ({ name }) => ({
    title: `Let trail ${name} record all management events, reads and writes; its other selectors stay`,
    cost: 'The first copy of management events in each Region of an account is free; a further one is charged by the event.',
    risk: 'Events of KMS are many: log files and CloudWatch Logs grow.',
    back: 'Put the selectors of before back.',
  }),
  'start-logging': ({ name }) => ({
    title: `Start trail ${name}`,
    cost: STORAGE,
    risk: 'If somebody stopped it, find out who and why (StopLogging in Event history).',
    back: 'Stop the trail.',
  }),
};
