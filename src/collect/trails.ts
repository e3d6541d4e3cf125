import { ARNS_PER_LIST } from '../facts/tags.ts';
import type { Capture } from '../model/capture.ts';
import { askPages } from './pages.ts';
import type { Reader } from './reader.ts';

/** One Region's trails, copies included: includeShadowTrails is true unless said otherwise. */
export async function describeTrails(reader: Reader, account: string, region: string): Promise<Capture> {
  return (await reader.ask('cloudtrail:DescribeTrails', { account, region, parameters: {} })).capture;
}

/** Outside the home Region, and for a copy in a member, AWS takes the full ARN only. */
export async function getTrailStatus(reader: Reader, account: string, region: string, trail: string): Promise<Capture> {
  return (await reader.ask('cloudtrail:GetTrailStatus', { account, region, parameters: { Name: trail } })).capture;
}

/** Asked in the home Region. */
export async function getEventSelectors(
  reader: Reader,
  account: string,
  region: string,
  trail: string,
): Promise<Capture> {
  return (await reader.ask('cloudtrail:GetEventSelectors', { account, region, parameters: { TrailName: trail } }))
    .capture;
}

/** Which Insights events are recorded; asked in the home Region. */
export async function getInsightSelectors(
  reader: Reader,
  account: string,
  region: string,
  trail: string,
): Promise<Capture> {
  return (await reader.ask('cloudtrail:GetInsightSelectors', { account, region, parameters: { TrailName: trail } }))
    .capture;
}

/** The tags of trails that lie in one Region, so many at a time as one call takes. */
export async function listTags(
  reader: Reader,
  account: string,
  region: string,
  trails: readonly string[],
): Promise<readonly Capture[]> {
  const chunks = Array.from({ length: Math.ceil(trails.length / ARNS_PER_LIST) }, (_, part) =>
    trails.slice(part * ARNS_PER_LIST, (part + 1) * ARNS_PER_LIST),
  );
  const pages = await Promise.all(
    chunks.map((ResourceIdList) =>
      askPages(reader, 'cloudtrail:ListTags', { account, region, parameters: { ResourceIdList } }, 'NextToken'),
    ),
  );
  return pages.flat();
}
