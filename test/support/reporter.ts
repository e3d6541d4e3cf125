// The reporter of `npm test`: failures in full, one closing line for people and for CI.
import type { TestEvent } from 'node:test/reporters';
import { inspect } from 'node:util';

interface Failure {
  readonly name: string;
  readonly file: string;
  readonly detail: string;
}

/** node:test events → text. Counts tests, not suites; the last line is `N passed, N failed[, N skipped]`. */
// biome-ignore lint/style/noDefaultExport: node:test takes a reporter as the default export
export default async function* reporter(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const failures: Failure[] = [];
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for await (const event of source) {
    if (event.type === 'test:pass' && event.data.details.type !== 'suite') {
      if (event.data.skip === undefined || event.data.skip === false) counts.passed += 1;
      else {
        counts.skipped += 1;
        yield `skipped: ${event.data.name} (${String(event.data.skip)})\n`;
      }
    }
    if (
      event.type === 'test:fail' &&
      !(event.data.details.type === 'suite' && isOfChildren(event.data.details.error))
    ) {
      counts.failed += 1;
      const failure = failureOf(event.data);
      failures.push(failure);
      yield `FAILED ${failure.file}: ${failure.name}\n${failure.detail}\n`;
    }
    if (event.type === 'test:stderr' || event.type === 'test:stdout') yield event.data.message;
  }
  if (failures.length > 0) yield `\nFailed:\n${failures.map(({ file, name }) => `  ${file}: ${name}`).join('\n')}\n`;
  const skipped = counts.skipped === 0 ? '' : `, ${counts.skipped} skipped`;
  yield `${counts.passed} passed, ${counts.failed} failed${skipped}\n`;
}

/** A suite fails because a test in it fails; that test is reported itself. */
function isOfChildren(error: unknown): boolean {
  return error instanceof Error && 'failureType' in error && error.failureType === 'subtestsFailed';
}

function failureOf(data: { name: string; file?: string; details: { error: Error } }): Failure {
  const { error } = data.details;
  const cause = error.cause instanceof Error ? error.cause : error;
  const file = (data.file ?? '').replace(`${process.cwd()}/`, '');
  return { name: data.name, file, detail: inspect(cause, { depth: 6, breakLength: 120 }) };
}
