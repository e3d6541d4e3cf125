import { AS_EXPECTED } from '../../evaluate/own-control.ts';
import { FRAMEWORKS } from '../../frameworks/index.ts';
import type { Control, OwnQuestion } from '../../model/control.ts';
import { factsFor, needsResults } from '../../queries/fact-tables.ts';
import { VIEWS } from '../../queries/views.ts';
import { UserError } from '../../util/errors.ts';
import { YamlFile } from '../yaml-file.ts';
import { checkFixtures } from './fixture-check.ts';
import { type Fixture, OwnControlFile } from './schema.ts';
import { checkStatements, listingsOf } from './statements.ts';

/** A control that a user wrote, checked; what is wrong with it at run time is told by its file's lines. */
export interface OwnControl {
  readonly control: Control & { readonly own: OwnQuestion };
  readonly yaml: YamlFile;
  readonly fixtures: readonly Fixture[];
}

/** Words that `trailproof controls` and `--controls` take for something else. */
const RESERVED: ReadonlySet<string> = new Set(['new', 'test', 'default']);

/** Longer files are no control that a person wrote. */
const LONGEST_FILE = 1_000_000;

/**
 * Reads one control. Throws UserError `FILE:LINE:COLUMN: what is wrong. What to do.` for everything that can be told
 * without data: YAML, schema, SQL, views, columns, clauses, the form of fixtures.
 */
export function parseOwnControl(file: string, text: string): OwnControl {
  if (text.length > LONGEST_FILE) throw new UserError(`${file}: it is longer than ${LONGEST_FILE} characters.`);
  const yaml = new YamlFile(file, text);
  const parsed = yaml.parse(OwnControlFile, 'trailproof controls new NAME writes a working example.');
  if (RESERVED.has(parsed.id)) {
    throw new UserError(`${yaml.at(['id'])}: no control can be called "${parsed.id}".`, 'Choose another id.');
  }
  checkClauses(yaml, parsed);
  const views = checkStatements(yaml, parsed);
  const fixtures = parsed.fixtures ?? [];
  checkFixtures(yaml, fixtures);
  return { control: controlOf(yaml, parsed, views), yaml, fixtures };
}

function checkClauses(yaml: YamlFile, { clauses = [] }: OwnControlFile): void {
  for (const [position, { framework, id }] of clauses.entries()) {
    const known = FRAMEWORKS.find((one) => one.id === framework)?.clauses ?? {};
    if (Object.hasOwn(known, id)) continue;
    throw new UserError(
      `${yaml.at(['clauses', position, 'id'])}: ${framework} has no clause "${id}".`,
      `trailproof coverage --framework ${framework} lists them.`,
    );
  }
}

function controlOf(yaml: YamlFile, parsed: OwnControlFile, read: readonly string[]): OwnControl['control'] {
  const { id, title, category, severity, per, rationale, remediation, population, violations } = parsed;
  const views = VIEWS.filter(({ name }) => read.includes(name));
  const clauses = (parsed.clauses ?? []).map((clause) => ({ ...clause, conditions: [AS_EXPECTED] }));
  return {
    ...{ id, title, category, severity, rationale, population: per, clauses },
    needs: factsFor(views),
    conditions: { [AS_EXPECTED]: { title: 'No violation was found', reasons: {} } },
    related: parsed.related ?? [],
    query: violations,
    own: {
      places: {
        population: yaml.at(['population']),
        unknown: yaml.at(['unknown']),
        violations: yaml.at(['violations']),
      },
      ...{ population, unknown: parsed.unknown ?? null, violations, remediation },
      parameters: parsed.parameters ?? {},
      references: parsed.references ?? [],
      owner: parsed.owner ?? null,
      listings: listingsOf(per, read),
      views: read,
      readsResults: needsResults(views),
    },
    subjects: () => [],
  };
}
