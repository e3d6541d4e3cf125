import { type ControlOutcome, differences, type FixtureOutcome } from '../../evaluate/compare-fixture.ts';
import { judgeOwnControl } from '../../evaluate/own-control.ts';
import { DEFAULT_POLICY } from '../../model/policy.ts';
import type { Verdict } from '../../model/verdict.ts';
import { QuerySandbox } from '../../store/query-sandbox.ts';
import { UserError } from '../../util/errors.ts';
import { list } from '../../util/text.ts';
import { SHAPES } from '../fact-database.ts';
import { fixtureWorld } from './fixture-world.ts';
import type { OwnControl } from './parse.ts';
import { runStatements } from './run-statements.ts';
import type { Fixture } from './schema.ts';

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
    return {
      name: fixture.name,
      results: results.length,
      differences: differences(control.id, fixture.expect, results, at),
    };
  } finally {
    sandbox.close();
  }
}
