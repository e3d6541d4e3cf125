/** When a fault strikes: matching, counting and seeded chance, shared by the double and the proxy. */

import { createHash } from 'node:crypto';
import type { Fault } from './faults.ts';
import { type AwsCall, callName } from './wire.ts';

export type Match = {
  service?: string | string[];
  operation?: string | string[];
  account?: string | string[];
  region?: string | string[];
  /** Which requests of one cell (operation × account × Region), counted from 1; a number, a list, or a range. */
  nth?: number | number[] | { from?: number; to?: number };
  /** Chance from 0 to 1, drawn from the seed; the same request always draws the same. */
  probability?: number;
  /** Any further condition, on the parameters for example. */
  where?: (call: RuledCall) => boolean;
};

export type Rule = { match: Match; do: Fault };

export type RuledCall = AwsCall & { account: string | null };

export type RuleEngine = {
  /** Every fault that strikes this request, in the order of the rules, up to the first that ends it. */
  decide(call: RuledCall): Fault[];
  /** Puts other rules in place; the counts go on. */
  setRules(rules: Rule[]): void;
};

/** An engine for these rules. Chance depends on the seed and the request, never on the order of arrival. */
export function ruleEngine(initial: Rule[] = [], seed = 1): RuleEngine {
  let rules = initial;
  const counts = new Map<string, number>();
  const buckets = new Map<string, Bucket>();

  function decide(call: RuledCall): Fault[] {
    if (rules.length === 0) return [];
    const cell = `${callName(call)}|${call.account}|${call.region}`;
    const nth = count(cell);
    // Requests of one cell may overtake one another, so a retry is told by what it asks for.
    const request = `${cell}|${paramsKey(call)}`;
    const attempt = count(request);
    const faults: Fault[] = [];
    for (const [index, rule] of rules.entries()) {
      if (!meets(rule.match, call, nth)) continue;
      const { probability } = rule.match;
      if (probability !== undefined && chance(`${seed}|${index}|${request}|${attempt}`) >= probability) continue;
      if (rule.do.kind === 'quota' && takeToken(`${index}|${call.account}|${call.region}`, rule.do)) continue;
      faults.push(rule.do);
      if (rule.do.kind !== 'delay') break;
    }
    return faults;
  }

  function count(key: string): number {
    const next = (counts.get(key) ?? 0) + 1;
    counts.set(key, next);
    return next;
  }

  function takeToken(key: string, { perSecond, burst }: { perSecond: number; burst: number }): boolean {
    const now = performance.now();
    const bucket = buckets.get(key) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
    buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    return tokens >= 1;
  }

  return {
    decide,
    setRules(next) {
      rules = next;
    },
  };
}

/** Whether a request is of the kind that a rule or overlay names (`nth` and chance aside). */
export function isOfKind(match: Match, call: RuledCall): boolean {
  return (
    among(match.service, call.service) &&
    among(match.operation, call.operation) &&
    among(match.account, call.account) &&
    among(match.region, call.region) &&
    (match.where === undefined || match.where(call))
  );
}

/** What a request asks for, as a key; names that clients make up anew for each call are left out. */
export function paramsKey(call: Pick<AwsCall, 'params'>): string {
  const entries = Object.entries(call.params).filter(([name]) => name !== 'RoleSessionName');
  return JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

type Bucket = { tokens: number; at: number };

function meets(match: Match, call: RuledCall, nth: number): boolean {
  if (!isOfKind(match, call)) return false;
  if (match.nth === undefined) return true;
  if (typeof match.nth === 'number') return match.nth === nth;
  if (Array.isArray(match.nth)) return match.nth.includes(nth);
  return nth >= (match.nth.from ?? 1) && nth <= (match.nth.to ?? Number.POSITIVE_INFINITY);
}

function among(wanted: string | string[] | undefined, value: string | null): boolean {
  if (wanted === undefined) return true;
  return typeof wanted === 'string' ? wanted === value : value !== null && wanted.includes(value);
}

function chance(key: string): number {
  return createHash('sha1').update(key).digest().readUInt32BE(0) / 2 ** 32;
}
