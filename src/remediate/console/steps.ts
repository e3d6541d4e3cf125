import { nameOfLogGroup, nameOfRole } from '../../model/arn.ts';
import {
  byKind,
  type Change,
  type ChangeTable,
  type OfBucket,
  type OfTrail,
  type Statement,
} from '../../model/change.ts';
import { policyWith } from '../../model/policy-addition.ts';
import { quoted } from '../../util/shell.ts';
import { inlinePolicies, newKeyPolicy, newTrustPolicy } from '../documents.ts';
import { selectorSteps } from './selectors.ts';
import { code, codeBlock } from './text.ts';

/** What a person does in the AWS Management Console for one change: each entry is one numbered step in Markdown. */
export function stepsOf(change: Change): readonly string[] {
  return byKind(STEPS, change);
}

const STEPS: ChangeTable<readonly string[]> = {
  'create-bucket': ({ bucket, region }) => [
    `Open **S3**, choose Region ${code(region)}, then **General purpose buckets** › **Create bucket**.`,
    `Bucket name: ${code(bucket)}. Leave **ACLs disabled** and **Block all public access** on. Choose **Create bucket**.`,
  ],
  'block-public-access': (change) => [
    inBucket(change, 'Permissions'),
    'Under **Block public access (bucket settings)** choose **Edit**, tick **Block all public access**, save and confirm.',
  ],
  'close-acl': (change) => [
    inBucket(change, 'Permissions'),
    'Under **Access control list (ACL)** choose **Edit**. Untick every box of **Everyone**, **Authenticated users group** and **S3 log delivery group**, remove the entries under **Access for other AWS accounts**, and save. The bucket owner keeps its boxes.',
  ],
  'version-bucket': (change) => [
    inBucket(change, 'Properties'),
    'Under **Bucket Versioning** choose **Edit**, then **Enable**, and save.',
  ],
  'owner-pays': (change) => [
    inBucket(change, 'Properties'),
    'Under **Requester pays** choose **Edit**, then **Disable**, and save.',
  ],
  'allow-delivery': (change) => [
    inBucket(change, 'Permissions'),
    change.before === null
      ? 'Under **Bucket policy** choose **Edit**. The editor should be empty.'
      : 'Under **Bucket policy** choose **Edit**. Compare what is there with the text below: every statement of it has to be in the new one. If one is not, it was added since the scan: keep it as well.',
    withDocument('Put this in and choose **Save changes**:', policyWith(change)),
  ],
  'log-bucket-access': (change) => [
    inBucket(change, 'Properties'),
    `Under **Server access logging** choose **Edit**, then **Enable**. Destination: bucket ${code(change.target)}, prefix ${code(change.prefix)}. Save.`,
  ],
  'create-key': (change) => [
    `Open **Key Management Service (KMS)**, choose Region ${code(change.region)}, then **Customer managed keys** › **Create key**.`,
    `Key type **Symmetric**, usage **Encrypt and decrypt**. Alias: ${code(change.alias.replace(/^alias\//, ''))}. Choose who administers and who uses it (readers of the log files have to decrypt).`,
    withDocument(
      'In the step **Edit key policy**, or later under **Key policy** › **Switch to policy view** › **Edit**, the policy has to have these statements beside those of your administrators and readers:',
      newKeyPolicy(change),
    ),
    'Choose **Finish**. On the page of the key, under **Key rotation**, switch automatic rotation on.',
  ],
  'enable-key': ({ key, region }) => [
    `Open **Key Management Service (KMS)**, choose Region ${code(region)}, then **Customer managed keys**, and tick ${code(key)}.`,
    'Choose **Key actions** › **Enable**.',
  ],
  'allow-key-use': (change) => [
    `Open **Key Management Service (KMS)**, choose Region ${code(change.region)}, then **Customer managed keys** › ${code(change.key)} › **Key policy** › **Switch to policy view** › **Edit**.`,
    withDocument(
      'Keep every statement that is there and see to it that these are among them; as a whole, the policy is then:',
      policyWith(change),
    ),
    'Choose **Save changes**.',
  ],
  'allow-publish': (change) => [
    `Open **Simple Notification Service**, choose Region ${code(change.region)}, then **Topics** › ${code(change.topic)} › **Edit** › **Access policy**.`,
    withDocument('Keep every statement that is there; as a whole, the policy is then:', policyWith(change)),
    'Choose **Save changes**.',
  ],
  'create-log-group': ({ logGroup, region, retentionDays }) => [
    `Open **CloudWatch**, choose Region ${code(region)}, then **Logs** › **Log groups** (or **Log management**) › **Create log group**.`,
    `Name: ${code(logGroup)}. Retention: **${retentionDays === null ? 'Never expire' : `${retentionDays} days`}**. Log class: **Standard**. Choose **Create**.`,
  ],
  'create-delivery-role': ({ role }) => [
    'Open **IAM** › **Roles** › **Create role** › **Custom trust policy**.',
    withDocument('Put this in and choose **Next**:', newTrustPolicy()),
    `Choose no permissions yet, **Next**, role name ${code(role)}, **Create role**.`,
  ],
  'allow-assume': (change) => [
    `Open **IAM** › **Roles** › ${code(change.role)} › **Trust relationships** › **Edit trust policy**.`,
    withDocument('Keep every statement that is there; as a whole, the policy is then:', policyWith(change)),
    'Choose **Update policy**.',
  ],
  'allow-log-writes': (change) =>
    inlinePolicies(change).flatMap(({ name, document }) => [
      `Open **IAM** › **Roles** › ${code(change.role)} › **Permissions** › **Add permissions** › **Create inline policy** › **JSON**.`,
      withDocument('Put this in and choose **Next**:', document),
      `Policy name: ${code(name)}. Choose **Create policy**. If there is one of that name already, edit it instead.`,
    ]),
  'enable-trusted-access': () => [
    'Open **AWS Organizations** in the management account, then **Services** › **CloudTrail**.',
    'Choose **Enable trusted access** and confirm.',
  ],
  'create-service-linked-role': () => [
    `The console has no button for it. Open **CloudShell** in this account and run ${code('aws iam create-service-linked-role --aws-service-name cloudtrail.amazonaws.com')}.`,
  ],
  'create-trail': (change) => [
    `Open **CloudTrail**, choose Region ${code(change.region)}, then **Trails** › **Create trail**. Choose the full form, not the quick one.`,
    `Trail name: ${code(change.name)}. ${change.organization ? 'Tick **Enable for all accounts in my organization**. ' : ''}Storage location: **Use existing S3 bucket**, ${code(change.bucket)}. Leave **Log file validation** on.`,
    'Next: tick **Management events**, **Read** and **Write**; exclude no AWS KMS and no Amazon RDS Data API events.',
    'Next, **Create trail**. A trail that the console makes records every Region.',
  ],
  'make-multi-region': (change) => [
    `Open **CloudTrail**, choose Region ${code(change.region)}, then **Trails** › ${code(change.name)}.`,
    `The console cannot make a single-Region trail a multi-Region one. Open **CloudShell** in this Region and run ${code(`aws cloudtrail update-trail --name ${quoted(change.trail)} --is-multi-region-trail --include-global-service-events --region ${quoted(change.region)}`)}.`,
    'Load the page of the trail again: **Multi-region trail** is **Yes**.',
  ],
  'enable-validation': (change) => [
    inTrail(change),
    'Under **General details** choose **Edit**, then under **Additional settings** tick **Enabled** at **Log file validation**. Choose **Save changes**.',
  ],
  encrypt: (change) => [
    inTrail(change),
    `Under **General details** choose **Edit**, tick **Log file SSE-KMS encryption**, choose **Existing**, and give the key ${code(change.key)}. Choose **Save changes**.`,
  ],
  'connect-logs': (change) => [
    inTrail(change),
    `Under **CloudWatch Logs** choose **Edit**, tick **Enabled**. Log group: **Existing**, ${code(nameOfLogGroup(change.logGroupArn))}. IAM role: **Existing**, ${code(nameOfRole(change.roleArn))}. Choose **Save changes**.`,
  ],
  'record-reads-and-writes': (change) => [inTrail(change), ...selectorSteps(change)],
  'start-logging': (change) => [inTrail(change), 'Choose **Start logging** at the top of the page.'],
};

function inBucket({ bucket }: OfBucket, tab: string): string {
  return `Open **S3** › **General purpose buckets** › ${code(bucket)}, tab **${tab}**.`;
}

function inTrail({ region, name }: OfTrail): string {
  return `Open **CloudTrail**, choose Region ${code(region)} (the trail's home: elsewhere it cannot be edited), then **Trails** › ${code(name)}.`;
}

function withDocument(sentence: string, document: Statement): string {
  return `${sentence}\n\n${codeBlock(JSON.stringify(document, null, 2), 'json')}\n`;
}
