/** Operation names of the services whose requests carry method and path instead of a name. */

const SECURITY_HUB: Record<string, string> = {
  'GET /accounts': 'DescribeHub',
  'POST /accounts': 'EnableSecurityHub',
  'POST /findings': 'GetFindings',
  'POST /findings/import': 'BatchImportFindings',
  'PATCH /findings/batchupdate': 'BatchUpdateFindings',
  'POST /standards/get': 'GetEnabledStandards',
  'GET /standards': 'DescribeStandards',
};

/** The operation of a REST-JSON request; `METHOD /path` where it is not known. */
export function restJsonOperation(service: string, method: string, path: string): string {
  // Every path of the Account API is its operation's name with a small first letter.
  const account = service === 'account' ? /^\/([a-z])([A-Za-z]+)$/.exec(path) : null;
  if (account !== null) return `${account[1]?.toUpperCase()}${account[2]}`;
  return (service === 'securityhub' ? SECURITY_HUB[`${method} ${path}`] : undefined) ?? `${method} ${path}`;
}

const BUCKET_PARTS: Record<string, string> = {
  acl: 'BucketAcl',
  encryption: 'BucketEncryption',
  lifecycle: 'BucketLifecycleConfiguration',
  location: 'BucketLocation',
  logging: 'BucketLogging',
  notification: 'BucketNotificationConfiguration',
  'object-lock': 'ObjectLockConfiguration',
  ownershipControls: 'BucketOwnershipControls',
  policy: 'BucketPolicy',
  policyStatus: 'BucketPolicyStatus',
  publicAccessBlock: 'PublicAccessBlock',
  replication: 'BucketReplication',
  requestPayment: 'BucketRequestPayment',
  tagging: 'BucketTagging',
  versioning: 'BucketVersioning',
};
const OBJECT_PARTS: Record<string, string> = {
  acl: 'ObjectAcl',
  'legal-hold': 'ObjectLegalHold',
  retention: 'ObjectRetention',
  tagging: 'ObjectTagging',
};
const VERBS: Record<string, string> = { GET: 'Get', PUT: 'Put', HEAD: 'Head', DELETE: 'Delete' };

/** Operation and parameters of an S3 or S3 Control request in path style. */
export function s3Operation(method: string, url: URL): { operation: string; params: Record<string, unknown> } {
  const query = Object.fromEntries(url.searchParams);
  const verb = VERBS[method] ?? method;
  if (url.pathname === '/v20180820/configuration/publicAccessBlock') {
    return { operation: `${verb}AccountPublicAccessBlock`, params: query };
  }
  const [, bucket = '', ...rest] = url.pathname.split('/');
  const key = decodeURIComponent(rest.join('/'));
  if (bucket === '') return { operation: 'ListBuckets', params: query };
  if (key === '') return { operation: bucketOperation(method, verb, query), params: { Bucket: bucket, ...query } };
  const part = Object.keys(query).find((name) => name in OBJECT_PARTS);
  return { operation: verb + (OBJECT_PARTS[part ?? ''] ?? 'Object'), params: { Bucket: bucket, Key: key, ...query } };
}

function bucketOperation(method: string, verb: string, query: Record<string, string>): string {
  if (method === 'HEAD') return 'HeadBucket';
  if (method === 'POST' && 'delete' in query) return 'DeleteObjects';
  const part = Object.keys(query).find((name) => name in BUCKET_PARTS);
  if (part !== undefined) return verb + BUCKET_PARTS[part];
  if (method === 'PUT') return 'CreateBucket';
  if (method === 'DELETE') return 'DeleteBucket';
  if ('versions' in query) return 'ListObjectVersions';
  return 'list-type' in query ? 'ListObjectsV2' : 'ListObjects';
}
