import { type ControlOutcome, type Difference, differenceText } from '../evaluate/compare-fixture.ts';
import { jsonText } from '../util/json-text.ts';
import { plainText, wrap } from '../util/text.ts';
import type { Paint } from './paint.ts';
import { Words } from './wording.ts';

/** One line for each fixture; under one that disagrees, every difference and why the engine says so. */
export function controlsTestText(controls: readonly ControlOutcome[], paint: Paint): string {
  const words = new Words([]);
  const parts = controls.map(({ file, id, fixtures }) =>
    [
      `${paint('strong', plainText(id))}  ${paint('dim', plainText(file))}`,
      ...fixtures.flatMap((fixture) => {
        const good = fixture.differences.length === 0;
        const head = wrap(`${fixture.name} (${counted(fixture.results, 'result')})`, 76);
        const mark = good ? paint('good', '✓') : paint('bad', '✗');
        return [
          ...head.map((line, part) => `  ${part === 0 ? mark : ' '} ${line}`),
          ...fixture.differences.flatMap((difference) => differenceLines(difference, words)),
        ];
      }),
    ].join('\n'),
  );
  return `${[...parts, sum(controls)].join('\n\n')}\n`;
}

function differenceLines(difference: Difference, words: Words): readonly string[] {
  const why = (difference.result?.reasons ?? []).map((reason) => words.text(reason));
  return [`${difference.subject} ${differenceText(difference)}`, ...why].flatMap((text, position) =>
    wrap(text, position === 0 ? 74 : 72).map((line, part) => {
      const indent = position === 0 ? '      ' : '        ';
      return part === 0 || position > 0 ? `${indent}${line}` : `${indent}  ${line}`;
    }),
  );
}

function sum(controls: readonly ControlOutcome[]): string {
  const fixtures = controls.flatMap((control) => control.fixtures);
  const bad = fixtures.filter(({ differences }) => differences.length > 0).length;
  const disagree = bad === 0 ? 'all agree' : `${bad} disagree${bad === 1 ? 's' : ''}`;
  return `${counted(controls.length, 'control')}, ${counted(fixtures.length, 'fixture')}: ${disagree}.`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** trailproof/controls-test/1 */
export function controlsTestJson(controls: readonly ControlOutcome[], version: string): string {
  const words = new Words([]);
  const rows = controls.map(({ file, id, fixtures }) => ({
    file,
    id,
    fixtures: fixtures.map(({ name, results, differences }) => ({
      name,
      results,
      agrees: differences.length === 0,
      differences: differences.map(({ subject, expected, found, result, place }) => ({
        ...{ subject, expected, found, place },
        reasons: (result?.reasons ?? []).map((reason) => words.text(reason)),
      })),
    })),
  }));
  return `${jsonText({ schema: 'trailproof/controls-test/1', tool: { name: 'trailproof', version }, controls: rows }, 2)}\n`;
}
