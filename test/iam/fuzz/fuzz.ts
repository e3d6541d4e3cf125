import { equal, ok } from 'node:assert/strict';
import { type Decision, decide, type PolicyInput, parsePolicy } from '../../../src/iam/index.ts';
import { parseJson } from '../../../src/iam/json-text.ts';
import { pathless } from '../policy-case.ts';
import { possibleAnswers } from './oracle.ts';
import { Random } from './random.ts';
import { type MCase, type MCondition, type MPolicy, type MPrincipal, type MStatement, someCase } from './worlds.ts';

export interface Tally {
  allowed: number;
  denied: number;
  depends: number;
  /** Answers that only weighing all unknown values against one another would find. */
  correlated: number;
}

/** Compares the evaluator with the brute-force one on random policies and requests; throws at the first difference. */
export function compareWithOracle(seed: number, count: number): Tally {
  const random = new Random(seed);
  const tally: Tally = { allowed: 0, denied: 0, depends: 0, correlated: 0 };
  for (let index = 0; index < count; index += 1) {
    const one = someCase(random);
    const { outcome } = answerTo(one);
    const possible = possibleAnswers(one);
    const exact = possible.size === 2 ? 'depends' : possible.has(true) ? 'allowed' : 'denied';
    tally[outcome] += 1;
    if (outcome === exact) continue;
    // What is unknown is weighed place by place: "red" or "not red" is then unknown twice, and not certain.
    ok(
      outcome === 'depends' && hasUnknown(one),
      `seed ${seed}, case ${index}: ${outcome}, not ${exact}\n${JSON.stringify(one)}`,
    );
    tally.correlated += 1;
  }
  return tally;
}

/** Keys without a value, a role without a session, a service that `{"AWS": "*"}` may mean. */
function hasUnknown({ request: { context, principal } }: MCase): boolean {
  return (
    Object.values(context).includes(undefined) || principal.includes(':role/') || principal.endsWith('.amazonaws.com')
  );
}

export function answerTo({ request, identity, resource, boundary, session, scps, rcps }: MCase): Decision {
  const principal = pathless(request.principal);
  const context = new Map(
    Object.entries(request.context).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
  );
  return decide(
    { principal, action: request.action, resource: request.resource, resourceAccount: request.owner, context },
    {
      identity: identity.map(inputOf),
      resource: resource === null ? null : inputOf(resource),
      boundary: boundary === null ? null : inputOf(boundary),
      session: session.map(inputOf),
      scps: scps.map((level) => level.map(inputOf)),
      rcps: rcps.map((level) => level.map(inputOf)),
    },
  );
}

function inputOf(policy: MPolicy): PolicyInput {
  return { name: 'p', text: textOf(policy) };
}

function textOf(policy: MPolicy): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: policy.map(statementOf) });
}

function statementOf({
  effect,
  notAction,
  actions,
  notResource,
  resources,
  principals,
  conditions,
}: MStatement): object {
  return {
    Effect: effect,
    [notAction ? 'NotAction' : 'Action']: actions,
    [notResource ? 'NotResource' : 'Resource']: resources,
    ...(principals === null ? {} : { Principal: principalsOf(principals) }),
    ...(conditions.length === 0 ? {} : { Condition: conditionOf(conditions) }),
  };
}

function principalsOf(principals: readonly MPrincipal[]): unknown {
  if (principals.includes('*')) return '*';
  const ids = (type: string) => principals.flatMap((one) => (one !== '*' && one.type === type ? [one.id] : []));
  return { AWS: ids('AWS'), Service: ids('Service') };
}

function conditionOf(conditions: readonly MCondition[]): Record<string, Record<string, unknown>> {
  const element: Record<string, Record<string, unknown>> = {};
  for (const { set, name, ifExists, key, values } of conditions) {
    const operator = `${set}${name}${ifExists ? 'IfExists' : ''}`;
    element[operator] = { ...element[operator], [key]: values };
  }
  return element;
}

const SCRAPS = [
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\\',
  '*',
  '${',
  '}',
  '\n',
  '0',
  '-',
  'e',
  'null',
  '"Effect"',
  '"Deny"',
  '__proto__',
  '\u0000',
  'é',
  '"Condition":{}',
];

/** Damages policy texts: nothing crashes, what is no JSON is never allowed, and what is JSON is JSON for JSON.parse. */
export function damageTexts(seed: number, count: number): { readonly json: number; readonly broken: number } {
  const random = new Random(seed);
  const tally = { json: 0, broken: 0 };
  for (let index = 0; index < count; index += 1) {
    const one = someCase(random);
    const text = damaged(textOf(one.resource ?? one.identity[0] ?? []), random);
    const isJson = parses(text);
    equal(parseJson(text).ok, isJson, text);
    const input = { name: 'p', text };
    for (const kind of ['identity', 'resource', 'trust', 'scp', 'rcp'] as const) {
      for (const { line, column } of parsePolicy(input, kind).problems) ok(line >= 1 && column >= 1);
    }
    const request = {
      principal: { kind: 'user', arn: 'arn:aws:iam::111122223333:user/ana' },
      action: one.request.action,
      resource: one.request.resource,
      resourceAccount: '111122223333',
      context: new Map(),
    } as const;
    const { outcome } = decide(request, { identity: [input], resource: input });
    if (!isJson) equal(outcome, 'depends', text);
    tally[isJson ? 'json' : 'broken'] += 1;
  }
  return tally;
}

function damaged(text: string, random: Random): string {
  let result = text;
  for (let left = 1 + random.below(3); left > 0; left -= 1) {
    const at = random.below(result.length + 1);
    const cut = random.chance(0.5) ? random.below(4) : 0;
    result = result.slice(0, at) + (random.chance(0.7) ? random.pick(SCRAPS) : '') + result.slice(at + cut);
  }
  return result;
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
