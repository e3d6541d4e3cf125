import { decided, reason, unknownBecause } from '../../model/conditions/condition.ts';
import type { ConditionWording } from '../../model/control.ts';
import type { Read, Source } from '../../model/read.ts';
import type { Key } from '../../model/storage.ts';
import type { Condition } from '../../model/verdict.ts';
import type { Ask } from './ask.ts';
import { permission } from './permission.ts';
import { together } from './together.ts';

export const keyMissingWording = {
  'key.missing': {
    text: 'Key {key} does not exist.',
    next: 'Name another key; what was encrypted under this one cannot be read any more.',
  },
} as const satisfies ConditionWording['reasons'];

export const keyStateWording = {
  'key.disabled': {
    text: 'Key {key} is disabled: nothing can be encrypted or decrypted with it.',
    next: 'Find out who disabled it and why, then: aws kms enable-key --key-id {key}',
  },
  'key.pending-deletion': {
    text: 'Key {key} is to be deleted ({at}) and cannot be used meanwhile; after that, what was encrypted under it is lost.',
    next: 'Cancel it while there is time: aws kms cancel-key-deletion --key-id {key}, then aws kms enable-key --key-id {key}',
  },
  'key.not-usable': {
    text: 'Key {key} is in state {state} and cannot be used.',
    next: 'Look at the key in the console; the state says what it waits for, its key material for example.',
  },
} as const satisfies ConditionWording['reasons'];

/** Whether the key is in the one state in which it encrypts. */
export function keyEnabled(id: string, resource: string | null, key: Key, source: Source): Condition {
  if (key.state === 'Enabled') return decided(id, resource, 'yes', key.state, [source]);
  const { arn, state, deletionAt } = key;
  const why =
    state === 'Disabled'
      ? reason('key.disabled', { key: arn })
      : state === 'PendingDeletion' || state === 'PendingReplicaDeletion'
        ? reason('key.pending-deletion', { key: arn, at: deletionAt ?? 'at a time that was not told' })
        : reason('key.not-usable', { key: arn, state });
  return decided(id, resource, 'no', state, [source], [why]);
}

/** Whether a key that something else names exists, is enabled and lets in who has to use it; under one name. */
export function keyUsable(
  id: string,
  resource: string | null,
  read: Read<Key | null>,
  named: string,
  asksOf: (key: Key) => readonly Ask[],
): Condition {
  if (!read.known) return unknownBecause(id, resource, read.failure, read.source);
  if (read.value === null) {
    return decided(id, resource, 'no', null, [read.source], [reason('key.missing', { key: named })]);
  }
  return together(id, resource, [
    keyEnabled(id, resource, read.value, read.source),
    permission(id, resource, asksOf(read.value)),
  ]);
}
