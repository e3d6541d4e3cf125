import type { Holds } from '../model/verdict.ts';
import { matchAction } from './match-statement.ts';
import type { PolicyProblem, StatementRef } from './model.ts';
import { type ParsedPolicy, problemOf, refOf } from './parse-policy.ts';
import { publicStatement } from './public-policy.ts';
import type { PrincipalPattern, Statement } from './statement.ts';
import { isDoubt, type Test } from './truth.ts';

/** One Allow statement of a resource's policy, laid open: who may do what, where, and under which conditions. */
export interface Grant {
  readonly statement: StatementRef;
  /** Empty for policies whose kind has no principals. With `allBut` set, everybody else is meant. */
  readonly principals: readonly PrincipalPattern[];
  readonly allBut: boolean;
  /** As written; with `NotAction` or `NotResource` those that are left out. */
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  readonly conditions: readonly GrantCondition[];
  /** Whether S3 would call this statement public ("The meaning of public"). */
  readonly public: Holds;
  /** What is not understood in the statement, or in the policy as a whole: the grant may be wider or not be there. */
  readonly problems: readonly PolicyProblem[];
  /** Whether the statement's actions, wildcards expanded, hold this one (`s3:DeleteObject`; letter case does not matter). */
  readonly covers: (action: string) => Holds;
}

export interface GrantCondition {
  readonly operator: string;
  /** Lower case, as in a request's context. */
  readonly key: string;
  readonly values: readonly string[];
}

/**
 * Every statement of the policy that allows something, or may allow something because its effect is not understood. What
 * Deny statements take away again is not looked at: ask `decide` for that.
 *
 * @example
 * for (const grant of grantsOf(parsePolicy(input, 'resource'))) {
 *   if (grant.covers('s3:DeleteObject') !== 'no') report(grant.principals, grant.statement, grant.conditions);
 * }
 */
export function grantsOf(policy: ParsedPolicy): readonly Grant[] {
  return policy.statements.filter(({ effect }) => effect !== 'Deny').map((statement) => grantOf(policy, statement));
}

/** The actions of a list that a grant covers, or may cover. */
export function coveredActions(grant: Grant, actions: readonly string[]): readonly string[] {
  return actions.filter((action) => grant.covers(action) !== 'no');
}

function grantOf(policy: ParsedPolicy, statement: Statement): Grant {
  const { actions, resources, principals } = statement;
  const texts = (entries: readonly { readonly text: string }[] | undefined): readonly string[] =>
    (entries ?? []).map(({ text }) => text);
  return {
    statement: refOf(policy, statement),
    principals: principals?.entries ?? [],
    allBut: principals?.negated === true,
    actions: actions.negated ? [] : texts(actions.entries),
    notActions: actions.negated ? texts(actions.entries) : [],
    resources: resources?.negated ? [] : texts(resources?.entries),
    notResources: resources?.negated ? texts(resources.entries) : [],
    conditions: statement.conditions.map(({ operatorName, key, values }) => ({
      operator: operatorName,
      key,
      values: texts(values),
    })),
    public: holdsOf(publicStatement(statement)),
    problems: [...policy.opaque, ...statement.faults].map((fault) => problemOf(policy.name, fault)),
    covers: (action) => holdsOf(matchAction(actions, action.toLowerCase())),
  };
}

function holdsOf(test: Test): Holds {
  return isDoubt(test) ? 'unknown' : test;
}

/** The account that a principal of a grant belongs to; null for everybody, services, providers and unknown ids. */
export function accountOfPattern(principal: PrincipalPattern): string | null {
  if (principal.kind === 'account' || principal.kind === 'session') return principal.account;
  return 'arn' in principal ? (principal.arn.split(':')[4] ?? null) : null;
}
