import { decided, readReason, reason } from '../../model/conditions/condition.ts';
import type { Source } from '../../model/read.ts';
import type { Condition, Holds, Reason } from '../../model/verdict.ts';
import { distinct } from '../../util/distinct.ts';
import type { StatementRef } from '../model.ts';
import { type Answered, type Ask, answer } from './ask.ts';
import { whyNotAllowed } from './not-allowed.ts';

/** Whether all that is asked is allowed: no if one thing is not, else unknown if that depends, else yes. */
export function permission(id: string, resource: string | null, asks: readonly Ask[]): Condition {
  const answers = asks.map(answer);
  const holds = holdsOf(answers);
  const deciding = answers.filter((one) => howItHolds(one) === holds);
  const why = holds === 'yes' ? [] : distinctCauses(deciding.flatMap(reasonsOf));
  const notes = holds === 'no' ? [] : guardrailNotes(asks);
  return decided(id, resource, holds, observedOf(deciding), distinct(deciding.flatMap(sourcesOf)), [...why, ...notes]);
}

/** Whether all that is asked is allowed; for what only has a note to give. */
export function isAllowed(asks: readonly Ask[]): boolean {
  return holdsOf(asks.map(answer)) === 'yes';
}

function holdsOf(answers: readonly Answered[]): Holds {
  const all = answers.map(howItHolds);
  if (all.includes('no')) return 'no';
  return all.includes('unknown') ? 'unknown' : 'yes';
}

function howItHolds({ ask, decision }: Answered): Holds {
  if (decision.outcome === 'allowed') return 'yes';
  return decision.outcome === 'denied' && ask.doubt === undefined ? 'no' : 'unknown';
}

/** `POLICY:LINE:COLUMN SID`, once each. */
function observedOf(answers: readonly Answered[]): readonly string[] {
  const labels = answers.flatMap(({ ask, decision }) =>
    decision.statements.filter(({ policy }) => ask.policies.origins.get(policy)?.failure === null).map(labelOf),
  );
  return [...new Set(labels)];
}

function labelOf({ policy, line, column, sid }: StatementRef): string {
  return `${policy}:${line}:${column}${sid === null ? '' : ` ${sid}`}`;
}

function reasonsOf(answered: Answered): readonly Reason[] {
  const { ask, decision } = answered;
  if (decision.outcome === 'denied' && ask.doubt !== undefined) return [reason(ask.doubt, subjectOf(ask))];
  if (decision.because === 'explicit-deny') {
    return decision.statements.map((statement) => reason('permission.denied', { ...subjectOf(ask), ...at(statement) }));
  }
  if (decision.outcome === 'denied') return [whyNotAllowed(answered, subjectOf(ask))];
  return doubtsOf(answered);
}

function doubtsOf({ ask, decision }: Answered): readonly Reason[] {
  const { unknownKeys, unread, problems, statements } = decision;
  const subject = subjectOf(ask);
  const failures = unread.flatMap((name) => ask.policies.origins.get(name)?.failure ?? []);
  return [
    ...(unknownKeys.length === 0
      ? []
      : [reason('permission.depends', { ...subject, keys: unknownKeys, statements: statements.map(labelOf) })]),
    ...(unread.length === 0 ? [] : [reason('permission.unread', { ...subject, policies: unread })]),
    ...failures.map(readReason),
    ...problems.map(({ policy, line, column, message }) =>
      reason('permission.not-understood', { ...subject, policy, line, column, message }),
    ),
  ];
}

function subjectOf(ask: Ask): { who: string; action: string; resource: string } {
  const { principal, action, resource, shown } = ask;
  const who = principal.kind === 'service' ? principal.name : 'arn' in principal ? principal.arn : principal.kind;
  return { who, action, resource: shown ?? resource };
}

function at({ policy, line, column, sid, index }: StatementRef): Reason['params'] {
  return { policy, line, column, statement: sid ?? `number ${index + 1}` };
}

/** Reasons whose cause is one and the same for whatever is asked: the first action stands for all. */
const OF_ANY_ACTION = ['permission.depends', 'permission.unread', 'permission.not-understood'];

/** One cause can stop many resources and actions: one reason, with the first resource and every action. */
function distinctCauses(reasons: readonly Reason[]): readonly Reason[] {
  const byCause = Map.groupBy(reasons, ({ id, params: { resource: _, action: __, ...cause } }) =>
    JSON.stringify([id, cause]),
  );
  return [...byCause.values()].flatMap((same): readonly Reason[] => {
    const [first] = same;
    if (first === undefined) return [];
    const actions = distinct(same.map(({ params }) => params['action'] ?? null));
    const one = actions.length < 2 || OF_ANY_ACTION.includes(first.id);
    return [one ? first : { id: first.id, params: { ...first.params, action: actions } }];
  });
}

function guardrailNotes(asks: readonly Ask[]): readonly Reason[] {
  const unread = asks.flatMap(({ policies }) => policies.unreadGuardrails);
  const notes = unread.map(({ account, failure }) => {
    const { call, code, permission: lacking } = failure;
    return reason('guardrails.unread', { account, call, code: code ?? failure.kind, permission: lacking });
  });
  return distinct(notes);
}

function sourcesOf({ ask, decision }: Answered): readonly Source[] {
  const { origins, parts } = ask.policies;
  if (decision.because === 'no-allow') return parts.get(decision.part ?? 'resource') ?? [];
  const names = [
    ...decision.statements.map(({ policy }) => policy),
    ...decision.unread,
    ...decision.problems.map(({ policy }) => policy),
  ];
  return names.flatMap((name) => origins.get(name)?.source ?? []);
}
