import { parseArn } from '../../model/arn.ts';
import type { OrganizationFacts, Trail } from '../../model/facts.ts';
import type { RequestContext } from '../model.ts';

/** One trail, and what the run knows about the organization around it. */
export interface Delivery {
  readonly trail: Trail;
  readonly partition: string;
  /** Id of the organization; null: there is none; undefined: not known. */
  readonly organization: string | null | undefined;
}

export function deliveryOf(trail: Trail, organization: OrganizationFacts | null): Delivery {
  const id = organization?.id ?? trail.organizationId;
  return {
    trail,
    partition: parseArn(trail.arn)?.partition ?? 'aws',
    organization: id.known ? id.value : undefined,
  };
}

/** By this name CloudTrail delivers in every partition (aws.md 3.10). */
export const CLOUDTRAIL = { kind: 'service', name: 'cloudtrail.amazonaws.com' } as const;

/**
 * Stands for an id that was not read. No policy names it, so what is allowed for it is allowed for any; what is not
 * allowed for it is not known.
 */
export const SOME_ORGANIZATION = 'o-0000000000';
export const SOME_ACCOUNT = '000000000000';

type Entry = readonly [key: string, values: readonly string[] | null];

/**
 * What a request of CloudTrail by its own name carries, as AWS documents it: TLS, the trail and its owner (CloudTrail user
 * guide, bucket, key and topic policies), no VPC and no organization of the principal (IAM user guide, global condition
 * keys). What is not here is unknown: the address it comes from, for one.
 */
export function serviceContext(delivery: Delivery, region: string, entries: readonly Entry[] = []): RequestContext {
  const { trail } = delivery;
  return new Map<string, readonly string[] | null>([
    ...transport(region),
    ['aws:sourcearn', [trail.arn]],
    ['aws:sourceaccount', [trail.owner]],
    ...sourceOrganization(delivery),
    ...entries,
  ]);
}

/** What every request carries that comes from an AWS service. */
export function transport(region: string): readonly Entry[] {
  return [
    ['aws:securetransport', ['true']],
    ['aws:requestedregion', [region]],
    ['aws:sourcevpc', null],
    ['aws:sourcevpce', null],
    ['aws:vpcsourceip', null],
  ];
}

function sourceOrganization({ organization }: Delivery): readonly Entry[] {
  if (organization === undefined) return [];
  return [['aws:sourceorgid', organization === null ? null : [organization]]];
}
