import type { ClauseBook } from '../evaluate/clause-book.ts';
import type { Counts } from '../evaluate/counts.ts';
import { NO_CONTROL, NOT_JUDGED } from '../frameworks/not-judged.ts';
import type { Control } from '../model/control.ts';
import type { Framework, NotJudged } from '../model/framework.ts';
import { rollUp, VERDICTS, type Verdict } from '../model/verdict.ts';

/** A control that judges a clause. */
export interface ClauseJudge {
  readonly control: string;
  readonly companion: boolean;
  /** False: it judges only where it is asked for. */
  readonly selected: boolean;
  readonly conditions: readonly string[];
  /** Its verdicts on the clause; null without facts, or where it is not selected. */
  readonly counts: Counts | null;
}

export interface ClauseCoverage {
  readonly id: string;
  readonly title: string;
  /** `on-request`: only controls that are not selected judge it. */
  readonly state: 'judged' | 'on-request' | 'not-judged';
  readonly judgedBy: readonly ClauseJudge[];
  /** Why no control judges it; `none` where that is all there is to say. */
  readonly because: { readonly id: NotJudged | 'none'; readonly text: string } | null;
  /** FAIL before UNKNOWN before PASS before NOT_APPLICABLE; null where nothing was judged. */
  readonly verdict: Verdict | null;
}

export interface FrameworkCoverage {
  readonly framework: Framework;
  readonly clauses: readonly ClauseCoverage[];
  readonly summary: {
    readonly clauses: number;
    readonly judged: number;
    readonly onRequest: number;
    readonly notJudged: number;
  };
}

/**
 * Each clause of the framework with what judges it. `library` has all controls, `selected` those that judge; `book` their
 * verdicts, or null where no facts were looked at.
 */
export function coverageOf(
  framework: Framework,
  library: readonly Control[],
  selected: readonly Control[],
  book: ClauseBook | null,
): FrameworkCoverage {
  const isSelected = new Set(selected.map(({ id }) => id));
  const clauses = Object.entries(framework.clauses).map(([id, title]): ClauseCoverage => {
    const judgedBy = library.flatMap((control) =>
      control.clauses
        .filter((clause) => clause.framework === framework.id && clause.id === id)
        .map(({ conditions }): ClauseJudge => {
          const judges = isSelected.has(control.id);
          return {
            control: control.id,
            companion: control.companion === true,
            selected: judges,
            conditions,
            counts: judges && book !== null ? book.counts(framework.id, id, control.id) : null,
          };
        }),
    );
    const why = framework.notJudged[id];
    const because = why === undefined ? { id: 'none' as const, text: NO_CONTROL } : { id: why, text: NOT_JUDGED[why] };
    return {
      id,
      title,
      state: judgedBy.some((judge) => judge.selected) ? 'judged' : judgedBy.length > 0 ? 'on-request' : 'not-judged',
      judgedBy,
      because: judgedBy.length > 0 ? null : because,
      verdict: rollUp(judgedBy.flatMap(({ counts }) => VERDICTS.filter((one) => (counts?.[one] ?? 0) > 0))),
    };
  });
  const count = (state: ClauseCoverage['state']): number => clauses.filter((clause) => clause.state === state).length;
  const [judged, onRequest, notJudged] = [count('judged'), count('on-request'), count('not-judged')];
  return { framework, clauses, summary: { clauses: clauses.length, judged, onRequest, notJudged } };
}

/** How many clauses have which verdict. */
export function verdictsOf({ clauses }: FrameworkCoverage): Readonly<Record<Verdict, number>> {
  const count = (verdict: Verdict): number => clauses.filter((clause) => clause.verdict === verdict).length;
  return {
    PASS: count('PASS'),
    FAIL: count('FAIL'),
    UNKNOWN: count('UNKNOWN'),
    NOT_APPLICABLE: count('NOT_APPLICABLE'),
  };
}
