import type { JsonObject } from '../../src/model/json.ts';
import { trailEntry } from './trail-entry.ts';
import { accountOf, type Fault, homeOf, ORGANIZATION, partitionOf, trailArn, type World } from './world.ts';
import type { BucketSetting, WorldBucket } from './world-destinations.ts';

const XMLNS = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

/** An answer of S3: one element with this inside. */
export function s3Xml(element: string, inside: string): Fault & { readonly text: string } {
  return { text: `<?xml version="1.0" encoding="UTF-8"?>\n<${element} ${XMLNS}>${inside}</${element}>` };
}

/** S3's way to say that a setting was never made, or anything else that it says with a code. */
export function s3Error(code: string, status = 404): Fault {
  return {
    text: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>m</Message></Error>`,
    status,
  };
}

/** Block Public Access with these settings on. */
export function publicAccessBlock(...on: readonly string[]): Fault & { readonly text: string } {
  const settings = BLOCKS.map((name) => `<${name}>${on.includes(name)}</${name}>`);
  return s3Xml('PublicAccessBlockConfiguration', settings.join(''));
}

/** The four settings of S3 Block Public Access. */
export const BLOCKS = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];

export function accountBlock(): string {
  return publicAccessBlock(...BLOCKS).text;
}

/** A list with the owner's grant and these beside it. */
export function aclXml(...grants: readonly string[]): Fault & { readonly text: string } {
  const owner = '<Grant><Grantee><ID>79a5</ID></Grantee><Permission>FULL_CONTROL</Permission></Grant>';
  const list = `<AccessControlList>${owner}${grants.join('')}</AccessControlList>`;
  return s3Xml('AccessControlPolicy', `<Owner><ID>79a5</ID></Owner>${list}`);
}

/** A default key for what is written without one. */
export function encryptionXml(key: string): Fault & { readonly text: string } {
  const by = `<SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>${key}</KMSMasterKeyID>`;
  const rule = `<Rule><ApplyServerSideEncryptionByDefault>${by}</ApplyServerSideEncryptionByDefault></Rule>`;
  return s3Xml('ServerSideEncryptionConfiguration', rule);
}

/** The key that the world describes as the default of a bucket. */
export function defaultKeyOf({ settings }: WorldBucket): string | null {
  const described = settings?.['s3:GetBucketEncryption'];
  const text = typeof described === 'object' && 'text' in described ? described.text : '';
  return /<KMSMasterKeyID>([^<]+)</.exec(text)?.[1] ?? null;
}

/** What S3 answers about an ordinary bucket. */
export function settingsOf(world: World, bucket: WorldBucket): Readonly<Record<BucketSetting, string>> {
  const LOCK = '<DefaultRetention><Mode>COMPLIANCE</Mode><Days>400</Days></DefaultRetention>';
  const LOGGING = '<TargetBucket>access-logs</TargetBucket><TargetPrefix>the-logs/</TargetPrefix>';
  const SSE = '<SSEAlgorithm>AES256</SSEAlgorithm>';
  const RULE = '<ID>tidy</ID><Filter><Prefix/></Filter><Status>Enabled</Status>';
  const TIDY =
    '<AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload>';
  return {
    's3:GetBucketPolicy': JSON.stringify(bucketPolicy(world, bucket)),
    's3:GetBucketPolicyStatus': s3Xml('PolicyStatus', '<IsPublic>false</IsPublic>').text,
    's3:GetBucketAcl': aclXml().text,
    's3:GetPublicAccessBlock': publicAccessBlock(...BLOCKS).text,
    's3:GetBucketVersioning': s3Xml('VersioningConfiguration', '<Status>Enabled</Status>').text,
    's3:GetObjectLockConfiguration': s3Xml(
      'ObjectLockConfiguration',
      `<ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule>${LOCK}</Rule>`,
    ).text,
    's3:GetBucketLifecycleConfiguration': s3Xml('LifecycleConfiguration', `<Rule>${RULE}${TIDY}</Rule>`).text,
    's3:GetBucketLogging': s3Xml('BucketLoggingStatus', `<LoggingEnabled>${LOGGING}</LoggingEnabled>`).text,
    's3:GetBucketEncryption': s3Xml(
      'ServerSideEncryptionConfiguration',
      `<Rule><ApplyServerSideEncryptionByDefault>${SSE}</ApplyServerSideEncryptionByDefault></Rule>`,
    ).text,
    's3:GetBucketOwnershipControls': s3Xml(
      'OwnershipControls',
      '<Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule>',
    ).text,
    's3:GetBucketRequestPayment': s3Xml('RequestPaymentConfiguration', '<Payer>BucketOwner</Payer>').text,
  };
}

/** What CloudTrail asks for, for every trail of the world that delivers there (CloudTrail user guide), and what the world adds. */
function bucketPolicy(world: World, { name, statements = [] }: WorldBucket): JsonObject {
  const partition = partitionOf(world);
  const arn = `arn:${partition}:s3:::${name}`;
  const trails = (world.trails ?? []).map((trail) => ({ trail, entry: trailEntry(world, trail, homeOf(trail)) }));
  const delivering = trails.filter(({ entry }) => entry['S3BucketName'] === name);
  const SourceArn = delivering.map(({ trail }) => trailArn(world, trail));
  const folders = delivering.flatMap(({ trail, entry }) => {
    const { S3KeyPrefix: prefix } = entry;
    const base = typeof prefix === 'string' ? `${arn}/${prefix}/AWSLogs` : `${arn}/AWSLogs`;
    const own = `${base}/${trail.owner ?? accountOf(world)}/*`;
    return entry['IsOrganizationTrail'] === true ? [own, `${base}/${ORGANIZATION}/*`] : [own];
  });
  const Principal = { Service: 'cloudtrail.amazonaws.com' };
  const Condition = { StringEquals: { 'aws:SourceArn': SourceArn } };
  const ofTrails = [
    { Sid: 'AclCheck', Effect: 'Allow', Principal, Action: 's3:GetBucketAcl', Resource: arn, Condition },
    {
      ...{ Sid: 'Write', Effect: 'Allow', Principal, Action: 's3:PutObject', Resource: [...new Set(folders)] },
      Condition: { StringEquals: { ...Condition.StringEquals, 's3:x-amz-acl': 'bucket-owner-full-control' } },
    },
  ];
  return { Version: '2012-10-17', Statement: [...(folders.length === 0 ? [] : ofTrails), ...statements] };
}
