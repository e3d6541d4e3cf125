import type { Account, Trail } from '../model/facts.ts';

/** One trail of the inventory: once per ARN, however many accounts and Regions list it. */
export interface InventoryEntry {
  readonly trail: Trail;
  /** Accounts of the run that may rely on it; sorted. */
  readonly covers: readonly string[];
  /** Account → Regions whose list shows it. */
  readonly seenIn: Readonly<Record<string, readonly string[]>>;
}

/** Merges trails by ARN as accounts come. The owner's view stays, where the owner is in the run. */
export class Inventory {
  readonly #entries = new Map<
    string,
    { trail: Trail; readonly covers: string[]; readonly seenIn: Record<string, readonly string[]> }
  >();

  add(account: Account): void {
    for (const trail of account.trails) {
      const entry = this.#entries.get(trail.arn) ?? { trail, covers: [], seenIn: {} };
      if (trail.owner === account.id) entry.trail = trail;
      if (trail.reach === 'own' || trail.reach === 'reached') entry.covers.push(account.id);
      if (trail.listedIn.length > 0) entry.seenIn[account.id] = trail.listedIn;
      this.#entries.set(trail.arn, entry);
    }
  }

  /** Sorted by ARN. */
  all(): readonly InventoryEntry[] {
    return [...this.#entries.values()].sort((a, b) => (a.trail.arn < b.trail.arn ? -1 : 1));
  }
}
