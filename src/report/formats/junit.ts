import type { Run } from '../../evaluate/run.ts';
import type { Control } from '../../model/control.ts';
import { plainText } from '../../util/text.ts';
import { clauseText, type Entry, EntryMaker, VERDICT_WORDS } from './entry.ts';
import { controlPage } from './links.ts';
import type { ReportSetting, ReportWriter } from './writer.ts';
import { xmlText } from './xml.ts';

/** One control's cases. Bytes instead of text: of ten thousand accounts they are held until the last is judged. */
interface Suite {
  readonly control: Control;
  readonly cases: Buffer[];
  failures: number;
  errors: number;
  skipped: number;
  tests: number;
}

/**
 * JUnit XML: a suite for each control, a case for each result. A suite's counts stand before its cases and results come
 * account by account, so the cases are kept, in a few hundred bytes each, and written at the end.
 */
export function junitReport(setting: ReportSetting): ReportWriter {
  const entries = new EntryMaker(setting);
  const suites = new Map(
    setting.controls.map((control): readonly [string, Suite] => [
      control.id,
      { control, cases: [], failures: 0, errors: 0, skipped: 0, tests: 0 },
    ]),
  );
  return {
    open: () => '<?xml version="1.0" encoding="UTF-8"?>\n',
    account: (judged) => {
      for (const [id, own] of Map.groupBy(entries.of(judged), ({ control }) => control.id)) {
        const suite = suites.get(id);
        if (suite !== undefined) addTo(suite, own);
      }
      return '';
    },
    *close(run) {
      const all = [...suites.values()].filter(({ tests }) => tests > 0);
      const sum = (of: 'tests' | 'failures' | 'errors'): number => all.reduce((total, suite) => total + suite[of], 0);
      const counts = `tests="${sum('tests')}" failures="${sum('failures')}" errors="${sum('errors')}"`;
      yield `<testsuites name="trailproof" ${counts}>\n`;
      for (const suite of all) yield* suiteText(suite, run);
      yield '</testsuites>\n';
    },
  };
}

function addTo(suite: Suite, entries: readonly Entry[]): void {
  for (const entry of entries) {
    suite.tests += 1;
    if (entry.exception !== null || entry.verdict === 'NOT_APPLICABLE') suite.skipped += 1;
    else if (entry.verdict === 'FAIL') suite.failures += 1;
    else if (entry.verdict === 'UNKNOWN') suite.errors += 1;
  }
  suite.cases.push(Buffer.from(entries.map(caseText).join('')));
}

function* suiteText({ control, cases, tests, failures, errors, skipped }: Suite, run: Run): Generator<string> {
  const counts = `tests="${tests}" failures="${failures}" errors="${errors}" skipped="${skipped}"`;
  yield `<testsuite name="${xmlText(control.id)}" ${counts} timestamp="${run.clock.slice(0, 19)}">\n<properties>\n`;
  for (const [name, value] of Object.entries(propertiesOf(control, run))) {
    yield `<property name="${name}" value="${xmlText(value)}"/>\n`;
  }
  yield '</properties>\n';
  for (const [number, chunk] of cases.entries()) {
    yield chunk.toString();
    // What is written is not needed any more.
    cases[number] = EMPTY;
  }
  yield '</testsuite>\n';
}

const EMPTY = Buffer.alloc(0);

function propertiesOf(control: Control, run: Run): Readonly<Record<string, string>> {
  return {
    title: plainText(control.title),
    severity: control.severity,
    page: controlPage(control) ?? '',
    framework: run.framework ?? '',
    run: run.id,
    clock: run.clock,
    identity: run.identity.arn,
  };
}

function caseText(entry: Entry): string {
  const { result, control } = entry;
  const subject = result.id.slice(control.id.length + 1);
  const head = `<testcase classname="${xmlText(control.id)}" name="${xmlText(plainText(subject))}"`;
  const body = bodyOf(entry);
  return body === '' ? `${head}/>\n` : `${head}>${body}</testcase>\n`;
}

function bodyOf(entry: Entry): string {
  const { verdict, exception, sentences } = entry;
  if (exception !== null) {
    const why = `Excepted until ${exception.expiresAt} by ${exception.owner} (${exception.id}): ${exception.reason}`;
    return `<skipped>${xmlText(plainText(why))}\n${xmlText(details(entry))}</skipped>`;
  }
  if (verdict === 'PASS') return '';
  if (verdict === 'NOT_APPLICABLE') return `<skipped>${xmlText(sentences.join(' '))}</skipped>`;
  const [first = ''] = sentences;
  const name = verdict === 'FAIL' ? 'failure' : 'error';
  const message = verdict === 'FAIL' ? first : `${VERDICT_WORDS.UNKNOWN}: ${first}`;
  return `<${name} type="${verdict}" message="${xmlText(message)}">${xmlText(details(entry))}</${name}>`;
}

function details({ result, sentences, next, clauses }: Entry): string {
  const lines = [
    ...sentences,
    ...next.map((step) => `Next: ${step}`),
    plainText(`Severity: ${result.severity}. Resource: ${result.resource}.`),
    ...(clauses.length === 0 ? [] : [`Clauses: ${clauses.map(clauseText).join(', ')}`]),
  ];
  return lines.join('\n');
}
