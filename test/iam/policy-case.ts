import { deepEqual } from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type Decision,
  decide,
  type Outcome,
  type PolicyInput,
  type PolicySet,
  type Principal,
  principalOf,
} from '../../src/iam/index.ts';

export const ACCOUNT = '111122223333';
export const OTHER = '444455556666';

export type Statement = Readonly<Record<string, unknown>>;
/** A policy as its statements (version 2012-10-17), as a text, or null where it could not be read. */
export type Policy = readonly Statement[] | string | null;

export interface Policies {
  readonly identity?: readonly Policy[];
  readonly resource?: Policy;
  readonly boundary?: Policy;
  readonly session?: readonly Policy[];
  readonly scps?: readonly (readonly Policy[])[];
  readonly rcps?: readonly (readonly Policy[])[];
  readonly block?: boolean | null;
}

/** Values by key, in any letter case; null is known to be absent; a key that is not here is unknown. */
export type Context = Readonly<Record<string, string | readonly string[] | null>>;

export interface Ask {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  /** undefined: the account of these tests; null: unknown. */
  readonly owner?: string | null;
  readonly context?: Context;
  readonly policies: Policies;
}

export interface Wanted {
  readonly outcome: Outcome;
  readonly because?: Decision['because'];
  readonly part?: Decision['part'];
  /** Sids of the deciding statements, in any order. */
  readonly statements?: readonly string[];
  readonly keys?: readonly string[];
  readonly unread?: readonly string[];
  /** `line:column` of each problem. */
  readonly problems?: readonly string[];
}

export interface PolicyCase extends Ask {
  readonly name: string;
  /** Guide and page of the AWS documentation, or `doubt: …` where AWS is silent and docs/iam.md says what we do. */
  readonly source: string;
  readonly want: Outcome | Wanted;
}

export function runPolicyCases(subject: string, cases: readonly PolicyCase[]): void {
  describe(`IAM: ${subject}`, () => {
    for (const one of cases) test(`${one.name} [${one.source}]`, () => check(one));
  });
}

function check(one: PolicyCase): void {
  const want = typeof one.want === 'string' ? { outcome: one.want } : one.want;
  const decision = answer(one);
  const shown: Required<Wanted> = {
    outcome: decision.outcome,
    because: decision.because,
    part: decision.part,
    statements: decision.statements.map(({ sid, index }) => sid ?? String(index)).sort(),
    keys: decision.unknownKeys,
    unread: decision.unread,
    problems: decision.problems.map(({ line, column }) => `${line}:${column}`),
  };
  const names = Object.keys(want) as (keyof Wanted)[];
  deepEqual(Object.fromEntries(names.map((name) => [name, shown[name]])), want);
}

export function answer({ principal, action, resource, owner, context = {}, policies }: Ask): Decision {
  const who = pathless(principal);
  const values = Object.entries(context).map(
    ([key, value]) => [key.toLowerCase(), typeof value === 'string' ? [value] : value] as const,
  );
  const resourceAccount = owner === undefined ? ACCOUNT : owner;
  return decide({ principal: who, action, resource, resourceAccount, context: new Map(values) }, setOf(policies));
}

/** Here the roles of sessions have no path, and that is known. */
export function pathless(text: string): Principal {
  const who = principalOf(text);
  if (who === null) throw new Error(`no principal: ${text}`);
  return who.kind === 'role' ? { kind: 'role', arn: who.arn, session: who.session } : who;
}

function setOf(policies: Policies): PolicySet {
  const { identity, resource, boundary, session, scps, rcps, block } = policies;
  const levels = (name: string, list: readonly (readonly Policy[])[]) =>
    list.map((level, index) => inputs(`${name} ${index}`, level));
  return {
    ...(identity === undefined ? {} : { identity: inputs('identity', identity) }),
    ...(resource === undefined ? {} : { resource: input('resource', resource) }),
    ...(boundary === undefined ? {} : { boundary: input('boundary', boundary) }),
    ...(session === undefined ? {} : { session: inputs('session', session) }),
    ...(scps === undefined ? {} : { scps: levels('scp', scps) }),
    ...(rcps === undefined ? {} : { rcps: levels('rcp', rcps) }),
    ...(block === undefined
      ? {}
      : { publicAccessBlock: block === null ? null : { blockPublicPolicy: block, restrictPublicBuckets: block } }),
  };
}

function inputs(name: string, list: readonly Policy[]): readonly PolicyInput[] {
  return list.map((one, index) => input(`${name} ${index}`, one));
}

function input(name: string, policy: Policy): PolicyInput {
  const text = typeof policy === 'string' || policy === null ? policy : textOf(policy);
  return { name, text };
}

export function textOf(statements: readonly Statement[], version: string | null = '2012-10-17'): string {
  return JSON.stringify({ ...(version === null ? {} : { Version: version }), Statement: statements });
}

type Words = string | readonly string[];

export function allow(action: Words, resource: Words = '*', more: Statement = {}): Statement {
  return { Effect: 'Allow', Action: action, Resource: resource, ...more };
}

export function deny(action: Words, resource: Words = '*', more: Statement = {}): Statement {
  return { Effect: 'Deny', Action: action, Resource: resource, ...more };
}

export function when(operator: string, key: string, value: unknown): Statement {
  return { Condition: { [operator]: { [key]: value } } };
}

export const EVERYBODY: Statement = { Principal: '*' };

export function forAws(...principals: readonly string[]): Statement {
  return { Principal: { AWS: principals } };
}

export function forService(...names: readonly string[]): Statement {
  return { Principal: { Service: names } };
}
