/** What moto lacks or gets wrong of buckets, each under a name. */

import { BLOCK_ALL } from './double/defaults.ts';
import { answerWith, type Fault } from './faults.ts';
import type { Overlay } from './overlay.ts';
import { rawRequest } from './raw-request.ts';
import type { RuledCall } from './rules.ts';
import { allowsEverybody, permanentRedirect } from './s3-answers.ts';

/** Whose a bucket is and where. */
export type BucketPlaces = Map<string, { account: string; region: string }>;

export type BucketOverlayOptions = {
  /** The buckets that exist already; those that are made through the proxy are added. */
  buckets?: BucketPlaces;
  /** Default BucketOwner. */
  payerOf?: (bucket: string) => string;
  /** Default: by the words of the policy, for which moto is asked once more, unsigned. */
  isPublic?: (bucket: string) => boolean;
};

/** The overlays that reads of buckets need. */
export function bucketOverlays({ buckets = new Map(), payerOf, isPublic }: BucketOverlayOptions): Overlay[] {
  return [
    bucketOwners(buckets),
    newBuckets(),
    bucketDocuments(),
    policyStatus(isPublic ?? null),
    requestPayment(payerOf ?? (() => 'BucketOwner')),
  ];
}

/** Asks moto, account by account, for the buckets that it holds. */
export async function bucketsIn(url: string, accounts: string[]): Promise<BucketPlaces> {
  const places: BucketPlaces = new Map();
  for (const account of accounts) {
    const request = { service: 's3', account, region: 'us-east-1', headers: { 'x-moto-account-id': account } };
    const { text } = await rawRequest(url, { ...request, path: '/' });
    for (const [, name = ''] of text.matchAll(/<Name>([^<]+)</g)) {
      const head = await rawRequest(url, { ...request, path: `/${name}`, method: 'HEAD' });
      places.set(name, { account, region: head.headers.get('x-amz-bucket-region') ?? 'us-east-1' });
    }
  }
  return places;
}

const READS = [
  'HeadBucket',
  'GetBucketAcl',
  'GetBucketEncryption',
  'GetBucketLifecycleConfiguration',
  'GetBucketLogging',
  'GetBucketOwnershipControls',
  'GetBucketPolicy',
  'GetBucketPolicyStatus',
  'GetBucketRequestPayment',
  'GetBucketVersioning',
  'GetObjectLockConfiguration',
  'GetPublicAccessBlock',
];

/**
 * moto lets every account read every bucket from every Region and takes no note of the expected owner. From
 * documentation; that a policy may let others read settings is left aside.
 */
function bucketOwners(places: BucketPlaces): Overlay {
  function reply({ operation, params, account, region }: RuledCall): Fault | null {
    const name = String(params.Bucket);
    const place = places.get(name);
    if (place === undefined || !READS.includes(operation)) return null;
    if (place.region !== region) return { kind: 'error', ...permanentRedirect(name, place.region) };
    const isExpected = params.ExpectedBucketOwner === undefined || params.ExpectedBucketOwner === place.account;
    if (place.account === account && isExpected) return null;
    const headers = { 'x-amz-bucket-region': place.region };
    return { kind: 'error', status: 403, code: 'AccessDenied', message: 'Access Denied', headers };
  }

  return {
    name: 'bucket-owners',
    match: { service: 's3', operation: [...READS, 'CreateBucket', 'DeleteBucket'] },
    reply,
    instead({ status }, { operation, params, account, region }) {
      const isDone = status < 300;
      if (operation === 'CreateBucket' && isDone && account !== null && region !== null) {
        places.set(String(params.Bucket), { account, region });
      }
      if (operation === 'DeleteBucket' && isDone) places.delete(String(params.Bucket));
      return null;
    },
  };
}

const DEFAULTS: Record<string, Record<string, unknown>> = {
  GetBucketEncryption: {
    ServerSideEncryptionConfiguration: {
      Rule: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
    },
  },
  GetBucketOwnershipControls: { OwnershipControls: { Rule: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } },
  GetPublicAccessBlock: { PublicAccessBlockConfiguration: BLOCK_ALL },
};

/**
 * In moto a new bucket has none of the settings that AWS gives each since 2023. From documentation. What is
 * deleted through the proxy stays deleted, encryption apart: AWS puts the default back.
 */
function newBuckets(): Overlay {
  const deleted = new Set<string>();
  const keyOf = ({ operation, params }: RuledCall) => `${operation.replace(/^(Get|Delete)/, '')}/${params.Bucket}`;
  return {
    name: 'new-buckets',
    match: {
      service: 's3',
      operation: [...Object.keys(DEFAULTS), 'DeleteBucketOwnershipControls', 'DeletePublicAccessBlock', 'CreateBucket'],
    },
    instead({ status, body }, call) {
      const { operation, params } = call;
      if (operation.startsWith('Delete') && status < 300) deleted.add(keyOf(call));
      if (operation === 'CreateBucket') {
        for (const setting of ['BucketOwnershipControls', 'PublicAccessBlock'])
          deleted.delete(`${setting}/${params.Bucket}`);
      }
      const standard = DEFAULTS[operation];
      const isUnset = status === 404 && !String(body).includes('<Code>NoSuchBucket</Code>');
      return standard !== undefined && isUnset && !deleted.has(keyOf(call)) ? answerWith(standard) : null;
    },
  };
}

/** moto calls the document of versioning by another name, and writes years beside the days of a lock. From documentation. */
function bucketDocuments(): Overlay {
  return {
    name: 'bucket-documents',
    match: { service: 's3', operation: ['GetBucketVersioning', 'GetObjectLockConfiguration'] },
    patch: (text: string) =>
      text.replaceAll('GetBucketVersioningResponse', 'VersioningConfiguration').replace(/<(Years|Days)>0<\/\1>/, ''),
  };
}

/** moto before 5.2.5 answers with the list of the bucket's objects. From documentation, or declared by the test. */
function policyStatus(isPublic: ((bucket: string) => boolean) | null): Overlay {
  return {
    name: 'policy-status',
    match: { service: 's3', operation: 'GetBucketPolicyStatus' },
    // Its policy decides; and where there is none, the refusal is the same.
    patchUrl: (url) => (isPublic === null ? url.replace(/([?&])policyStatus\b/, '$1policy') : url),
    instead({ status, body }, { params }) {
      if (status !== 200) return null;
      const IsPublic = isPublic?.(String(params.Bucket)) ?? allowsEverybody(String(body));
      return answerWith({ PolicyStatus: { IsPublic } });
    },
  };
}

/** moto answers with the list of the bucket's objects. Synthetic: the test declares who pays. */
function requestPayment(payerOf: (bucket: string) => string): Overlay {
  return {
    name: 'request-payment',
    match: { service: 's3', operation: 'GetBucketRequestPayment' },
    instead: ({ status }, { params }) =>
      status === 200 ? answerWith({ RequestPaymentConfiguration: { Payer: payerOf(String(params.Bucket)) } }) : null,
  };
}
