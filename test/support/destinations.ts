import { bucketQuestion } from '../../src/facts/buckets.ts';
import { logGroupQuestion, streamsQuestion, subscriptionsQuestion } from '../../src/facts/log-groups.ts';
import {
  type ArnPlace,
  keyPlace,
  type LogGroupPlace,
  logGroupPlace,
  rolePlace,
  topicPlace,
} from '../../src/facts/places.ts';
import { globalRegion } from '../../src/facts/shipped-regions.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { type Asking, inPages } from './asking.ts';
import { accountBlock, defaultKeyOf, settingsOf } from './bucket-settings.ts';
import { keyPolicy, topicAttributes, topicBody } from './keys-topics.ts';
import { describeOrganization } from './organization.ts';
import { readRole } from './role-policies.ts';
import {
  ARCHIVE,
  accountOf,
  ago,
  GROUP,
  homeOf,
  LOG_BUCKET,
  laidOver,
  partitionOf,
  trailArn,
  type World,
  type WorldTrail,
} from './world.ts';
import { BUCKET_SETTINGS } from './world-destinations.ts';

interface Delivering {
  readonly world: World;
  readonly asking: Asking;
  readonly trail: WorldTrail;
  /** The entry of DescribeTrails in the trail's home Region. */
  readonly entry: JsonObject;
}

/** Asks for everything that a trail of the world's account names. */
export function readDestinations(delivering: Delivering): void {
  const { world, asking, trail, entry } = delivering;
  const group = placed(entry['CloudWatchLogsLogGroupArn'], logGroupPlace);
  if (group !== null && enters(world, group.account)) readGroup(delivering, group);
  const role = placed(entry['CloudWatchLogsRoleArn'], rolePlace);
  if (role !== null && role.account === accountOf(world)) readRole(world, asking, role.account, role.name);
  const topic = placed(entry['SnsTopicARN'], topicPlace);
  if (topic !== null && enters(world, topic.account)) readTopic(delivering, topic);
  readKey(delivering, entry['KmsKeyId']);
  readBucket(delivering);
  const arn = trailArn(world, trail);
  const place = { account: accountOf(world), region: homeOf(trail) };
  const Insights = {
    TrailARN: arn,
    InsightSelectors: ['ApiCallRateInsight', 'ApiErrorRateInsight'].map((InsightType) => ({ InsightType })),
  };
  asking.ask(
    {
      ...place,
      call: 'cloudtrail:GetInsightSelectors',
      parameters: { TrailName: arn },
      body: JSON.stringify(laidOver(Insights, trail.insights)),
    },
    [trail.name],
  );
  if (world.organization !== undefined || entry['IsOrganizationTrail'] !== true) return;
  const body = JSON.stringify(describeOrganization(accountOf(world)));
  const region = globalRegion(partitionOf(world));
  asking.ask({ call: 'organizations:DescribeOrganization', account: place.account, region, parameters: {}, body });
}

function placed<P>(named: Json | undefined, placeOf: (arn: string) => P | null): P | null {
  return typeof named === 'string' ? placeOf(named) : null;
}

/** Other accounts that the run can enter. */
function othersOf(world: World): readonly string[] {
  return world.readable ?? [ARCHIVE];
}

function enters(world: World, account: string): boolean {
  return account === accountOf(world) || othersOf(world).includes(account);
}

function readGroup(delivering: Delivering, place: LogGroupPlace): void {
  const { world, asking } = delivering;
  const { account, region, name } = place;
  const groups = account === accountOf(world) ? (world.groups ?? [{ name: GROUP, region }]) : [];
  const here = groups.filter((group) => (group.region ?? 'us-east-1') === region && group.name.startsWith(name));
  const pages = inPages(here, world.groupsPerPage ?? 50);
  const answers = pages.map((list, page) => {
    const logGroups = list.map((group) =>
      laidOver(
        {
          logGroupName: group.name,
          arn: `arn:${partitionOf(world)}:logs:${region}:${account}:log-group:${group.name}:*`,
          logGroupClass: 'STANDARD',
        },
        group.fields,
      ),
    );
    const more = page < pages.length - 1 ? { nextToken: `t${page}` } : {};
    const body = JSON.stringify({ logGroups, ...more });
    return asking.ask({
      call: 'logs:DescribeLogGroups',
      account,
      region,
      parameters: logGroupQuestion(place),
      page,
      body,
    });
  });
  const group = here.find((one) => one.name === name);
  if (group === undefined || !answers.every((answer) => answer)) return;
  const logStreams = group.streams ?? [
    {
      logStreamName: `${account}_CloudTrail_${region}`,
      lastIngestionTime: ago(0.1) * 1000,
      lastEventTimestamp: ago(0.2) * 1000,
    },
  ];
  asking.ask({
    ...{ call: 'logs:DescribeLogStreams', account, region, parameters: streamsQuestion(place) },
    body: JSON.stringify({ logStreams }),
  });
  asking.ask({
    ...{ call: 'logs:DescribeSubscriptionFilters', account, region, parameters: subscriptionsQuestion(place) },
    body: JSON.stringify({ subscriptionFilters: [] }),
  });
  readKey(delivering, group.fields?.['kmsKeyId'], place);
}

function readTopic(delivering: Delivering, { arn, account, region }: ArnPlace): void {
  const { world, asking } = delivering;
  const name = arn.split(':')[5] ?? '';
  const found = (world.topics ?? [{ name }]).find((topic) => topic.name === name);
  const attributes = { ...topicAttributes(arn, account), ...found?.attributes };
  const question = { call: 'sns:GetTopicAttributes', account, region, parameters: { TopicArn: arn } } as const;
  const otherwise = found === undefined ? 'not-found' : null;
  if (!asking.ask({ ...question, body: topicBody(attributes) }, [name], otherwise)) return;
  readKey(delivering, attributes['KmsMasterKeyId'], { account, region });
}

/** Asks for a key by the name that something has for it; a bare id or alias belongs to whoever names it. */
export function readKey(
  { world, asking }: Pick<Delivering, 'world' | 'asking'>,
  named: Json | undefined,
  holder?: { account: string; region: string },
) {
  const partition = partitionOf(world);
  const place = placed(named, (key) => keyPlace(key, { account: '', region: '', ...holder, partition }));
  if (place === null || !enters(world, place.account)) return;
  const { arn, account, region } = place;
  const name = arn.split(':')[5] ?? '';
  const id = name.replace(/^key\//, '').replace(/^alias\/.*/, 'of-alias');
  const key =
    world.keys === undefined
      ? { id }
      : world.keys.find(
          (one) =>
            (one.account ?? ARCHIVE) === account &&
            (one.region ?? globalRegion(partition)) === region &&
            (`key/${one.id}` === name || one.aliases?.includes(name)),
        );
  const Arn = `arn:${partition}:kms:${region}:${account}:key/${key?.id ?? id}`;
  const KeyMetadata = laidOver(
    { AWSAccountId: account, KeyId: id, Arn, Enabled: true, KeyState: 'Enabled', KeyManager: 'CUSTOMER' },
    key?.metadata,
  );
  const names = [name.replace(/^key\//, '')];
  const question = { account, region, parameters: { KeyId: arn }, body: JSON.stringify({ KeyMetadata }) };
  const isThere = asking.ask({ call: 'kms:DescribeKey', ...question }, names, key === undefined ? 'not-found' : null);
  if (!isThere || key === undefined) return;
  const Policy = key.policy ?? keyPolicy(world, account);
  const policy = {
    account,
    region,
    parameters: { KeyId: Arn },
    body: JSON.stringify({ PolicyName: 'default', Policy }),
  };
  asking.ask({ call: 'kms:GetKeyPolicy', ...policy }, names);
}

/** Asks one account after the other whose the bucket is, then the owner for its settings. */
function readBucket(delivering: Delivering): void {
  const { world, asking, trail, entry } = delivering;
  const { S3BucketName: name } = entry;
  if (typeof name !== 'string' || name === '') return;
  const bucket = (world.buckets ?? [{ name: LOG_BUCKET }]).find((one) => one.name === name);
  const { owner = ARCHIVE, region = globalRegion(partitionOf(world)) } = bucket ?? {};
  const headers = { 'x-amz-bucket-region': region };
  /** Whether the bucket is the account's; null: the search goes on. */
  const head = (account: string, asked: string): boolean | null => {
    const question = { account, region: asked, parameters: bucketQuestion(name, account), body: '' };
    const status = asked !== region ? 301 : account === owner ? 200 : 403;
    const answer = bucket === undefined ? { ...question, status: 404 } : { ...question, status, headers };
    const capture = asking.look({ call: 's3:HeadBucket', ...answer }, [name]);
    const named = capture?.headers?.['x-amz-bucket-region'];
    if (capture?.status === 301 && named !== undefined && named !== asked) return head(account, named);
    return capture?.status === 404 ? false : capture?.status === 200 && named !== undefined ? true : null;
  };
  const home = homeOf(trail);
  const accounts = [accountOf(world), ...othersOf(world).filter((id) => id !== accountOf(world))];
  let answer: boolean | null = null;
  for (const account of accounts) answer ??= head(account, account === accountOf(world) ? home : region);
  if (bucket === undefined || answer !== true) return;
  const bodies = settingsOf(world, bucket);
  for (const call of BUCKET_SETTINGS) {
    const question = { call, account: owner, region, parameters: bucketQuestion(name, owner), body: bodies[call] };
    asking.ask(question, [name], bucket.settings?.[call] ?? null);
  }
  const call = 's3:GetAccountPublicAccessBlock';
  const block = { call, account: owner, region, parameters: {}, body: accountBlock() } as const;
  asking.ask(block, [name], bucket.settings?.[call] ?? null);
  const key = defaultKeyOf(bucket);
  if (key !== null && !entry['KmsKeyId']) readKey(delivering, key, { account: owner, region });
}
