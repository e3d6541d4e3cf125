import type { View } from './view.ts';
import { vAccount } from './views/v-account.ts';
import { vBucket } from './views/v-bucket.ts';
import { vCell } from './views/v-cell.ts';
import { vClause } from './views/v-clause.ts';
import { vClauseCount } from './views/v-clause-count.ts';
import { vCondition } from './views/v-condition.ts';
import { vDestination } from './views/v-destination.ts';
import { vEventDataStore } from './views/v-event-data-store.ts';
import { vInsight } from './views/v-insight.ts';
import { vLogGroup } from './views/v-log-group.ts';
import { vPolicy } from './views/v-policy.ts';
import { vReach } from './views/v-reach.ts';
import { vResult } from './views/v-result.ts';
import { vRole } from './views/v-role.ts';
import { vRun } from './views/v-run.ts';
import { vSelector } from './views/v-selector.ts';
import { vStatus } from './views/v-status.ts';
import { vTag } from './views/v-tag.ts';
import { vTrail } from './views/v-trail.ts';
import { vUnread } from './views/v-unread.ts';

/** Every table that a query can read, facts first. */
export const VIEWS: readonly View[] = [
  vRun,
  vPolicy,
  vAccount,
  vCell,
  vTrail,
  vReach,
  vStatus,
  vSelector,
  vInsight,
  vTag,
  vDestination,
  vBucket,
  vLogGroup,
  vRole,
  vEventDataStore,
  vUnread,
  vResult,
  vClause,
  vClauseCount,
  vCondition,
];
