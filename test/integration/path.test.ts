/** The path of delivery over moto, written by the AWS CLI: each link is broken in turn, named, and repaired. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { destinationOverlays } from '../rig/destination-overlays.ts';
import { type Moto, startMotoOrSkip } from '../rig/moto.ts';
import { deliveryStatus, motoOverlays } from '../rig/overlays.ts';
import { describeAnswers, type Proxy as RigProxy, startProxy } from '../rig/proxy.ts';
import { whyNoAwsCli } from '../rig/python.ts';
import { type Ran, runHere } from './here.ts';
import { MotoDelivery, TRAIL } from './moto-delivery.ts';
import { ACCOUNT, BREAKERS, type Broken } from './path-breakers.ts';
import { drawnAs, type PathDocument, stateOf } from './path-document.ts';
import { assertNoDefect } from './scan.ts';
import { HOME, onlyRegions } from './worlds.ts';

/** Nothing of it is on the path: it must not be asked. */
const OTHER = '200000000002';
const moto: Moto | null = await startMotoOrSkip();

describe('the path over moto', { skip: moto === null || whyNoAwsCli(), concurrency: 1 }, () => {
  let proxy: RigProxy;
  let world: MotoDelivery;
  let requester = false;

  before(async () => {
    await moto?.reset();
    const delivered = {
      StartLoggingTime: '-90d',
      LatestDeliveryTime: '-5m',
      LatestDigestDeliveryTime: '-40m',
      LatestCloudWatchLogsDeliveryTime: '-2m',
    };
    const overlays = [
      ...motoOverlays({ regions: onlyRegions([HOME]) }),
      ...destinationOverlays({ payerOf: () => (requester ? 'Requester' : 'BucketOwner') }),
      deliveryStatus(() => delivered),
    ];
    proxy = await startProxy({ upstream: moto?.url ?? '', overlays });
    world = new MotoDelivery(proxy, ACCOUNT);
    await world.make();
  });
  after(async () => {
    await proxy.close();
    await moto?.stop();
  });

  async function path(format: string): Promise<Ran> {
    const ran = await runHere(['path', TRAIL, '--format', format], proxy.env(ACCOUNT, HOME));
    assertNoDefect(ran);
    return ran;
  }

  async function assertWhole(): Promise<void> {
    const { code, stdout } = await path('json');
    const document: PathDocument = JSON.parse(stdout);
    assert.deepEqual(
      stateOf(document),
      { bucket: 'ok', key: 'ok', role: 'ok', 'log-group': 'ok', topic: 'ok' },
      stdout,
    );
    assert.equal(code, 0);
  }

  async function assertBroken({ link, follows = [], conditions, says }: Broken): Promise<void> {
    const links = [link, ...follows];
    const [json, table] = [await path('json'), await path('table')];
    const { stdout: text, code } = table;
    const document: PathDocument = JSON.parse(json.stdout);
    assert.equal(json.code, code);
    const broken = Object.entries(stateOf(document)).filter(([, state]) => state !== 'ok');
    assert.deepEqual(Object.fromEntries(broken), Object.fromEntries(links.map((link) => [link, 'broken'])), text);
    const failing = document.paths.flatMap((one) =>
      one.links.flatMap(({ conditions: all }) =>
        all.filter(({ holds, reasons }) => holds === 'no' && reasons.length > 0).map(({ id }) => id),
      ),
    );
    assert.deepEqual(failing, conditions, text);
    assert.deepEqual(drawnAs(text, 'BROKEN').sort(), ['trail', ...links].sort(), text);
    // A resource may be broken over lines of 80 columns.
    const said = text.replace(/\n[│ ]*/g, ' ');
    const joined = text.replace(/\n[│ ]*/g, '');
    for (const words of says(world)) {
      const isThere = (hay: string) => (typeof words === 'string' ? hay.includes(words) : words.test(hay));
      assert.ok(isThere(said) || isThere(joined), `${words} is not in\n${text}`);
    }
    assert.equal(code, 0, 'a broken link is known');
  }

  test('whole at first', async () => {
    await assertWhole();
    assert.deepEqual(drawnAs((await path('table')).stdout, 'ok').length, 6);
  });

  for (const breaker of BREAKERS) {
    test(breaker.name, async () => {
      await breaker.breaks(world);
      try {
        await assertBroken(breaker);
      } finally {
        await breaker.repairs(world);
      }
      await assertWhole();
    });
  }

  test('Requester Pays, which moto does not know: by overlay', async () => {
    requester = true;
    const says = () => [world.bucket, /requester/i];
    await assertBroken({ link: 'bucket', conditions: ['not-requester-pays'], says });
    requester = false;
    await assertWhole();
  });

  test('who answered what', (context) => {
    context.diagnostic(`moto ${moto?.version}`);
    for (const line of describeAnswers(proxy)) context.diagnostic(line);
    assert.equal(proxy.log.filter(({ account }) => account === OTHER).length, 0);
  });
});
