/** Where the trails of Tidewater deliver to, as far as it is not in order. */

import type { WorldAccount } from '../rig/world.ts';
import { type DemoAccount, id, keyId } from './parts.ts';
import {
  cloudTrailWrites,
  keyForOurOrganization,
  onBucket,
  onlyOurOrganization,
  policy,
  trailArn,
} from './policies.ts';

const HOME = 'us-east-1';

/** Ran Tidewater's standby systems once, and owns a bucket to which one of its trails still delivers. */
export const FORMER_HOST_BUCKET = 'nordkai-hosting-customer-trails';
export const FORMER_HOST: WorldAccount = {
  id: '222200000001',
  name: 'nordkai-hosting',
  member: false,
  buckets: [{ name: FORMER_HOST_BUCKET, region: HOME }],
};

/** A company outside the organization that works with log files. */
const PARTNER = '222200000002';

/** The canonical id of the vendor of a tool that drew charts in 2016. */
const VENDOR = '2222'.repeat(16);

/** For a tool that drew charts, a bucket was opened to the world; nothing blocked that in those days. */
export function legacy(): Partial<DemoAccount> {
  return {
    publicAccessBlock: null,
    buckets: [
      {
        name: `default-${id(22)}`,
        PublicAccessBlock: null,
        ObjectLock: null,
        ObjectOwnership: 'ObjectWriter',
        Grants: [
          { Permission: 'FULL_CONTROL' },
          { URI: 'http://acs.amazonaws.com/groups/global/AllUsers', Permission: 'READ' },
          { ID: VENDOR, Permission: 'WRITE' },
        ],
      },
    ],
  };
}

/** What was meant to keep strangers out keeps CloudTrail out as well, in the bucket and in the key. */
export function crm(): Partial<DemoAccount> {
  const name = `crm-trail-${id(26)}`;
  return {
    buckets: [{ name, Policy: policy(...writes(name, 26, 'crm-trail'), onlyOurOrganization(name)) }],
    keys: [{ KeyId: keyId(26), region: HOME, policy: keyForOurOrganization(id(26)) }],
  };
}

export function analytics(): Partial<DemoAccount> {
  const name = `analytics-trail-${id(27)}`;
  const partner = {
    Sid: 'PartnerReadsAndTidiesUp',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${PARTNER}:root` },
    Action: ['s3:ListBucket', 's3:GetObject', 's3:DeleteObject'],
  };
  return {
    buckets: [{ name, Policy: policy(...writes(name, 27, 'analytics-trail'), onBucket(name, partner)) }],
    topics: [{ name: 'analytics-trail', region: HOME }],
  };
}

function writes(bucket: string, account: number, trail: string) {
  return cloudTrailWrites(bucket, [{ trail: trailArn(id(account), HOME, trail), folders: [`AWSLogs/${id(account)}`] }]);
}
