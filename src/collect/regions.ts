import { CaptureIndex } from '../facts/capture-index.ts';
import { regionListOf } from '../facts/regions.ts';
import type { Capture } from '../model/capture.ts';
import { askPages } from './pages.ts';
import type { Reader } from './reader.ts';

/** Asks account:ListRegions; where that fails, ec2:DescribeRegions once. */
export async function readRegions(reader: Reader, account: string, region: string): Promise<readonly Capture[]> {
  const listed = await askPages(
    reader,
    'account:ListRegions',
    { account, region, parameters: {}, unkept: { MaxResults: 50 } },
    'NextToken',
  );
  // Not only a refusal: an answer that lists no Regions is none.
  if (regionListOf(new CaptureIndex(listed), account, '').origin.known) return listed;
  const { capture } = await reader.ask('ec2:DescribeRegions', { account, region, parameters: {} });
  return [...listed, capture];
}
