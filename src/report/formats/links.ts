import type { Control } from '../../model/control.ts';

/** The repository that package.json names; a test compares them. */
export const REPOSITORY = 'https://github.com/trailproof/trailproof';

/** The page of a control; for one that users wrote, the first web address among its references, or null. */
export function controlPage({ id, own }: Control): string | null {
  if (own === undefined) return `${REPOSITORY}/blob/main/docs/controls/${id}.md`;
  return own.references.find((reference) => /^https:\/\/[\w.-]+(\/[\w.~%/#?=&+-]*)?$/.test(reference)) ?? null;
}
