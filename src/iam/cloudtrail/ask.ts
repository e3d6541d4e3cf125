import { distinct } from '../../util/distinct.ts';
import { decide } from '../decide.ts';
import type { AccessRequest, Decision, Principal, RequestContext } from '../model.ts';
import type { Gathered } from './gathered.ts';

/** One thing that is asked while a trail delivers, and the policies that decide it. */
export interface Ask {
  readonly principal: Principal;
  readonly action: string;
  readonly resource: string;
  /** What the resource is one of, as a policy would name it: `FOLDER/*` where the resource is a file. */
  readonly shown?: string;
  readonly resourceAccount: string | null;
  /** Every form that AWS may give the request, where it does not say which one it does. */
  readonly contexts: readonly RequestContext[];
  readonly policies: Gathered;
  /**
   * Set where "not allowed" does not mean that delivery breaks: the resource holds an id that stands for an unread one, or
   * AWS does not say that the permission is needed. The id of the reason that says so.
   */
  readonly doubt?: 'permission.sample' | 'permission.undocumented' | undefined;
}

export interface Answered {
  readonly ask: Ask;
  readonly decision: Decision;
}

/** Decides a request in each of its forms. Where they differ, the answer depends on the keys in which the forms differ. */
export function answer(ask: Ask): Answered {
  const decisions = ask.contexts.map((context) => decide(requestOf(ask, context), ask.policies.set));
  const [first, ...others] = decisions;
  if (first === undefined) throw new Error(`no context for ${ask.action}`);
  if (others.every(({ outcome }) => outcome === first.outcome && outcome !== 'depends')) {
    return { ask, decision: first };
  }
  const decided = new Set(decisions.map(({ outcome }) => outcome));
  const differing = decided.has('allowed') && decided.has('denied') ? keysThatDiffer(ask.contexts) : [];
  const open = decisions.filter(({ outcome }) => outcome !== 'allowed');
  return {
    ask,
    decision: {
      ...first,
      outcome: 'depends',
      because: 'unknown',
      part: null,
      statements: distinct(open.flatMap(({ statements }) => statements)),
      unknownKeys: [...new Set([...differing, ...open.flatMap(({ unknownKeys }) => unknownKeys)])].sort(),
      unread: [...new Set(open.flatMap(({ unread }) => unread))],
      problems: distinct(open.flatMap(({ problems }) => problems)),
    },
  };
}

export function requestOf(
  { principal, action, resource, resourceAccount }: Ask,
  context: RequestContext,
): AccessRequest {
  return { principal, action, resource, resourceAccount, context };
}

function keysThatDiffer(contexts: readonly RequestContext[]): readonly string[] {
  const keys = new Set(contexts.flatMap((context) => [...context.keys()]));
  return [...keys].filter((key) => new Set(contexts.map((context) => JSON.stringify(context.get(key)))).size > 1);
}
