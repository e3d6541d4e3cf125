import type { Capture } from '../model/capture.ts';
import type { RegionListOrigin } from '../model/facts.ts';
import { malformed } from '../model/failure.ts';
import { isObject } from '../model/json.ts';
import { type Failure, known, noSource, notAsked, type Read, type Source, unread } from '../model/read.ts';
import { brokenPages, dig, jsonAnswer, sourceOf, xmlAnswer } from './answer.ts';
import type { CaptureIndex } from './capture-index.ts';
import { SHIPPED_REGIONS } from './shipped-regions.ts';

/** Regions in these states produce events; CloudTrail goes on trying in one that is being disabled (aws.md 3.10). */
const ENABLED = new Set(['ENABLED', 'ENABLED_BY_DEFAULT', 'DISABLING', 'opt-in-not-required', 'opted-in']);

export interface RegionList {
  /** Known with its origin, or unknown: then `enabled` and `uncertain` come from the shipped list. */
  readonly origin: Read<RegionListOrigin>;
  readonly enabled: readonly string[];
  /** Regions that may or may not be enabled; only where the list could not be read. */
  readonly uncertain: readonly string[];
}

/** The account's enabled Regions: account:ListRegions, else ec2:DescribeRegions, else the shipped list, unverified. */
export function regionListOf(index: CaptureIndex, account: string, partition: string): RegionList {
  const listed = statesOf(account, index.ofCall('account:ListRegions', account), listRegionsPage);
  if (listed.known)
    return { origin: known('account:ListRegions', listed.source), enabled: listed.value, uncertain: [] };
  const described = statesOf(account, index.ofCall('ec2:DescribeRegions', account), describeRegionsPage);
  if (described.known) {
    return { origin: known('ec2:DescribeRegions', described.source), enabled: described.value, uncertain: [] };
  }
  // Nobody asked: the account was not entered, and no Region of it was tried.
  if (listed.failure.kind === 'not-asked')
    return { origin: unread(listed.failure, listed.source), enabled: [], uncertain: [] };
  const shipped = SHIPPED_REGIONS[partition] ?? { byDefault: [], optIn: [] };
  return { origin: unread(listed.failure, listed.source), enabled: shipped.byDefault, uncertain: shipped.optIn };
}

type Page = Read<readonly { readonly name: string; readonly state: string }[]>;

function statesOf(
  account: string,
  captures: readonly Capture[],
  read: (capture: Capture) => Page,
): Read<readonly string[]> {
  const pages = [...captures].sort((a, b) => a.page - b.page);
  const names = new Set<string>();
  let source: Source | null = null;
  for (const capture of pages) {
    const page = read(capture);
    if (!page.known) return page;
    source ??= page.source;
    for (const { name, state } of page.value) if (ENABLED.has(state)) names.add(name);
  }
  if (source === null) {
    const failure: Failure = notAsked('account:ListRegions', account, null);
    return unread(failure, noSource(failure.call, account, null));
  }
  const broken = brokenPages(pages);
  if (broken !== null) return unread(broken, source);
  const first = pages[0];
  if (names.size === 0 && first !== undefined) {
    return unread(malformed(first, 'no enabled Region is listed; every account has some'), source);
  }
  return known([...names].sort(), source);
}

function listRegionsPage(capture: Capture): Page {
  const answer = jsonAnswer(capture);
  if (!answer.known) return answer;
  return regionEntries(capture, answer.value['Regions'], 'Regions', 'RegionName', 'RegionOptStatus');
}

function describeRegionsPage(capture: Capture): Page {
  const answer = xmlAnswer(capture);
  if (!answer.known) return answer;
  const items = dig(answer.value, 'DescribeRegionsResponse', 'regionInfo', 'item');
  return regionEntries(capture, items, 'regionInfo', 'regionName', 'optInStatus');
}

function regionEntries(capture: Capture, list: unknown, field: string, nameField: string, stateField: string): Page {
  const source = sourceOf(capture, field);
  if (!Array.isArray(list)) return unread(malformed(capture, `${field} is missing`), source);
  const entries: { name: string; state: string }[] = [];
  for (const entry of list as unknown[]) {
    const name = isObject(entry) ? entry[nameField] : undefined;
    const state = isObject(entry) ? entry[stateField] : undefined;
    if (typeof name !== 'string' || typeof state !== 'string' || !/^[a-z]{2,5}(-[a-z0-9]+)+$/.test(name)) {
      return unread(malformed(capture, `${field} holds an entry without ${nameField} or ${stateField}`), source);
    }
    entries.push({ name, state });
  }
  return known(entries, source);
}
