/** The one trail that records the whole organization, and the SIEM that its log group feeds. */

import type { WorldTrail } from '../rig/world.ts';
import { HOME, id, logsLink, SECURITY_TOOLING, trail } from './parts.ts';

export const SIEM = `arn:aws:logs:${HOME}:${SECURITY_TOOLING}:destination:siem`;

/** Where Harbour Lights misses copies of its organization trail. */
const WITHOUT_COPY = [`${id(10)}/me-central-1`, `${id(12)}/${HOME}`, id(13)];

/** `unreached`: accounts without a copy of it, beside those where Harbour Lights misses one. */
export function organizationTrail(unreached: readonly string[]): WorldTrail {
  return trail('harbour-organization', {
    ...logsLink(1),
    IsOrganizationTrail: true,
    S3KeyPrefix: 'organization',
    insights: ['ApiCallRateInsight', 'ApiErrorRateInsight'],
    notIn: [...WITHOUT_COPY, ...unreached],
    status: { StartLoggingTime: '2021-03-01T10:15:00Z' },
    statusIn: {
      // Quiet Regions: no log file for days, and yet the digests come.
      'ap-northeast-3': { LatestDeliveryTime: '-9d' },
      'sa-east-1': { LatestDeliveryTime: '-4d' },
      // The policy of the archive lists the parts of the world, and nobody added Africa.
      'af-south-1': {
        LatestDeliveryError: 'AccessDenied',
        LatestDeliveryTime: null,
        LatestDigestDeliveryTime: null,
        LatestDigestDeliveryError: 'AccessDenied',
      },
    },
  });
}
