import type { InventoryEntry } from '../../evaluate/inventory.ts';
import { fresh } from '../../model/conditions/delivery.ts';
import { homeStatus } from '../../model/conditions/recording.ts';
import { orNull } from '../../model/read.ts';
import { isInScope } from '../in-scope.ts';
import { statusColumns } from '../status-columns.ts';
import { holds, isSet } from '../values.ts';
import { boolean, defineView, integer, json, type RunRows, text, time } from '../view.ts';

export const vTrail = defineView({
  name: 'v_trail',
  about:
    'One row per trail, however many accounts and Regions list it. Status is that of the home Region. A column is NULL where it was not read; has_… tells that apart from "not configured".',
  columns: {
    trail_arn: text('The trail'),
    name: text('Its name'),
    account_id: text('The account that owns it'),
    home_region: text('Its home Region'),
    in_scope: boolean(
      'Its owner is assessed and lists it, and the policy file does not exclude it: the population of every question about trails',
    ),
    multi_region: boolean('It covers every Region'),
    organization: boolean('It is an organization trail'),
    global_service_events: boolean('It records events of global services'),
    validation: boolean('Log file validation is on'),
    bucket: text('Name of the bucket'),
    prefix: text('Key prefix in the bucket'),
    has_sns_topic: boolean('A topic is set'),
    sns_topic: text('ARN or name of the topic'),
    has_log_group: boolean('A log group is set'),
    log_group: text('ARN of the log group'),
    has_role: boolean('A role for CloudWatch Logs is set'),
    role: text('ARN of the role'),
    has_kms_key: boolean('A key is set on the trail'),
    kms_key: text('The key, as the trail names it'),
    status_read: boolean('The status of the home Region was read'),
    logging: boolean('It is logging'),
    started_at: time('Last StartLogging'),
    stopped_at: time('Last StopLogging'),
    delivered_at: time('Last log file in the bucket'),
    digest_at: time('Last digest file in the bucket'),
    logs_delivered_at: time('Last delivery to CloudWatch Logs'),
    fresh: boolean('Its last delivery is recent; NULL where nothing proves that, or nothing can yet'),
    selectors_read: boolean('Its selectors were read'),
    reads: text('Management reads: full, partial, none, unknown; NULL where the selectors were not read'),
    writes: text('Management writes: full, partial, none, unknown'),
    all_sources: text('No event source is left out: yes, no, unknown'),
    excluded_sources: json('Event sources that are left out'),
    other_selectors: integer('Selectors for data and other events'),
    insights_read: boolean('Whether Insights are on was read'),
    tags_read: boolean('Its tags were read'),
    covers: json('Accounts of the run that may rely on it'),
  },
  needs: ['trails', 'status', 'selectors'],
  index: ['trail_arn', 'account_id'],
  atEnd: (rows) => rows.inventory.all().map((entry) => trailRow(entry, rows)),
});

function trailRow({ trail, covers }: InventoryEntry, { assessed, policy, regions, run }: RunRows) {
  const { config } = trail;
  const home = homeStatus(trail);
  const status = orNull(home);
  const selectors = orNull(trail.selectors);
  const clock = Date.parse(run.clock);
  const judged = { clock, thresholds: policy.thresholds, regions: regions.get(trail.owner) ?? [], joinedAt: null };
  return {
    trail_arn: trail.arn,
    name: trail.name,
    account_id: trail.owner,
    home_region: trail.homeRegion,
    in_scope: isInScope(trail, { assessed, policy }),
    multi_region: orNull(config.multiRegion),
    organization: orNull(config.organization),
    global_service_events: orNull(config.globalServiceEvents),
    validation: orNull(config.validation),
    bucket: orNull(config.bucket),
    prefix: orNull(config.prefix),
    has_sns_topic: isSet(config.snsTopic),
    sns_topic: orNull(config.snsTopic),
    has_log_group: isSet(config.logGroup),
    log_group: orNull(config.logGroup),
    has_role: isSet(config.role),
    role: orNull(config.role),
    has_kms_key: isSet(config.kmsKey),
    kms_key: orNull(config.kmsKey),
    status_read: home.known,
    ...statusColumns(status),
    fresh: holds(fresh('fresh', trail, judged)),
    selectors_read: trail.selectors.known,
    reads: selectors?.reads ?? null,
    writes: selectors?.writes ?? null,
    all_sources: selectors?.allSources ?? null,
    excluded_sources: [...(selectors?.excluded ?? [])],
    other_selectors: selectors?.otherSelectors ?? null,
    insights_read: trail.insights.known,
    tags_read: trail.tags.known,
    covers: [...covers],
  };
}
