import { countedVerdict } from '../../evaluate/counts.ts';
import { reasonKey } from '../../evaluate/judge-subject.ts';
import type { Judged } from '../../evaluate/tally.ts';
import { FRAMEWORKS } from '../../frameworks/index.ts';
import type { Control } from '../../model/control.ts';
import type { FrameworkId } from '../../model/framework.ts';
import type { ClauseResult, ExceptionRef, Result } from '../../model/result.ts';
import type { Reason, Verdict } from '../../model/verdict.ts';
import { distinct } from '../../util/distinct.ts';
import { plainText } from '../../util/text.ts';
import { Words } from '../wording.ts';
import type { ReportSetting } from './writer.ts';

/** One result as a format of results shows it: with a framework, seen through its clauses. */
export interface Entry {
  readonly result: Result;
  readonly control: Control;
  /** By which it counts: its own, or the worst of its clauses of the framework. */
  readonly verdict: Verdict;
  /** The exception, where it covers this FAIL. */
  readonly exception: ExceptionRef | null;
  readonly clauses: readonly ClauseResult[];
  readonly reasons: readonly Reason[];
  /** Why, one sentence each; never empty. */
  readonly sentences: readonly string[];
  /** What to do, each once. */
  readonly next: readonly string[];
  /** Null where it is not known, or the account could not be told. */
  readonly accountName: string | null;
}

const TITLES = new Map(FRAMEWORKS.map(({ id, title }) => [id, title]));

/** Its title, which names the version where the framework has several. */
export function frameworkTitle(id: FrameworkId): string {
  return TITLES.get(id) ?? id;
}

/** Makes entries of results, as accounts come. */
export class EntryMaker {
  readonly #words: Words;
  readonly #controls: ReadonlyMap<string, Control>;
  readonly #framework: FrameworkId | null;

  constructor({ controls, framework }: Pick<ReportSetting, 'controls' | 'framework'>) {
    this.#words = new Words(controls);
    this.#controls = new Map(controls.map((control) => [control.id, control]));
    this.#framework = framework;
  }

  /** In the order of the results; those that do not count are left out. */
  of({ account, results }: Judged): readonly Entry[] {
    return results.flatMap((result) => {
      const verdict = countedVerdict(result, this.#framework);
      const control = this.#controls.get(result.control);
      if (verdict === null) return [];
      if (control === undefined) throw new Error(`a result of ${result.control}, which is not part of the run`);
      return [this.#entry(result, control, verdict, account?.id === result.account ? (account?.name ?? null) : null)];
    });
  }

  #entry(result: Result, control: Control, verdict: Verdict, accountName: string | null): Entry {
    const clauses = result.clauses.filter(({ framework }) => this.#framework === null || framework === this.#framework);
    const reasons = this.#framework === null ? result.reasons : reasonsOf(clauses, verdict);
    const sentences = reasons.map((reason) => this.#words.text(reason));
    const open = verdict === 'FAIL' || verdict === 'UNKNOWN';
    const next = open ? reasons.flatMap((reason) => this.#words.next(reason) ?? []) : [];
    return {
      result,
      control,
      verdict,
      exception: verdict === 'FAIL' ? result.exception : null,
      clauses,
      reasons,
      sentences: sentences.length > 0 ? [...new Set(sentences)] : [`${BARE[verdict]}: ${plainText(control.title)}.`],
      next: [...new Set(next)],
      accountName: accountName === null ? null : plainText(accountName),
    };
  }
}

const BARE: Readonly<Record<Verdict, string>> = {
  PASS: 'Holds',
  FAIL: 'Does not hold',
  UNKNOWN: 'Could not be decided',
  NOT_APPLICABLE: 'Does not apply',
};

/** What the verdicts mean in a message that stands alone. */
export const VERDICT_WORDS = BARE;

function reasonsOf(clauses: readonly ClauseResult[], verdict: Verdict): readonly Reason[] {
  return distinct(
    clauses.flatMap((clause) => (clause.verdict === verdict ? clause.reasons : [])),
    reasonKey,
  );
}

/** `aws-security-hub:CloudTrail.1=FAIL` */
export function clauseText({ framework, id, verdict }: ClauseResult): string {
  return `${framework}:${id}=${verdict}`;
}
