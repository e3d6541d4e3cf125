import type { Change, ChangeOf, SelectorSet } from '../../model/change.ts';
import type { Insight, Trail } from '../../model/facts.ts';
import { selectorSet } from '../../model/fixes/selectors.ts';
import { isObject, type Json } from '../../model/json.ts';
import { orNull, type Read } from '../../model/read.ts';
import { isOfTrail } from '../places.ts';
import { argument, type Item, type Value } from './hcl.ts';
import { labelOf, lifecycle, type Resource, resource } from './resource.ts';

/** A trail is asked for by several changes and is still one resource. */
export interface TrailAsk {
  /** As it is once the plan is done. */
  readonly trail: Trail;
  /** All changes of its account. */
  readonly changes: readonly Change[];
  /** Addresses of what a change makes. */
  readonly addresses: (change: Change) => readonly string[];
}

/** One attribute: its value, or undefined where it is left as AWS has it. */
interface Attribute {
  readonly name: string;
  readonly value: Value | undefined;
}

/**
 * The trail with everything that it has. What is off and not part of the plan, and what was not read, is left as it is in
 * AWS (`ignore_changes`): somebody may have switched it on since, and an apply must never lower anything.
 */
export function trailResource({ trail, changes, addresses }: TrailAsk): Resource {
  const own = changes.filter(isOfTrail).filter((change) => change.trail === trail.arn);
  const isNew = own.some(({ kind }) => kind === 'create-trail');
  const { config } = trail;
  const flat: readonly Attribute[] = [
    text('s3_key_prefix', config.prefix),
    text('sns_topic_name', config.snsTopic),
    flag('is_multi_region_trail', config.multiRegion),
    flag('is_organization_trail', config.organization),
    flag('include_global_service_events', config.globalServiceEvents),
    flag('enable_log_file_validation', config.validation),
    { name: 'kms_key_id', value: keyOf(trail, changes) },
    text('cloud_watch_logs_group_arn', config.logGroup),
    text('cloud_watch_logs_role_arn', config.role),
    flag('enable_logging', isLogging(trail)),
    { name: 'tags', value: tagsOf(trail) },
  ];
  const selectors = selectorsOf(trail, own);
  const insights = insightItems(trail.insights);
  const left = [
    ...flat.filter(({ value }) => value === undefined).map(({ name }) => name),
    // AWS answers the ARN of the topic where a name was given: the same topic.
    ...(config.snsTopic.known && config.snsTopic.value !== null ? ['sns_topic_name'] : []),
    ...(selectors === null ? ['event_selector', 'advanced_event_selector'] : []),
    ...(insights === null ? ['insight_selector'] : []),
    ...(orNull(config.bucket) === null ? ['s3_bucket_name'] : []),
  ];
  const items: readonly Item[] = [
    argument('name', trail.name),
    argument('s3_bucket_name', orNull(config.bucket) ?? 'not-read'),
    ...flat.flatMap(({ name, value }) => (value === undefined ? [] : [argument(name, value)])),
    ...(selectors ?? []),
    ...(insights ?? []),
  ];
  return resource('aws_cloudtrail', labelOf(trail.name, trail.homeRegion), trail.homeRegion, items, {
    importId: isNew ? null : trail.arn,
    notes: [`The plan changes: ${own.map(({ kind }) => WHAT[kind]).join(', ')}.`],
    after: changes.filter((change) => isNeededBy(change, trail)).flatMap(addresses),
    lifecycle: lifecycle({ keep: true, ignore: isNew ? [] : left.sort() }),
  });
}

type TrailKind = Extract<Change, { readonly trail: string }>['kind'];

/** What of the trail each change is about. */
const WHAT: { readonly [Kind in TrailKind]: string } = {
  'create-trail': 'all of it, it is new',
  'make-multi-region': 'is_multi_region_trail, include_global_service_events',
  'enable-validation': 'enable_log_file_validation',
  encrypt: 'kms_key_id',
  'connect-logs': 'cloud_watch_logs_group_arn, cloud_watch_logs_role_arn',
  'record-reads-and-writes': 'the selectors of management events',
  'start-logging': 'enable_logging',
};

function text(name: string, read: Read<string | null>): Attribute {
  return { name, value: orNull(read) ?? undefined };
}

function flag(name: string, read: Read<boolean>): Attribute {
  return { name, value: orNull(read) === true ? true : undefined };
}

function isLogging({ status, homeRegion }: Trail): Read<boolean> {
  const home = status[homeRegion];
  if (home === undefined) return { known: true, value: false, source: NOWHERE };
  return home.known ? home.value.logging : home;
}

const NOWHERE = { capture: null, call: 'planned', account: '', region: null, field: null, at: null };

/** A key that the plan makes is referred to, so that it is there first. */
function keyOf({ config, arn }: Trail, changes: readonly Change[]): Value | undefined {
  const encrypt = changes.find(
    (change): change is ChangeOf<'encrypt'> => change.kind === 'encrypt' && change.trail === arn,
  );
  const key = encrypt?.key ?? orNull(config.kmsKey);
  if (key === null) return undefined;
  const made = changes.some((one) => one.kind === 'create-key' && one.alias === key && one.region === encrypt?.region);
  return made ? { expression: `aws_kms_key.${labelOf(key, encrypt?.region ?? '')}.arn` } : key;
}

function tagsOf({ tags }: Trail): Value | undefined {
  // AWS's own cannot be set, and Terraform does not look at them.
  const own = (orNull(tags) ?? []).filter(({ key }) => !key.startsWith('aws:'));
  return own.length === 0 ? undefined : { map: Object.fromEntries(own.map(({ key, value }) => [key, value])) };
}

/** The blocks, or null where they are left as they are. None at all: all management events, which is what CloudTrail makes of it. */
function selectorsOf(trail: Trail, changes: readonly Change[]): readonly Item[] | null {
  const change = changes.find(
    (one): one is ChangeOf<'record-reads-and-writes'> => one.kind === 'record-reads-and-writes',
  );
  const now = orNull(trail.selectors);
  const set = change?.selectors ?? (now === null ? null : selectorSet(now));
  if (set === null || set.basic?.length === 0) return null;
  if (isDefault(set)) return change === undefined ? null : [];
  return set.advanced === null ? set.basic.map(basic) : set.advanced.map(advanced);
}

function isDefault({ basic: list }: SelectorSet): boolean {
  const [only, ...others] = list ?? [];
  if (!isObject(only) || others.length > 0) return false;
  return (
    only['ReadWriteType'] === 'All' &&
    only['IncludeManagementEvents'] === true &&
    listOf(only['DataResources']).length === 0 &&
    listOf(only['ExcludeManagementEventSources']).length === 0
  );
}

function basic(selector: Json): Item {
  if (!isObject(selector)) throw new Error('a selector is an object');
  const excluded = texts(selector['ExcludeManagementEventSources']);
  return {
    block: 'event_selector',
    items: [
      argument('read_write_type', String(selector['ReadWriteType'])),
      argument('include_management_events', selector['IncludeManagementEvents'] === true),
      ...(excluded.length === 0 ? [] : [argument('exclude_management_event_sources', excluded)]),
      ...listOf(selector['DataResources'])
        .filter(isObject)
        .map((one) => ({
          block: 'data_resource',
          items: [argument('type', String(one['Type'])), argument('values', texts(one['Values']))],
        })),
    ],
  };
}

/** How CloudTrail's operators are called in Terraform. */
const OPERATORS: Readonly<Record<string, string>> = {
  Equals: 'equals',
  NotEquals: 'not_equals',
  StartsWith: 'starts_with',
  NotStartsWith: 'not_starts_with',
  EndsWith: 'ends_with',
  NotEndsWith: 'not_ends_with',
};

function advanced(selector: Json): Item {
  if (!isObject(selector)) throw new Error('a selector is an object');
  const name = selector['Name'];
  return {
    block: 'advanced_event_selector',
    items: [
      ...(typeof name === 'string' ? [argument('name', name)] : []),
      ...listOf(selector['FieldSelectors'])
        .filter(isObject)
        .map((one) => ({
          block: 'field_selector',
          items: [
            argument('field', String(one['Field'])),
            ...Object.entries(OPERATORS).flatMap(([operator, argumentName]) =>
              one[operator] === undefined ? [] : [argument(argumentName, texts(one[operator]))],
            ),
          ],
        })),
    ],
  };
}

/** null: left as they are. Insights on data events are not known to this version of the provider. */
function insightItems(read: Read<readonly Insight[]>): readonly Item[] | null {
  const insights = orNull(read) ?? [];
  if (insights.length === 0 || insights.some(({ categories }) => categories.includes('Data'))) return null;
  return insights.map(({ type }) => ({ block: 'insight_selector', items: [argument('insight_type', type)] }));
}

/** Whether the change makes or mends what the trail uses: it has to be done first. */
function isNeededBy(change: Change, { config }: Trail): boolean {
  if (isOfTrail(change)) return false;
  if ('bucket' in change) return change.bucket === orNull(config.bucket);
  if ('role' in change) return change.role === lastOf(orNull(config.role));
  if ('key' in change) return change.key === orNull(config.kmsKey);
  if ('topic' in change) return change.topic === orNull(config.snsTopic);
  if ('logGroup' in change)
    return lastOf(orNull(config.logGroup)?.replace(/:\*$/, '') ?? null, /:/) === change.logGroup;
  return change.kind === 'enable-trusted-access' || change.kind === 'create-service-linked-role';
}

function lastOf(arn: string | null, separator: RegExp = /\//): string | null {
  return arn?.split(separator).at(-1) ?? null;
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function texts(value: Json | undefined): readonly string[] {
  return listOf(value).map(String);
}
