/** Every fault of the wire on the reads of tags, Insights and event data stores: UNKNOWN for exactly what depends on it. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startDouble } from '../rig/double.ts';
import * as fault from '../rig/faults.ts';
import type { Rule } from '../rig/rules.ts';
import { runHere } from './here.ts';
import { assertConsistent, assertNoDefect, type ScanDocument, verdictsOf } from './scan.ts';
import { ACCOUNT, accountWith, arnOf, HOME, healthyTrail, worldOf } from './worlds.ts';

const CONTROLS = 'trail-tagged,insights,data-events,event-data-store-encryption';
const EVERY_OBJECT = [
  { ReadWriteType: 'All' as const, DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }] },
];
const KEY = `arn:aws:kms:${HOME}:${ACCOUNT}:key/of-lake`;
const WORLD = worldOf(
  accountWith(
    [
      healthyTrail('main', {
        insights: ['ApiCallRateInsight', 'ApiErrorRateInsight'],
        selectors: { basic: EVERY_OBJECT },
      }),
    ],
    { eventDataStores: [{ Name: 'lake', home: HOME, KmsKeyId: KEY, MultiRegionEnabled: false }] },
  ),
);

const TAGGED = `trail-tagged/${arnOf('main')}`;
const INSIGHTS = `insights/${ACCOUNT}`;
const DATA = `data-events/${ACCOUNT}`;
const STORES = 'event-data-store-encryption';
const LAKE = `${STORES}/arn:aws:cloudtrail:${HOME}:${ACCOUNT}:eventdatastore/lake`;
const FAULTLESS = { [DATA]: 'PASS', [INSIGHTS]: 'PASS', [LAKE]: 'PASS', [TAGGED]: 'PASS' };

/** What hangs on each read. */
const HANGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'cloudtrail:ListTags': { ...FAULTLESS, [TAGGED]: 'UNKNOWN' },
  'cloudtrail:GetInsightSelectors': { ...FAULTLESS, [INSIGHTS]: 'UNKNOWN' },
  'cloudtrail:GetEventSelectors': { ...FAULTLESS, [INSIGHTS]: 'UNKNOWN', [DATA]: 'UNKNOWN' },
  'cloudtrail:GetEventDataStore': { ...FAULTLESS, [LAKE]: 'UNKNOWN' },
  'kms:DescribeKey': { ...FAULTLESS, [LAKE]: 'UNKNOWN' },
  // In its home Region: nobody can know of the store any more.
  'cloudtrail:ListEventDataStores': {
    ...{ [DATA]: 'PASS', [INSIGHTS]: 'PASS', [TAGGED]: 'PASS' },
    [`${STORES}/${ACCOUNT}/${HOME}`]: 'UNKNOWN',
  },
};

const WEATHER: readonly { name: string; do: fault.Fault; reason: string }[] = [
  { name: 'denied', do: fault.deny(), reason: 'read.denied' },
  { name: 'an error that nobody knows', do: fault.fail('Surprise', { status: 404 }), reason: 'read.refused' },
  { name: 'HTML with 200', do: fault.html(200), reason: 'read.malformed' },
  { name: 'an empty object', do: fault.emptyObject(), reason: 'read.malformed' },
  { name: 'half of a text', do: fault.reply('{"EventDataStores": [{"Name', {}), reason: 'read.malformed' },
  { name: 'lists of another type', do: fault.reply(JSON.stringify(odd()), {}), reason: 'read.malformed' },
];

function odd(): Record<string, unknown> {
  const names = ['ResourceTagList', 'InsightSelectors', 'EventSelectors', 'EventDataStores'];
  return { ...Object.fromEntries(names.map((name) => [name, 'none'])), KmsKeyId: 7, KeyMetadata: [] };
}

async function under(rules: Rule[]): Promise<ScanDocument> {
  const double = await startDouble(WORLD, { rules });
  try {
    const ran = await runHere(['scan', '--format', 'json', '--controls', CONTROLS], double.env(ACCOUNT, HOME));
    assertNoDefect(ran);
    const document: ScanDocument = JSON.parse(ran.stdout);
    assertConsistent(ran, document);
    return document;
  } finally {
    await double.close();
  }
}

describe('the wire to tags, Insights and event data stores', { concurrency: 1 }, () => {
  test('in good weather everything passes', async () => {
    assert.deepEqual(verdictsOf(await under([])), FAULTLESS);
  });

  for (const [call, expected] of Object.entries(HANGS)) {
    const [service = '', operation = ''] = call.split(':');
    test(call, async () => {
      for (const { name, do: what, reason } of WEATHER) {
        const document = await under([{ match: { service, operation, region: HOME }, do: what }]);
        assert.deepEqual(verdictsOf(document), expected, name);
        const named = document.results.flatMap(({ reasons }) =>
          reasons.filter(({ params }) => params['call'] === call),
        );
        assert.deepEqual([...new Set(named.map(({ id }) => id))], [reason], name);
      }
    });
  }

  test('throttled and cut off at first: waited for, nothing changes', async () => {
    for (const what of [fault.throttle(), fault.reset(), fault.unavailable(503)]) {
      const match = { service: ['cloudtrail', 'kms'], nth: 1 };
      assert.deepEqual(verdictsOf(await under([{ match, do: what }])), FAULTLESS);
    }
  });
});
