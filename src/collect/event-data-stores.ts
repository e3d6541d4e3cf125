import { placesIn } from '../facts/event-data-stores.ts';
import type { Capture } from '../model/capture.ts';
import { askPages } from './pages.ts';
import type { Reader } from './reader.ts';

/** Lists the event data stores of each Region, then asks for each of the account's own once, in its home Region. */
export async function readEventDataStores(
  reader: Reader,
  account: string,
  regions: readonly string[],
): Promise<readonly Capture[]> {
  const lists = await Promise.all(
    regions.map((region) =>
      askPages(reader, 'cloudtrail:ListEventDataStores', { account, region, parameters: {} }, 'NextToken'),
    ),
  );
  const pages = lists.flat();
  const own = new Map(placesIn(pages).map((place) => [place.arn, place]));
  const stores = await Promise.all(
    [...own.values()]
      .filter(({ owner }) => owner === account)
      .map(async ({ arn, region }) => {
        const question = { account, region, parameters: { EventDataStore: arn } };
        return (await reader.ask('cloudtrail:GetEventDataStore', question)).capture;
      }),
  );
  return [...pages, ...stores];
}
