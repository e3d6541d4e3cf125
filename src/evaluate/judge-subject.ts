import type { Control, Subject } from '../model/control.ts';
import type { ClauseResult, JudgedCandidate, Result } from '../model/result.ts';
import { allOf, anyOf, type Candidate, type Reason, type Verdict } from '../model/verdict.ts';
import { distinct } from '../util/distinct.ts';

/** Decides one subject: the own verdict over all conditions, and each clause over its named subset. */
export function judgeSubject(control: Control, subject: Subject): Result {
  const candidates = subject.candidates.length > 0 ? subject.candidates : subject.none === null ? [] : [subject.none];
  if (candidates.length === 0) throw new Error(`${control.id}: a subject without candidates and without a reason`);
  if (subject.notApplicable !== undefined) return notApplicable(control, subject, subject.notApplicable);
  const judged = candidates.map(
    (candidate): JudgedCandidate => ({ ...candidate, outcome: allOf(candidate.conditions) }),
  );
  const verdict = anyOf(judged.map((candidate) => candidate.outcome));
  const shown = best(judged, verdict);
  // A trail, a store or a bucket is judged by itself: there is nothing that satisfies the control for it.
  const isOwnSubject =
    control.own !== undefined || ['trail', 'event-data-store', 'bucket'].includes(control.population);
  return {
    id: `${control.id}/${subject.key}`,
    control: control.id,
    account: subject.account,
    region: subject.region,
    resource: subject.resource,
    severity: control.severity,
    verdict,
    exception: null,
    satisfiedBy: verdict === 'PASS' && !isOwnSubject ? shown.resource : null,
    via: verdict === 'PASS' && !isOwnSubject ? shown.via : null,
    shown,
    others: judged.filter((candidate) => candidate !== shown),
    clauses: judgeClauses(control, candidates),
    reasons: reasonsOf(control, judged, verdict, shown),
  };
}

function notApplicable(control: Control, subject: Subject, why: Reason): Result {
  const { key, account, region, resource } = subject;
  const verdict = 'NOT_APPLICABLE';
  const reasons = [why];
  return {
    ...{ id: `${control.id}/${key}`, control: control.id, account, region, resource, severity: control.severity },
    ...{ verdict, exception: null, satisfiedBy: null, via: null, shown: null, others: [], reasons },
    clauses: control.clauses.map(({ framework, id }) => ({ framework, id, verdict, reasons })),
  };
}

/** Of the candidates whose outcome equals the verdict, the one with most "yes"; ties by ARN, unread Regions last. */
function best<T extends JudgedCandidate>(candidates: readonly T[], verdict: Verdict): T {
  const [first] = candidates
    .filter((candidate) => candidate.outcome === verdict)
    .sort((a, b) => yesses(b) - yesses(a) || compareNames(a, b));
  if (first === undefined) throw new Error('no candidate has the verdict');
  return first;
}

function yesses(candidate: Candidate): number {
  return candidate.conditions.filter((condition) => condition.holds === 'yes').length;
}

function compareNames(a: Candidate, b: Candidate): number {
  const name = (candidate: Candidate): string => candidate.resource ?? `~${candidate.region ?? ''}`;
  return name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0;
}

/** Each clause once; clauses of several frameworks over the same conditions are decided together. */
function judgeClauses(control: Control, candidates: readonly Candidate[]): readonly ClauseResult[] {
  const decided = new Map<string, Pick<ClauseResult, 'verdict' | 'reasons'>>();
  return control.clauses.map((clause) => {
    const { framework, id, conditions } = clause;
    const key = JSON.stringify([framework === 'aws-security-hub', conditions]);
    const outcome = decided.get(key) ?? judgeClause(control, candidates, clause);
    decided.set(key, outcome);
    return { framework, id, ...outcome };
  });
}

/** A clause is decided over all candidates by its own conditions: some candidate meets them all. */
function judgeClause(
  control: Control,
  candidates: readonly Candidate[],
  clause: Control['clauses'][number],
): Pick<ClauseResult, 'verdict' | 'reasons'> {
  const narrowed = candidates.map((candidate): JudgedCandidate => {
    const conditions = candidate.conditions.filter((condition) => clause.conditions.includes(condition.id));
    // The shown stand-in for "no trail at all" has only the condition that fails.
    return { ...candidate, conditions, outcome: conditions.length === 0 ? 'FAIL' : allOf(conditions) };
  });
  const verdict = anyOf(narrowed.map((candidate) => candidate.outcome));
  const shown = best(narrowed, verdict);
  // A failure for another reason is documented; only where the doubt matters is it named.
  const doubtful = clause.framework === 'aws-security-hub' && verdict !== 'FAIL';
  const doubtsOf = ({ doubts }: Candidate): Candidate['doubts'] =>
    doubts.filter((doubt) => doubt.conditions.some((id) => clause.conditions.includes(id)));
  const equals = narrowed.filter((candidate) => candidate.outcome === verdict);
  const certain = !doubtful || equals.some((candidate) => doubtsOf(candidate).length === 0);
  const parity = (certain ? [] : doubtsOf(shown)).map(
    (doubt): Reason => ({ id: 'parity.undocumented', params: { doubt: doubt.id } }),
  );
  return { verdict, reasons: [...reasonsOf(control, narrowed, verdict, shown), ...parity] };
}

/** Why: for PASS what the satisfying candidate has to add, else what kept each candidate with that outcome from passing. */
function reasonsOf(
  control: Control,
  candidates: readonly JudgedCandidate[],
  verdict: Verdict,
  shown: JudgedCandidate,
): readonly Reason[] {
  const blocking = verdict === 'FAIL' ? 'no' : 'unknown';
  const ordered = [shown, ...candidates.filter((candidate) => candidate !== shown && candidate.outcome === verdict)];
  const reasons =
    verdict === 'PASS'
      ? shown.conditions.flatMap((condition) => condition.reasons)
      : ordered.flatMap((candidate) =>
          candidate.conditions
            .filter((condition) => condition.holds === blocking)
            .flatMap(({ id, reasons: all }) =>
              all.filter((why) => control.conditions[id]?.reasons[why.id]?.note !== true),
            ),
        );
  return distinct(reasons, reasonKey);
}

/** Two reasons with the same key are the same cause. */
export function reasonKey({ id, params }: Reason): string {
  return JSON.stringify([id, Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
