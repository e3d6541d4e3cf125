import { type Grant, grantsOf, parsePolicy } from '../../iam/index.ts';
import { matchAction, matchElement } from '../../iam/match-statement.ts';
import type { Statement } from '../../iam/statement.ts';
import { isDoubt, type Test } from '../../iam/truth.ts';
import { isObject, type Json } from '../../model/json.ts';
import type { Holds } from '../../model/verdict.ts';
import { type Asked, namedIn } from './principals.ts';

/** More than AWS takes for a bucket (20 KB) or a key (32 KB): such a text did not come from AWS. */
const LONGEST_POLICY = 100_000;

/** What a Deny leaves of a grant, for one request; `hangsOn`: what is not known about it. */
export interface Left {
  readonly stands: Holds;
  readonly hangsOn: readonly string[];
}

/** A policy, split into what can be asked for by itself. */
export interface SplitPolicy {
  /** As it was read: a repeated key in a Deny must stay a doubt, and JSON.parse would drop it. */
  readonly text: string;
  readonly grants: readonly Grant[];
  /** Whoever has a role or user ARN in it. */
  readonly named: readonly Asked[];
  /** The text of one statement by itself. */
  readonly alone: (grant: Grant) => string;
  /** Two requests of one principal with equal kinds get the same answer from the grant and every Deny. */
  readonly kindOfRequest: (grant: Grant, action: string, resource: string) => string;
  /** Works an answer out the first time that its key is asked for. */
  readonly once: (key: string, answer: () => Left) => Left;
}

/** null: the text is not understood as a whole, or too long to be a policy. */
export function splitPolicy(policy: { readonly name: string; readonly text: string }): SplitPolicy | null {
  const parsed = parsePolicy(policy, 'resource');
  if (parsed.opaque.length > 0 || policy.text.length > LONGEST_POLICY) return null;
  const document: Json = JSON.parse(policy.text);
  const { Statement: list, ...frame } = isObject(document) ? document : {};
  const statements: readonly Json[] = Array.isArray(list) ? list : [list ?? null];
  const match = matcher(parsed.statements);
  const answers = new Map<string, Left>();
  return {
    text: policy.text,
    grants: grantsOf(parsed),
    named: namedIn(document),
    // The version goes along: it decides whether there are policy variables.
    alone: ({ statement }) => JSON.stringify({ ...frame, Statement: [statements[statement.index] ?? null] }),
    kindOfRequest: ({ statement }, action, resource) =>
      parsed.statements
        .filter(({ index, effect }) => index === statement.index || effect !== 'Allow')
        .map((one) => `${match(one, 'actions', action)} ${match(one, 'resources', resource)}`)
        .join(','),
    once: (key, answer) => {
      const left = answers.get(key) ?? answer();
      answers.set(key, left);
      return left;
    },
  };
}

/** How a statement's actions and resources match a text; each is looked at once. */
function matcher(statements: readonly Statement[]) {
  const seen = new Map(
    statements.map((one) => [one, { actions: new Map<string, string>(), resources: new Map<string, string>() }]),
  );
  return (statement: Statement, element: 'actions' | 'resources', text: string): string => {
    const known = seen.get(statement)?.[element].get(text);
    if (known !== undefined) return known;
    const test =
      element === 'actions' ? matchAction(statement.actions, text.toLowerCase()) : matchResource(statement, text);
    // What hangs on a variable may differ from text to text.
    const answer = isDoubt(test) ? `?${text}` : test;
    seen.get(statement)?.[element].set(text, answer);
    return answer;
  };
}

function matchResource({ resources }: Statement, text: string): Test {
  return resources === null ? 'yes' : matchElement(resources, text, () => undefined);
}
