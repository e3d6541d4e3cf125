import type { FactKey } from '../model/fact-keys.ts';

/** What of v_unread hides something from a view that needs the fact; null: from every view. */
export const UNREAD: Readonly<Record<string, FactKey | null>> = {
  regions: null,
  trails: null,
  'event-data-stores': 'event-data-stores',
  organization: 'organization',
  status: 'status',
  selectors: 'selectors',
  insights: 'insights',
  tags: 'tags',
  bucket: 'bucket',
  key: 'key',
  'log-group': 'log-group',
  'log-group-activity': 'log-group-activity',
  role: 'role',
  'role-policies': 'role-policies',
  topic: 'topic',
};
