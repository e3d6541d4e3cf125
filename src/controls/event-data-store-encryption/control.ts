import { storeSubjects } from '../../model/conditions/candidates.ts';
import { decided, judge, reason, unknownBecause } from '../../model/conditions/condition.ts';
import { defineControl } from '../../model/control.ts';
import type { EventDataStore } from '../../model/event-data-store.ts';
import { byHand } from '../../model/fixes/fix.ts';
import { clausesOf } from '../../model/framework.ts';
import type { Condition, Reason } from '../../model/verdict.ts';
import { QUERY } from './query.ts';

const OF_SECURITY_HUB = ['key-set', 'key-allowed'] as const;

export const eventDataStoreEncryption = defineControl({
  id: 'event-data-store-encryption',
  title: 'Every event data store is encrypted with a customer managed key',
  category: 'encryption',
  severity: 'medium',
  companion: true,
  rationale:
    'An event data store holds years of activity in one place. With a key of your own, whoever queries it needs a second permission, and each use of the key is recorded. The key of a store can be set once and never taken off.',
  population: 'event-data-store',
  needs: ['trails', 'event-data-stores'],
  conditions: {
    'key-set': {
      title: 'A KMS key is set on the store',
      reasons: {
        'store.no-key': {
          text: 'Event data store {store} names no KMS key, so AWS encrypts it with a key that AWS owns.',
          next: 'Choose a key whose policy lets CloudTrail use it, for good: aws cloudtrail update-event-data-store --event-data-store {store} --kms-key-id KEY --region {homeRegion}',
        },
        'store.pending-deletion': {
          text: 'Event data store {store} is waiting for its deletion; until then it can be restored, and it is judged.',
          note: true,
        },
      },
    },
    'key-customer-managed': {
      title: 'The key is managed by the customer',
      reasons: {
        'store.aws-managed-key': {
          text: 'Event data store {store} is encrypted with {key}, which AWS manages: its policy cannot be changed.',
          next: 'A key of a store cannot be replaced: make a new store with a key of your own, copy the events, then delete the old one.',
        },
        'store.key-missing': {
          text: 'Event data store {store} names {key}, which KMS does not find.',
          next: 'Look whether the key was deleted: what was encrypted with it can no longer be read.',
        },
      },
    },
    'key-allowed': {
      title: 'The key is one that the policy file names, if it names any',
      reasons: {
        'store.key-not-allowed': {
          text: 'Event data store {store} is encrypted with {key}, which is not among the keys of the policy file ({allowed}).',
          next: 'Add the key to eventDataStores.keys if it is right; the key of a store cannot be replaced.',
        },
      },
    },
  },
  clauses: [
    { framework: 'aws-security-hub', id: 'CloudTrail.10', conditions: OF_SECURITY_HUB },
    ...clausesOf(
      'nist-800-53-r5',
      ['AU-9', 'CA-9(1)', 'CM-3(6)', 'SC-7(10)', 'SC-12(2)', 'SC-13', 'SC-28', 'SC-28(1)', 'SI-7(6)'],
      OF_SECURITY_HUB,
    ),
  ],
  related: ['trail-encryption'],
  query: QUERY,
  fix: () => byHand('fix.store-by-hand'),
  subjects: (context) =>
    storeSubjects(
      context,
      (store) => [keySet(store), keyCustomerManaged(store), keyAllowed(store, context.policy.eventDataStoreKeys)],
      (store) => (isManagedByAws(store) ? [{ id: 'store-with-aws-managed-key', conditions: ['key-set'] }] : []),
    ),
});

/** Whether AWS's rule takes such a key for a customer's is not documented. */
function isManagedByAws({ kmsKey, key }: EventDataStore): boolean {
  if (kmsKey.known && isNameOfAws(kmsKey.value)) return true;
  return key?.known === true && key.value?.manager === 'AWS';
}

/** Aliases that begin so belong to keys of AWS (KMS API reference, CreateAlias). */
function isNameOfAws(name: string | null): name is string {
  return name !== null && /(^|:)alias\/aws\//.test(name);
}

function keySet(store: EventDataStore): Condition {
  const { arn, homeRegion, kmsKey } = store;
  return judge('key-set', arn, kmsKey, (key) => {
    const notes = pendingDeletion(store);
    return key === null
      ? { holds: 'no', reasons: [reason('store.no-key', { store: arn, homeRegion }), ...notes] }
      : { holds: 'yes', reasons: notes };
  });
}

/** For seven days a deleted store can be restored (CloudTrail API reference, RestoreEventDataStore). */
function pendingDeletion({ arn, status }: EventDataStore): readonly Reason[] {
  const pending = status.known && status.value === 'PENDING_DELETION';
  return pending ? [reason('store.pending-deletion', { store: arn })] : [];
}

function keyCustomerManaged({ arn, kmsKey, key }: EventDataStore): Condition {
  const id = 'key-customer-managed';
  if (!kmsKey.known) return unknownBecause(id, arn, kmsKey.failure, kmsKey.source);
  // The reason stands at key-set.
  if (key === null) return decided(id, arn, 'no', null, [kmsKey.source]);
  const named = kmsKey.value;
  if (isNameOfAws(named)) {
    return decided(
      id,
      arn,
      'no',
      'AWS',
      [kmsKey.source],
      [reason('store.aws-managed-key', { store: arn, key: named })],
    );
  }
  if (!key.known) return unknownBecause(id, arn, key.failure, key.source);
  if (key.value === null) {
    // Whose it was cannot be told any more.
    return decided(id, arn, 'unknown', null, [key.source], [reason('store.key-missing', { store: arn, key: named })]);
  }
  const { manager } = key.value;
  const why = manager === 'AWS' ? [reason('store.aws-managed-key', { store: arn, key: named })] : [];
  return decided(id, arn, manager === 'AWS' ? 'no' : 'yes', manager, [key.source], why);
}

/** Holds where the policy file names no keys, even of a store whose key was not read. */
function keyAllowed({ arn, kmsKey, key }: EventDataStore, allowed: readonly string[]): Condition {
  const id = 'key-allowed';
  if (allowed.length === 0) return decided(id, arn, 'yes', { allowed: [] }, []);
  if (!kmsKey.known) return unknownBecause(id, arn, kmsKey.failure, kmsKey.source);
  if (kmsKey.value === null) return decided(id, arn, 'no', { allowed: [...allowed], key: null }, [kmsKey.source]);
  // An alias, or a bare id, is known by the key that it stands for.
  const isArn = /^arn:[^:]+:kms:[^:]+:\d{12}:key\//.test(kmsKey.value);
  if (!isArn && key !== null && !key.known) return unknownBecause(id, arn, key.failure, key.source);
  const used = key?.known && key.value !== null ? key.value.arn : kmsKey.value;
  const observed = { allowed: [...allowed], key: used };
  if (allowed.includes(used)) return decided(id, arn, 'yes', observed, [kmsKey.source]);
  const why = reason('store.key-not-allowed', { store: arn, key: used, allowed: [...allowed] });
  return decided(id, arn, 'no', observed, [kmsKey.source], [why]);
}
