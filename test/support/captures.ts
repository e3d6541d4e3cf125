import { globalRegion, SHIPPED_REGIONS } from '../../src/facts/shipped-regions.ts';
import type { Capture } from '../../src/model/capture.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Operation } from '../../src/model/operations.ts';
import { rolePolicyAnswers, TRUST_DOCUMENT } from './role-policies.ts';
import { captured, type Question } from './wire.ts';
import {
  accountOf,
  ago,
  type Fault,
  type Fields,
  GROUP,
  homeOf,
  partitionOf,
  ROLE,
  TWO_REGIONS,
  trailArn,
  type World,
  type WorldTrail,
} from './world.ts';

const ENABLED = new Set(['ENABLED', 'ENABLED_BY_DEFAULT', 'DISABLING']);

/** What a careful reader would have kept of the world: every answer, in the order of asking. */
export function capturesOf(world: World): readonly Capture[] {
  return new Asking(world).run();
}

/** The ordinary answer of DescribeTrails for one trail, with the fields of the world over it. */
export function trailEntry(world: World, trail: WorldTrail, region: string): JsonObject {
  const partition = partitionOf(world);
  const owner = trail.owner ?? accountOf(world);
  const home = homeOf(trail);
  return laidOver(
    {
      Name: trail.name,
      TrailARN: trailArn(world, trail),
      HomeRegion: home,
      S3BucketName: 'the-logs',
      IncludeGlobalServiceEvents: true,
      IsMultiRegionTrail: true,
      IsOrganizationTrail: false,
      LogFileValidationEnabled: true,
      HasCustomEventSelectors: false,
      HasInsightSelectors: false,
      KmsKeyId: `arn:${partition}:kms:${home}:${owner}:key/1`,
      CloudWatchLogsLogGroupArn: `arn:${partition}:logs:${home}:${owner}:log-group:${GROUP}:*`,
      CloudWatchLogsRoleArn: `arn:${partition}:iam::${owner}:role/${ROLE}`,
    },
    trail.fields,
    trail.copies?.[region],
  );
}

const HEALTHY_STATUS = {
  IsLogging: true,
  StartLoggingTime: ago(24 * 90),
  LatestDeliveryTime: ago(0.1),
  LatestDigestDeliveryTime: ago(0.7),
  LatestNotificationTime: ago(0.1),
  LatestCloudWatchLogsDeliveryTime: ago(0.05),
} as const;

function laidOver(base: JsonObject, ...layers: readonly (Fields | undefined)[]): JsonObject {
  const merged: Record<string, Fields[string]> = Object.assign({}, base, ...layers);
  return Object.fromEntries(
    Object.entries(merged).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

class Asking {
  readonly #world: World;
  readonly #captures: Capture[] = [];
  readonly #regions: Readonly<Record<string, string>>;

  constructor(world: World) {
    this.#world = world;
    this.#regions = world.regions ?? TWO_REGIONS;
  }

  run(): readonly Capture[] {
    const inScope = this.#listRegions().filter((region) => this.#world.only?.includes(region) ?? true);
    for (const region of inScope) this.#describeTrails(region);
    for (const trail of this.#world.trails ?? []) {
      if (inScope.some((region) => this.#lists(trail, region))) this.#readTrail(trail, inScope);
    }
    return this.#captures;
  }

  /** Asks for the Regions, by the second way where the first fails; then the shipped list is swept. */
  #listRegions(): readonly string[] {
    const global = globalRegion(partitionOf(this.#world));
    const enabled = Object.keys(this.#regions).filter((region) => ENABLED.has(this.#regions[region] ?? ''));
    const entries = Object.entries(this.#regions).map(([RegionName, RegionOptStatus]) => ({
      RegionName,
      RegionOptStatus,
    }));
    const pages = inPages(entries, this.#world.regionsPerPage ?? 50);
    const answers = pages.map((Regions, page) => {
      const more = page < pages.length - 1 ? { NextToken: `t${page}` } : {};
      return this.#ask({
        call: 'account:ListRegions',
        region: global,
        parameters: {},
        page,
        body: JSON.stringify({ Regions, ...more }),
      });
    });
    if (answers.every((answer) => answer)) return enabled;
    const items = enabled.map(
      (region) =>
        `<item><regionName>${region}</regionName><optInStatus>${optIn(this.#regions[region])}</optInStatus></item>`,
    );
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n<DescribeRegionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId><regionInfo>${items.join('')}</regionInfo></DescribeRegionsResponse>`;
    if (this.#ask({ call: 'ec2:DescribeRegions', region: global, parameters: {}, body })) return enabled;
    const { byDefault, optIn: opted } = SHIPPED_REGIONS[partitionOf(this.#world)] ?? { byDefault: [], optIn: [] };
    return [...byDefault, ...opted];
  }

  #describeTrails(region: string): void {
    const trails = (this.#world.trails ?? []).filter((trail) => this.#lists(trail, region));
    const body = JSON.stringify({ trailList: trails.map((trail) => trailEntry(this.#world, trail, region)) });
    this.#ask({ call: 'cloudtrail:DescribeTrails', region, parameters: {}, body });
  }

  #lists(trail: WorldTrail, region: string): boolean {
    if (trail.listedIn !== undefined) return trail.listedIn.includes(region);
    if (trail.notListedIn?.includes(region)) return false;
    if (!ENABLED.has(this.#regions[region] ?? '')) return false;
    return trail.fields?.['IsMultiRegionTrail'] !== false || region === homeOf(trail);
  }

  #readTrail(trail: WorldTrail, inScope: readonly string[]): void {
    const arn = trailArn(this.#world, trail);
    const home = homeOf(trail);
    const everywhere = trail.fields?.['IsMultiRegionTrail'] === false && trail.listedIn === undefined ? [] : inScope;
    // A status that the world describes is answered even where the Region is not enabled: it must not count.
    for (const region of new Set([home, ...everywhere, ...Object.keys(trail.status ?? {})])) {
      const body = JSON.stringify(laidOver(HEALTHY_STATUS, trail.status?.[region]));
      this.#ask({ call: 'cloudtrail:GetTrailStatus', region, parameters: { Name: arn }, body }, trail.name);
    }
    const selectors = trail.selectors ?? {
      EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }],
    };
    const body = JSON.stringify({ TrailARN: arn, ...selectors });
    this.#ask({ call: 'cloudtrail:GetEventSelectors', region: home, parameters: { TrailName: arn }, body }, trail.name);
    const entry = trailEntry(this.#world, trail, home);
    this.#readGroup(entry['CloudWatchLogsLogGroupArn']);
    this.#readRole(entry['CloudWatchLogsRoleArn']);
  }

  #readGroup(arn: unknown): void {
    const [, , , region, account, , name] = typeof arn === 'string' ? arn.split(':') : [];
    if (region === undefined || name === undefined || account !== accountOf(this.#world)) return;
    const groups = this.#world.groups ?? [{ name: GROUP }];
    const here = groups.filter((group) => (group.region ?? 'us-east-1') === region && group.name.startsWith(name));
    const pages = inPages(here, this.#world.groupsPerPage ?? 50);
    for (const [page, list] of pages.entries()) {
      const logGroups = list.map((group) => ({
        logGroupName: group.name,
        arn: `arn:${partitionOf(this.#world)}:logs:${region}:${account}:log-group:${group.name}:*`,
        logGroupClass: 'STANDARD',
      }));
      const more = page < pages.length - 1 ? { nextToken: `t${page}` } : {};
      const parameters = { logGroupNamePrefix: name };
      this.#ask({
        call: 'logs:DescribeLogGroups',
        region,
        parameters,
        page,
        body: JSON.stringify({ logGroups, ...more }),
      });
    }
  }

  #readRole(arn: unknown): void {
    const [, , , , account, resource] = typeof arn === 'string' ? arn.split(':') : [];
    const name = resource?.split('/').at(-1);
    if (name === undefined || account !== accountOf(this.#world)) return;
    const role = (this.#world.roles ?? [{ name: ROLE }]).find((one) => one.name === name);
    const region = globalRegion(partitionOf(this.#world));
    const path = role?.path ?? '/';
    const body = `<GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetRoleResult><Role><Path>${path}</Path><RoleName>${name}</RoleName><Arn>arn:${partitionOf(this.#world)}:iam::${account}:role${path}${name}</Arn><AssumeRolePolicyDocument>${TRUST_DOCUMENT}</AssumeRolePolicyDocument></Role></GetRoleResult></GetRoleResponse>`;
    const isThere = this.#ask(
      { call: 'iam:GetRole', region, parameters: { RoleName: name }, body },
      undefined,
      role === undefined ? 'not-found' : null,
    );
    if (!isThere) return;
    for (const answer of rolePolicyAnswers(name, account, partitionOf(this.#world))) this.#ask({ region, ...answer });
  }

  /** Keeps the answer; true where it is one. A question that was already asked is not asked again. */
  #ask(question: Omit<Question, 'account'>, trailName?: string, otherwise: Fault | null = null): boolean {
    const { call, region, page = 0, parameters } = question;
    const asked = this.#captures.some(
      (one) =>
        one.call === call &&
        one.region === region &&
        one.page === page &&
        JSON.stringify(one.parameters) === JSON.stringify(parameters),
    );
    if (asked) return true;
    const fault =
      this.#faultOf(call, region, page, trailName) ??
      (call === 'cloudtrail:DescribeTrails' && !this.#isOn(region) ? 'region-off' : otherwise);
    const capture = captured({ ...question, account: accountOf(this.#world) }, fault);
    if (capture !== null) this.#captures.push(capture);
    return fault === null;
  }

  #isOn(region: string): boolean {
    return ENABLED.has(this.#regions[region] ?? '');
  }

  #faultOf(call: Operation, region: string, page: number, trailName: string | undefined): Fault | undefined {
    const { faults = {} } = this.#world;
    const places = [`${call} ${region}`, `${call} *`];
    const keys = [...places.flatMap((place) => [`${place} ${trailName}`, `${place} page ${page}`]), ...places, call];
    const key = keys.find((one) => faults[one] !== undefined);
    return key === undefined ? undefined : faults[key];
  }
}

function optIn(state: string | undefined): string {
  return state === 'ENABLED_BY_DEFAULT' ? 'opt-in-not-required' : 'opted-in';
}

function inPages<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  if (list.length === 0) return [[]];
  return Array.from({ length: Math.ceil(list.length / size) }, (_, page) => list.slice(page * size, (page + 1) * size));
}
