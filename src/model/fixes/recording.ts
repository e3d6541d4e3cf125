import { quoted } from '../../util/shell.ts';
import { orNull } from '../read.ts';
import { byHand, changes, ofTrail, type TrailFix } from './fix.ts';
import { recordingEverything, selectorSet } from './selectors.ts';

export const startLogging: TrailFix = (trail) => changes({ kind: 'start-logging', ...ofTrail(trail) });

export const makeMultiRegion: TrailFix = (trail) => changes({ kind: 'make-multi-region', ...ofTrail(trail) });

export const enableValidation: TrailFix = (trail) => changes({ kind: 'enable-validation', ...ofTrail(trail) });

/** All management events of every source; data events and their scope stay as they are. */
export const recordEverything: TrailFix = (trail) => {
  const selectors = orNull(trail.selectors);
  if (selectors === null) return byHand('fix.selectors-unread', { trail: trail.arn });
  const [before, after] = [selectorSet(selectors), recordingEverything(selectors)];
  if (before === null || after === null) return byHand('fix.selectors-by-hand', { trail: trail.arn });
  return changes({ kind: 'record-reads-and-writes', ...ofTrail(trail), selectors: after, before });
};

/**
 * The tags that the policy file requires, or one that says whom to ask. Their values are a person's to give: a placeholder
 * would count as a tag.
 */
export const tagTrail: TrailFix = (trail, { policy }) => {
  const tags = orNull(trail.tags);
  if (tags === null) return byHand('fix.tags-unread', { trail: trail.arn });
  const keys = policy.requiredTags.length > 0 ? policy.requiredTags : ['owner'];
  const missing = keys.filter((key) => !tags.some((tag) => tag.key === key));
  const list = JSON.stringify(missing.map((key) => ({ Key: key, Value: 'VALUE' })));
  return byHand('fix.tags-by-hand', { trail: trail.arn, region: trail.homeRegion, tags: quoted(list) });
};
