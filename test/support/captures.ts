import { globalRegion, SHIPPED_REGIONS } from '../../src/facts/shipped-regions.ts';
import type { Capture } from '../../src/model/capture.ts';
import { Asking, inPages } from './asking.ts';
import { readDestinations } from './destinations.ts';
import { readStores } from './event-data-stores.ts';
import { readOrganization } from './organization.ts';
import { trailEntry } from './trail-entry.ts';
import type { Question } from './wire.ts';
import {
  accountOf,
  ago,
  homeOf,
  laidOver,
  partitionOf,
  TWO_REGIONS,
  trailArn,
  type World,
  type WorldTrail,
} from './world.ts';

const ENABLED = new Set(['ENABLED', 'ENABLED_BY_DEFAULT', 'DISABLING']);

/** What a careful reader would have kept of the world: every answer, in the order of asking. */
export function capturesOf(world: World): readonly Capture[] {
  return new AccountReader(world).run();
}

const HEALTHY_STATUS = {
  IsLogging: true,
  StartLoggingTime: ago(24 * 90),
  LatestDeliveryTime: ago(0.1),
  LatestDigestDeliveryTime: ago(0.7),
  LatestNotificationTime: ago(0.1),
  LatestCloudWatchLogsDeliveryTime: ago(0.05),
} as const;

class AccountReader {
  readonly #world: World;
  readonly #asking: Asking;
  readonly #regions: Readonly<Record<string, string>>;

  constructor(world: World) {
    this.#world = world;
    this.#asking = new Asking(world);
    this.#regions = world.regions ?? TWO_REGIONS;
  }

  run(): readonly Capture[] {
    readOrganization(this.#world, this.#asking);
    const inScope = this.#listRegions().filter((region) => this.#world.only?.includes(region) ?? true);
    for (const region of inScope) this.#describeTrails(region);
    for (const trail of this.#world.trails ?? []) {
      if (inScope.some((region) => this.#lists(trail, region))) this.#readTrail(trail, inScope);
    }
    this.#listTags(inScope);
    readStores(this.#world, this.#asking, inScope);
    return this.#asking.captures;
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
    if ((trail.owner ?? accountOf(this.#world)) !== accountOf(this.#world)) return;
    readDestinations({ world: this.#world, asking: this.#asking, trail, entry: trailEntry(this.#world, trail, home) });
  }

  /** Once for each home Region of own trails. */
  #listTags(inScope: readonly string[]): void {
    const own = (this.#world.trails ?? []).filter(
      (trail) =>
        (trail.owner ?? accountOf(this.#world)) === accountOf(this.#world) &&
        inScope.some((region) => this.#lists(trail, region)),
    );
    for (const [region, trails] of Map.groupBy(own, homeOf)) {
      const ordinary = { TagsList: [{ Key: 'team', Value: 'platform' }] };
      const ResourceTagList = trails.flatMap((trail) =>
        trail.tags === null ? [] : [laidOver({ ResourceId: trailArn(this.#world, trail), ...ordinary }, trail.tags)],
      );
      const ResourceIdList = trails.map((trail) => trailArn(this.#world, trail)).sort();
      const body = JSON.stringify({ ResourceTagList });
      this.#ask({ call: 'cloudtrail:ListTags', region, parameters: { ResourceIdList }, body });
    }
  }

  #ask(question: Omit<Question, 'account'>, ...names: readonly string[]): boolean {
    const { call, region } = question;
    const isOff = call === 'cloudtrail:DescribeTrails' && !this.#isOn(region);
    return this.#asking.ask({ ...question, account: accountOf(this.#world) }, names, isOff ? 'region-off' : null);
  }

  #isOn(region: string): boolean {
    return ENABLED.has(this.#regions[region] ?? '');
  }
}

function optIn(state: string | undefined): string {
  return state === 'ENABLED_BY_DEFAULT' ? 'opt-in-not-required' : 'opted-in';
}
