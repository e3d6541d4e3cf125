import { type ChildProcess, fork } from 'node:child_process';
import { extname, join } from 'node:path';
import { type Cell, type Parameters, QueryError, type TableShape } from './query-database.ts';

/** What a statement may cost before it is stopped. */
export interface QueryLimits {
  /** Milliseconds. */
  readonly time: number;
  readonly rows: number;
  /** Characters of all values together. */
  readonly size: number;
}

export const QUERY_LIMITS: QueryLimits = { time: 10_000, rows: 250_000, size: 64_000_000 };

export interface QueryResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What the process is asked, and what it answers. */
export type Question = { readonly sql: string; readonly parameters: Parameters; readonly limits: QueryLimits };
export type Answer = QueryResult | { readonly error: string };
export interface Load {
  readonly shapes: readonly TableShape[];
  readonly bytes: Uint8Array;
}

/** The process's own program: beside this file, as TypeScript in a checkout and as JavaScript in the package. */
const PROGRAM = join(import.meta.dirname, `query-process${extname(import.meta.filename)}`);

/** Memory of JavaScript in the process, in MB; SQLite has a limit of its own. */
const HEAP = 512;

/**
 * Runs other people's SQL in a process of its own that may neither write files nor start anything, and ends it where a
 * statement takes too long. A thread would not do: it cannot be ended while SQLite is at work on one step.
 */
export class QuerySandbox {
  readonly #load: Load;
  #process: ChildProcess | null = null;

  constructor(load: Load) {
    this.#load = load;
  }

  /** Throws QueryError where the statement is refused, fails, or goes beyond a limit; the sandbox can be used again. */
  async run(sql: string, parameters: Parameters = {}, limits: QueryLimits = QUERY_LIMITS): Promise<QueryResult> {
    const answer = await this.#ask({ sql, parameters, limits });
    if ('error' in answer) throw new QueryError(answer.error);
    return answer;
  }

  close(): void {
    this.#process?.kill('SIGKILL');
    this.#process = null;
  }

  #ask(question: Question): Promise<Answer> {
    const child = this.#started();
    return new Promise((resolve) => {
      const end = (answer: Answer): void => {
        clearTimeout(timer);
        child.off('message', onMessage);
        child.off('exit', onExit);
        child.off('error', onError);
        resolve(answer);
      };
      const stop = (error: string): void => {
        this.close();
        end({ error });
      };
      const timer = setTimeout(
        () => stop(`it was stopped after ${question.limits.time / 1000} seconds`),
        question.limits.time,
      );
      const onMessage = (answer: Answer): void => end(answer);
      const onExit = (code: number | null, signal: string | null): void => stop(endOf(code, signal));
      const onError = (error: Error): void => stop(`its process could not be used (${codeOf(error)})`);
      child.on('message', onMessage);
      child.on('exit', onExit);
      child.on('error', onError);
      // Where it cannot be sent, the process is gone, and its end is told by the events.
      child.send(question, ignore);
    });
  }

  #started(): ChildProcess {
    if (this.#process !== null) return this.#process;
    const child = fork(PROGRAM, [], {
      execArgv: [
        '--permission',
        '--allow-fs-read=*',
        `--max-old-space-size=${HEAP}`,
        '--disable-warning=SecurityWarning',
      ],
      env: {},
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    // Between two questions, and where the process never began, nobody else listens: the next question tells.
    child.on('error', ignore);
    child.once('exit', () => {
      if (this.#process === child) this.#process = null;
    });
    child.send(this.#load, ignore);
    // A program that has nothing else to do must not wait for it.
    child.unref();
    child.channel?.unref();
    this.#process = child;
    return child;
  }
}

/** V8 aborts where its heap is full; every other end has a cause that nobody told. */
function endOf(code: number | null, signal: string | null): string {
  return signal === 'SIGABRT' || signal === 'SIGTRAP' || code === 134
    ? 'it ran out of memory'
    : `its process ended (${signal ?? code ?? 'nobody knows why'})`;
}

function codeOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? error.message;
}

function ignore(): void {
  // See where it is used.
}
