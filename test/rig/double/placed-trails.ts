import type { WorldTrail } from '../world.ts';
import type { KnownAccount } from './handler.ts';

/** A trail of the world with its owner, its ARN, and its number among all. */
export type PlacedTrail = {
  trail: WorldTrail;
  owner: KnownAccount;
  arn: string;
  number: number;
  notIn: Set<string>;
};

/** Every trail of every account, in the order of the world. */
export function placeTrails(accounts: Iterable<KnownAccount>, partition: string): PlacedTrail[] {
  return [...accounts]
    .flatMap((owner) => (owner.trails ?? []).map((trail) => ({ trail, owner })))
    .map(({ trail, owner }, number) => {
      const arn = trail.TrailARN ?? `arn:${partition}:cloudtrail:${trail.HomeRegion}:${owner.id}:trail/${trail.Name}`;
      return { trail, owner, arn, number, notIn: new Set(trail.notIn) };
    });
}

/** The bucket that a trail names where the world says nothing of it. */
export function bucketOf(trail: WorldTrail): string | null {
  return trail.S3BucketName === undefined ? `${trail.Name}-logs` : trail.S3BucketName;
}
