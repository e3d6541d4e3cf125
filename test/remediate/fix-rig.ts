/** Plans carried out on moto: scan, plan from the snapshot, the exported scripts in bash with the real AWS CLI, scan again. */

import { deepEqual, equal, ok } from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Change, ChangeKind } from '../../src/model/change.ts';
import { cliScript } from '../../src/remediate/cli/script.ts';
import type { Plan } from '../../src/remediate/plan.ts';
import type { WhatIf } from '../../src/remediate/what-if.ts';
import { runHere } from '../integration/here.ts';
import { assertNoDefect, type ScanDocument } from '../integration/scan.ts';
import { HOME, onlyRegions } from '../integration/worlds.ts';
import { destinationOverlays } from '../rig/destination-overlays.ts';
import { answerWith } from '../rig/faults.ts';
import { awsCli, type Moto } from '../rig/moto.ts';
import type { Overlay } from '../rig/overlay.ts';
import { deliveryStatus, motoOverlays } from '../rig/overlays.ts';
import { type Proxy as RigProxy, startProxy } from '../rig/proxy.ts';
import { startWarmCli, type WarmCli } from '../rig/warm-cli.ts';
import { planOfSnapshot } from '../support/plan-of-snapshot.ts';

/** What trails that were there before the fix deliver: moto never says. A new one has delivered nothing yet. */
const DELIVERED = {
  LatestDeliveryTime: '-5m',
  LatestDigestDeliveryTime: '-40m',
  LatestCloudWatchLogsDeliveryTime: '-2m',
} as const;

const NOTHING = { LatestDeliveryTime: null } as const;

/** What one fix came to. */
export interface Fixed {
  readonly plan: Plan;
  readonly tried: WhatIf;
  readonly before: ScanDocument;
  readonly after: ScanDocument;
  readonly kinds: readonly ChangeKind[];
}

export class FixRig {
  readonly proxy: RigProxy;
  /** Buckets whose requesters pay: moto does not know of it. */
  readonly requesterPays: Set<string>;
  readonly #delivers: Set<string>;
  readonly #aws: WarmCli;

  private constructor(proxy: RigProxy, aws: WarmCli, requesterPays: Set<string>, delivers: Set<string>) {
    this.proxy = proxy;
    this.#aws = aws;
    this.requesterPays = requesterPays;
    this.#delivers = delivers;
  }

  static async start(moto: Moto): Promise<FixRig> {
    await moto.reset();
    const requesterPays = new Set<string>();
    const delivers = new Set<string>();
    const overlays = [
      ...motoOverlays({ regions: onlyRegions([HOME]) }),
      ...destinationOverlays({ payerOf: (bucket) => (requesterPays.has(bucket) ? 'Requester' : 'BucketOwner') }),
      putsPayer(requesterPays),
      serviceLinkedRole(),
      deliveryStatus((trail) => (delivers.has(trail.split('/').at(-1) ?? trail) ? DELIVERED : NOTHING)),
    ];
    const [proxy, aws] = [await startProxy({ upstream: moto.url, overlays }), await startWarmCli()];
    return new FixRig(proxy, aws, requesterPays, delivers);
  }

  close(): Promise<void> {
    this.#aws.close();
    return this.proxy.close();
  }

  /**
   * Repairs all that fails in the account, or the results of these controls, and looks whether what was promised came:
   * every verdict as what-if has it, nothing that passed fails, and a second run of the scripts changes nothing.
   */
  async fix(account: string, controls: readonly string[] | null = null): Promise<Fixed> {
    const folder = mkdtempSync(join(tmpdir(), 'trailproof-fix-'));
    try {
      await this.#letTrailsDeliver(account);
      const before = await this.#scan(account, join(folder, 'before'));
      const { plan, whatIf: tried } = await planOfSnapshot(join(folder, 'before'), {}, controls);
      deepEqual(tried.losses, [], 'coverage would drop');
      await this.#run(plan, folder, account);
      const after = await this.#scan(account);
      assertPromised(tried, after);
      assertNothingLost(before, after, tried);
      const from = this.proxy.log.length;
      await this.#run(plan, folder, account);
      assertNothingWritten(this.proxy.log.slice(from).map(({ operation }) => operation));
      deepEqual(holdsOf(await this.#scan(account)), holdsOf(after), 'a second run changed something');
      return { plan, tried, before, after, kinds: plan.steps.map(({ change }) => change.kind) };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Runs the scripts of these changes, twice: for what a scan of one account cannot see. */
  async carryOut(changes: readonly Change[], account: string): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), 'trailproof-fix-'));
    try {
      const plan = { steps: changes.map((change) => ({ change, results: ['by hand'] })), byHand: [] };
      await this.#run(plan, folder, account);
      return await this.#run(plan, folder, account);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** The exit code, and all that a script said, of a plan's first script. */
  async tryOut(plan: Plan, account: string): Promise<{ readonly code: number; readonly said: string }> {
    const [script] = cliScript(plan);
    const folder = mkdtempSync(join(tmpdir(), 'trailproof-fix-'));
    try {
      writeFileSync(join(folder, 'one.sh'), script?.text ?? '');
      return await this.#bash(join(folder, 'one.sh'), account);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  async #run(plan: Plan, folder: string, account: string): Promise<string> {
    let all = '';
    for (const { name, text } of cliScript(plan)) {
      const path = join(folder, name);
      writeFileSync(path, text);
      const { code, said } = await this.#bash(path, /(\d{12})\.sh$/.exec(name)?.[1] ?? account);
      equal(code, 0, `${name}\n${said}`);
      all += said;
    }
    return all;
  }

  #bash(path: string, account: string): Promise<{ code: number; said: string }> {
    const PATH = [this.#aws.folder, process.env.PATH].join(delimiter);
    const env = {
      HOME: tmpdir(),
      ...this.#aws.env,
      ...this.proxy.env(account, HOME),
      PATH,
      WAIT_SECONDS: '0',
      AWS_MAX_ATTEMPTS: '1',
    };
    return new Promise((resolve) => {
      execFile('bash', [path], { env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), said: `${stdout}${stderr}` });
      });
    });
  }

  async #scan(account: string, save?: string): Promise<ScanDocument> {
    const words = ['scan', '--format', 'json', ...(save === undefined ? [] : ['--save', save])];
    const ran = await runHere(words, this.proxy.env(account, HOME));
    assertNoDefect(ran);
    ok([0, 1, 4, 5].includes(ran.code), ran.stderr);
    return JSON.parse(ran.stdout);
  }

  async #letTrailsDeliver(account: string): Promise<void> {
    const { trailList } = await awsCli(['cloudtrail', 'describe-trails'], this.proxy.env(account, HOME));
    this.#delivers.clear();
    for (const { Name } of trailList) this.#delivers.add(Name);
  }
}

/** moto does not spell the role as AWS does. From documentation (CloudTrail user guide, service-linked roles). */
function serviceLinkedRole(): Overlay {
  return {
    name: 'service-linked-role',
    match: { service: 'iam', operation: ['GetRole', 'CreateServiceLinkedRole'] },
    patchRequest: (body) => body.replace('AWSServiceRoleForCloudTrail', 'AWSServiceRoleForcloudtrail'),
    patch: (text: string) => text.replaceAll('AWSServiceRoleForcloudtrail', 'AWSServiceRoleForCloudTrail'),
  };
}

/** moto answers PutBucketRequestPayment with an error. From documentation: who pays from then on. */
function putsPayer(requesterPays: Set<string>): Overlay {
  return {
    name: 'put-request-payment',
    match: { service: 's3', operation: 'PutBucketRequestPayment' },
    reply({ params }) {
      requesterPays.delete(String(params.Bucket));
      return answerWith({});
    },
  };
}

function assertPromised(
  { repaired, pending, remaining, sideEffects, after: world }: WhatIf,
  after: ScanDocument,
): void {
  ok(world.accounts.length > 0);
  const verdicts = new Map(after.results.map(({ id, verdict }) => [id, verdict]));
  const promised = [...repaired, ...pending, ...remaining, ...sideEffects].map(
    (turn) => [turn.id, turn.after] as const,
  );
  deepEqual(
    promised.map(([id]) => [id, verdicts.get(id) ?? null]),
    promised.map(([id, verdict]) => [id, verdict]),
    'what-if promised other verdicts',
  );
}

function assertNothingLost(before: ScanDocument, after: ScanDocument, { sideEffects }: WhatIf): void {
  const verdicts = new Map(after.results.map(({ id, verdict }) => [id, verdict]));
  const expected = new Set(sideEffects.map(({ id }) => id));
  const lost = before.results.filter(
    ({ id, verdict }) => verdict === 'PASS' && !expected.has(id) && verdicts.get(id) === 'FAIL',
  );
  deepEqual(
    lost.map(({ id }) => id),
    [],
    'what was fine fails',
  );
}

/** Whole documents and new things are written once: what is put again as it was changes nothing. */
function assertNothingWritten(operations: readonly string[]): void {
  const writes = /^(Create|PutBucketPolicy|PutKeyPolicy|UpdateAssumeRolePolicy|SetTopicAttributes|PutEventSelectors)/;
  deepEqual(
    operations.filter((one) => writes.test(one)),
    [],
  );
}

function holdsOf({ results }: ScanDocument): unknown {
  return results.map(({ id, verdict, conditions }) => [id, verdict, conditions.map((one) => [one.id, one.holds])]);
}

/** What became of one condition of a control: before and after. */
export function turned({ before, after }: Fixed, control: string, condition: string): readonly (string | null)[] {
  return [before, after].map((document) => {
    const all = document.results.filter((result) => result.control === control).flatMap((result) => result.conditions);
    return all.find(({ id }) => id === condition)?.holds ?? null;
  });
}
