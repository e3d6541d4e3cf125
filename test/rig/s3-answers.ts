/** What the double and the overlays of S3 say alike. */

import type { AwsError } from './encode.ts';

/** The answer to whoever asks for a bucket in another Region than its own. */
export function permanentRedirect(bucket: string, region: string): AwsError {
  const message =
    'The bucket you are attempting to access must be addressed using the specified endpoint. ' +
    'Please send all future requests to this endpoint.';
  return {
    status: 301,
    code: 'PermanentRedirect',
    message,
    details: { Endpoint: `${bucket}.s3.${region}.amazonaws.com`, Bucket: bucket },
    headers: { 'x-amz-bucket-region': region },
  };
}

/**
 * What GetBucketPolicyStatus says of most policies: whether a statement allows everybody without a condition.
 * Of conditions S3 knows more than this.
 */
export function allowsEverybody(policy: string): boolean {
  return statementsOf(policy).some((statement) => {
    if (typeof statement !== 'object' || statement === null) return false;
    const { Effect, Principal, Condition } = statement as Record<string, unknown>;
    const named = typeof Principal === 'object' && Principal !== null && 'AWS' in Principal ? Principal.AWS : Principal;
    return Effect === 'Allow' && Condition === undefined && [named].flat().includes('*');
  });
}

function statementsOf(policy: string): unknown[] {
  try {
    const document: unknown = JSON.parse(policy);
    return typeof document === 'object' && document !== null && 'Statement' in document
      ? [document.Statement].flat()
      : [];
  } catch {
    return [];
  }
}
