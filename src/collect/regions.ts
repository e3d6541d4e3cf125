import type { Capture } from '../model/capture.ts';
import { failureOf } from '../model/failure.ts';
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
  if (listed.every((capture) => failureOf(capture) === null)) return listed;
  const { capture } = await reader.ask('ec2:DescribeRegions', { account, region, parameters: {} });
  return [...listed, capture];
}
