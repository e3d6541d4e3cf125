/** What the engine makes of the three sets: the truth rules of every population, for controls that users write. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { judgeOwnControl, type OwnAccount, type OwnSets, type OwnSubject } from '../../src/evaluate/own-control.ts';
import { reason } from '../../src/model/conditions/condition.ts';
import { DEFAULT_POLICY, type Policy } from '../../src/model/policy.ts';
import type { Result } from '../../src/model/result.ts';
import { controlOf, type Parts, trailNamed } from './text.ts';

const [ONE, TWO] = ['111122223333', '444455556666'] as const;
const DENIED = reason('read.denied', {});

function accountWith(more: Partial<OwnAccount> = {}): OwnAccount {
  return {
    ...{ id: ONE, inScope: true, notAssessed: null, readable: true, regionsUnread: [] },
    unlisted: { trails: [], 'event-data-stores': [] },
    ...more,
  };
}

const UNREADABLE = accountWith({
  readable: false,
  regionsUnread: [DENIED],
  unlisted: { trails: [{ region: 'eu-west-1', why: DENIED }], 'event-data-stores': [] },
});
const ONE_REGION_UNREAD = accountWith({
  unlisted: { trails: [{ region: 'eu-north-1', why: DENIED }], 'event-data-stores': [] },
});

function subjectOf(subject: string, account: string | null = ONE): OwnSubject {
  const region = /^\d{12}\/(.+)$/.exec(subject)?.[1] ?? null;
  return { subject, account, region, resource: region === null ? subject : (account ?? subject) };
}

function setsOf(population: readonly OwnSubject[], unknown: string[] = [], violations: string[] = []): OwnSets {
  return {
    population,
    unknown: new Map(unknown.map((subject) => [subject, ['not read']])),
    violations: new Map(violations.map((subject) => [subject, [{ text: 'off', observed: { on: false } }]])),
  };
}

function judged(
  sets: OwnSets,
  accounts: readonly OwnAccount[] = [accountWith()],
  parts: Parts = {},
  policy: Partial<Policy> = {},
): readonly Result[] {
  const control = controlOf(parts);
  return judgeOwnControl(control, control.own, sets, accounts, { ...DEFAULT_POLICY, ...policy });
}

function verdicts(results: readonly Result[]): Record<string, string> {
  return Object.fromEntries(results.map(({ id, verdict }) => [id.slice('validated/'.length), verdict]));
}

const main = subjectOf(trailNamed('main'));
const BY_ACCOUNT: Parts = {
  per: 'account',
  population: 'select account_id as subject from v_account',
  unknown: null,
  violations: "select account_id as subject, 'x' as reason from v_trail",
};
const BY_CELL: Parts = { ...BY_ACCOUNT, per: 'cell', population: 'select cell_id as subject from v_cell' };
const BY_GROUP: Parts = {
  ...BY_ACCOUNT,
  per: 'log-group',
  population: 'select log_group_arn as subject from v_log_group',
};

describe('a subject', () => {
  test('that is in neither set passes; unknown is unknown; a violation fails, with what was observed', () => {
    assert.deepEqual(verdicts(judged(setsOf([main]))), { [main.subject]: 'PASS' });
    assert.deepEqual(verdicts(judged(setsOf([main], [main.subject]))), { [main.subject]: 'UNKNOWN' });
    const [failed] = judged(setsOf([main], [], [main.subject]));
    assert.equal(failed?.verdict, 'FAIL');
    assert.deepEqual(failed?.shown?.conditions[0]?.observed, { on: false });
    assert.deepEqual(failed?.reasons, [reason('own.violation', { text: 'off.', next: 'Switch it on.' })]);
    assert.deepEqual([failed?.account, failed?.resource, failed?.severity], [ONE, main.subject, 'high']);
  });

  test('that is in both sets fails', () => {
    assert.deepEqual(verdicts(judged(setsOf([main], [main.subject], [main.subject]))), { [main.subject]: 'FAIL' });
  });

  test('carries its clauses with its verdict', () => {
    const more = 'clauses: [{ framework: cis-aws-3.0, id: "3.2" }]\n';
    const [result] = judged(setsOf([main], [main.subject]), undefined, { more });
    assert.deepEqual(
      result?.clauses.map(({ framework, id, verdict }) => [framework, id, verdict]),
      [['cis-aws-3.0', '3.2', 'UNKNOWN']],
    );
  });

  test('that is an excluded trail is not applicable, whatever the sets say', () => {
    const excludedTrails = new Map([[main.subject, 'It is being replaced.']]);
    const [result] = judged(setsOf([main], [], [main.subject]), undefined, {}, { excludedTrails });
    assert.equal(result?.verdict, 'NOT_APPLICABLE');
    assert.deepEqual(
      result?.reasons.map(({ id }) => id),
      ['policy.trail-excluded'],
    );
  });
});

describe('what the statements could not find', () => {
  test('each Region whose trails were not listed is one unknown result', () => {
    const key = `${ONE}/eu-north-1`;
    assert.deepEqual(verdicts(judged(setsOf([main]), [ONE_REGION_UNREAD])), {
      [main.subject]: 'PASS',
      [key]: 'UNKNOWN',
    });
    assert.deepEqual(verdicts(judged(setsOf([]), [ONE_REGION_UNREAD])), { [key]: 'UNKNOWN' });
    assert.deepEqual(verdicts(judged(setsOf([]), [ONE_REGION_UNREAD], BY_GROUP)), { [key]: 'UNKNOWN' });
  });

  test('an account with nothing to judge, every list read, is not applicable', () => {
    assert.deepEqual(verdicts(judged(setsOf([]))), { [ONE]: 'NOT_APPLICABLE' });
    const both = [accountWith(), accountWith({ id: TWO })];
    assert.deepEqual(verdicts(judged(setsOf([main]), both)), { [main.subject]: 'PASS', [TWO]: 'NOT_APPLICABLE' });
  });

  test('an account that could not be read is unknown, however it is asked about', () => {
    for (const parts of [{}, BY_GROUP, BY_CELL]) {
      assert.deepEqual(verdicts(judged(setsOf([]), [UNREADABLE], parts)), { [ONE]: 'UNKNOWN' });
    }
    const account = subjectOf(ONE);
    assert.deepEqual(verdicts(judged(setsOf([account]), [UNREADABLE], BY_ACCOUNT)), { [ONE]: 'UNKNOWN' });
    assert.deepEqual(verdicts(judged(setsOf([]), [UNREADABLE], BY_ACCOUNT)), { [ONE]: 'UNKNOWN' });
    const cell = subjectOf(`${ONE}/eu-west-1`);
    const cells = { [cell.subject]: 'UNKNOWN', [ONE]: 'UNKNOWN' };
    assert.deepEqual(verdicts(judged(setsOf([cell]), [UNREADABLE], BY_CELL)), cells);
  });

  test('an account does not pass by trails while a Region is unread; a violation still fails it', () => {
    const account = subjectOf(ONE);
    assert.deepEqual(verdicts(judged(setsOf([account]), [ONE_REGION_UNREAD], BY_ACCOUNT)), { [ONE]: 'UNKNOWN' });
    assert.deepEqual(verdicts(judged(setsOf([account], [], [ONE]), [ONE_REGION_UNREAD], BY_ACCOUNT)), {
      [ONE]: 'FAIL',
    });
    const named = { ...BY_ACCOUNT, violations: "select account_id as subject, 'x' as reason from v_account" };
    assert.deepEqual(verdicts(judged(setsOf([account]), [ONE_REGION_UNREAD], named)), { [ONE]: 'PASS' });
  });

  test('a cell is in doubt by its own Region alone', () => {
    const cells = ['eu-north-1', 'eu-west-1'].map((region) => subjectOf(`${ONE}/${region}`));
    assert.deepEqual(verdicts(judged(setsOf(cells), [ONE_REGION_UNREAD], BY_CELL)), {
      [`${ONE}/eu-north-1`]: 'UNKNOWN',
      [`${ONE}/eu-west-1`]: 'PASS',
    });
  });

  test('accounts that are not assessed are not applicable, those left out are not asked', () => {
    const suspended = accountWith({ notAssessed: reason('account.suspended', { account: ONE }) });
    assert.deepEqual(verdicts(judged(setsOf([]), [suspended])), { [ONE]: 'NOT_APPLICABLE' });
    assert.deepEqual(verdicts(judged(setsOf([main]), [suspended])), { [main.subject]: 'NOT_APPLICABLE' });
    assert.deepEqual(verdicts(judged(setsOf([]), [accountWith({ inScope: false })])), {});
    const [outside] = judged(setsOf([main]), [accountWith({ inScope: false })]);
    assert.deepEqual([outside?.verdict, outside?.reasons[0]?.id], ['NOT_APPLICABLE', 'own.out-of-scope']);
  });

  test('a trail of nobody in this run is not judged; a log group is, wherever it lies', () => {
    assert.deepEqual(verdicts(judged(setsOf([main], [], [main.subject]), [])), { [main.subject]: 'NOT_APPLICABLE' });
    const group = subjectOf('arn:aws:logs:eu-west-1:999988887777:log-group:g:*', '999988887777');
    assert.deepEqual(verdicts(judged(setsOf([group], [], [group.subject]), [], BY_GROUP)), { [group.subject]: 'FAIL' });
    const nobody = subjectOf('arn:aws:s3:::b', null);
    const [result] = judged(setsOf([nobody]), [], { ...BY_GROUP, per: 'bucket' });
    assert.deepEqual([result?.account, result?.verdict], [null, 'PASS']);
  });

  test('without accounts there is nothing', () => {
    assert.deepEqual(judged(setsOf([]), []), []);
  });
});

const ids = ['111111111111', '222222222222', '333333333333', '999999999999'];
const reads = fc.record({
  id: fc.constantFrom(...ids.slice(0, 3)),
  inScope: fc.boolean(),
  notAssessed: fc.constantFrom(null, null, reason('account.suspended', {})),
  readable: fc.boolean(),
  regionsUnread: fc.constantFrom([], [DENIED]),
  unlisted: fc.record({
    trails: fc.uniqueArray(
      fc.constantFrom('a-1', 'b-1').map((region) => ({ region, why: DENIED })),
      { selector: (one) => one.region },
    ),
    'event-data-stores': fc.constant([]),
  }),
});
const worlds = fc.record({
  parts: fc.constantFrom<Parts>({}, BY_ACCOUNT, BY_CELL, BY_GROUP),
  // Nothing can be read of an account whose Regions were read, too: the engine has to take what it gets.
  accounts: fc.uniqueArray(reads, { selector: ({ id }) => id }),
  found: fc.uniqueArray(fc.tuple(fc.constantFrom(...ids), fc.constantFrom('a-1', 'b-1', 'c-1')), { selector: String }),
  unknown: fc.array(fc.nat(11)),
  violations: fc.array(fc.nat(11)),
});

/** One in scope has a result; of what could not be entered at all, no account and no cell passes. */
function assertAccount(
  { id, inScope, readable, regionsUnread }: OwnAccount,
  per: string,
  results: readonly Result[],
): void {
  const theirs = results.filter(({ account }) => account === id);
  if (inScope) assert.ok(theirs.length > 0, 'an account in scope without a result');
  if (readable || regionsUnread.length === 0 || !['account', 'cell'].includes(per)) return;
  assert.ok(theirs.every(({ verdict }) => verdict !== 'PASS'));
}

function assertSubject({ unknown, violations }: OwnSets, subject: string, verdict: string | undefined): void {
  const may = violations.has(subject) ? ['FAIL'] : unknown.has(subject) ? ['UNKNOWN'] : ['PASS', 'UNKNOWN'];
  assert.ok([...may, 'NOT_APPLICABLE'].includes(verdict ?? 'none'), `${subject} is ${verdict}`);
}

function populationOf(per: string, found: readonly (readonly [string, string])[]): readonly OwnSubject[] {
  const all = found.map(([account, region]) => {
    if (per === 'account') return subjectOf(account, account);
    return subjectOf(per === 'cell' ? `${account}/${region}` : `arn:aws:x:${region}:${account}:${per}/n`, account);
  });
  return [...new Map(all.map((one) => [one.subject, one])).values()];
}

describe('for any sets and accounts', () => {
  test('the counts add up to the population, nothing unread passes, and every violation fails', () => {
    fc.assert(
      fc.property(worlds, ({ parts, accounts, found, unknown, violations }) => {
        const per = parts.per ?? 'trail';
        const population = populationOf(per, found);
        const pick = (places: number[]): string[] => places.flatMap((place) => population[place]?.subject ?? []);
        const sets = setsOf(population, pick(unknown), pick(violations));
        const results = judged(sets, accounts, parts);
        const byKey = new Map(results.map((result) => [result.id.slice('validated/'.length), result.verdict]));
        assert.equal(byKey.size, results.length, 'each id once');
        for (const { subject } of population) assertSubject(sets, subject, byKey.get(subject));
        const extra = [...byKey].filter(([key]) => !population.some(({ subject }) => subject === key));
        assert.equal(results.length, population.length + extra.length);
        assert.ok(extra.every(([, verdict]) => verdict === 'UNKNOWN' || verdict === 'NOT_APPLICABLE'));
        for (const account of accounts) assertAccount(account, per, results);
      }),
      { numRuns: 500 },
    );
  });
});
