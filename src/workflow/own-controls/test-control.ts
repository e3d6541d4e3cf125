import { judgeOwnControl } from '../../evaluate/own-control.ts';
import { DEFAULT_POLICY } from '../../model/policy.ts';
import type { Result } from '../../model/result.ts';
import type { Verdict } from '../../model/verdict.ts';
import { QuerySandbox } from '../../store/query-sandbox.ts';
import { UserError } from '../../util/errors.ts';
import { list } from '../../util/text.ts';
import { SHAPES } from '../fact-database.ts';
import { fixtureWorld } from './fixture-world.ts';
import type { OwnControl } from './parse.ts';
import { runStatements } from './run-statements.ts';
import type { Fixture } from './schema.ts';

/** Where a fixture and the engine disagree about one subject. */
export interface Difference {
  readonly subject: string;
  /** null: the fixture does not name it. */
  readonly expected: Verdict | null;
  /** null: there is no such result. */
  readonly found: Verdict | null;
  /** The reason's id and its parameters are the result's. */
  readonly result: Result | null;
  /** `FILE:LINE:COLUMN` of what the fixture says. */
  readonly place: string;
}

export interface FixtureOutcome {
  readonly name: string;
  readonly results: number;
  readonly differences: readonly Difference[];
}

export interface ControlOutcome {
  readonly file: string;
  readonly id: string;
  readonly fixtures: readonly FixtureOutcome[];
}

/**
 * Runs the fixtures of a control through its SQL and the engine. Throws UserError where there are too few to show
 * anything, or where a statement fails on their rows.
 */
export async function testOwnControl(own: OwnControl): Promise<ControlOutcome> {
  assertTelling(own);
  const fixtures: FixtureOutcome[] = [];
  for (const [position, fixture] of own.fixtures.entries()) fixtures.push(await runFixture(own, fixture, position));
  return { file: own.yaml.file, id: own.control.id, fixtures };
}

function assertTelling({ yaml, control, fixtures }: OwnControl): void {
  const expected = new Set(fixtures.flatMap(({ expect }) => Object.values(expect)));
  const needed: readonly Verdict[] = control.own.unknown === null ? ['PASS', 'FAIL'] : ['PASS', 'FAIL', 'UNKNOWN'];
  const missing = needed.filter((verdict) => !expected.has(verdict));
  if (missing.length === 0) return;
  throw new UserError(
    `${yaml.at(['fixtures'])}: no fixture expects ${list(missing)}.`,
    'Fixtures have to show a subject that passes, one that fails, and one that is unknown where "unknown" asks for it.',
  );
}

async function runFixture(own: OwnControl, fixture: Fixture, position: number): Promise<FixtureOutcome> {
  const { control, yaml } = own;
  const { database, accounts } = fixtureWorld(fixture);
  const sandbox = new QuerySandbox({ shapes: SHAPES, bytes: database.bytes() });
  database.close();
  try {
    const sets = await runStatements(control, sandbox);
    const results = judgeOwnControl(control, control.own, sets, accounts, DEFAULT_POLICY);
    const at = (subject: string): string => yaml.at(['fixtures', position, 'expect', subject]);
    return { name: fixture.name, results: results.length, differences: differences(control.id, fixture, results, at) };
  } finally {
    sandbox.close();
  }
}

function differences(
  control: string,
  { expect }: Fixture,
  results: readonly Result[],
  at: (subject: string) => string,
): readonly Difference[] {
  const found = new Map(results.map((result) => [result.id.slice(control.length + 1), result]));
  const subjects = new Set([...Object.keys(expect), ...found.keys()]);
  return [...subjects].flatMap((subject) => {
    const result = found.get(subject) ?? null;
    const expected = Object.hasOwn(expect, subject) ? (expect[subject] ?? null) : null;
    if (expected === (result?.verdict ?? null)) return [];
    return [{ subject, expected, found: result?.verdict ?? null, result, place: at(subject) }];
  });
}
