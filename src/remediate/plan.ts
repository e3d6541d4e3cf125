import { CHANGE_KINDS, type Change, type Fix, type Statement } from '../model/change.ts';
import type { Control, Failing } from '../model/control.ts';
import type { Account } from '../model/facts.ts';
import { orNull } from '../model/read.ts';
import type { Result } from '../model/result.ts';
import type { Reason } from '../model/verdict.ts';
import { distinct } from '../util/distinct.ts';
import { contextOf, type World } from './world.ts';

/** One change, and the results that ask for it. */
export interface Step {
  readonly change: Change;
  readonly results: readonly string[];
}

/** What a person has to do, and for which results. */
export interface ByHand {
  readonly reason: Reason;
  readonly results: readonly string[];
}

export interface Plan {
  /** In the order that works. */
  readonly steps: readonly Step[];
  readonly byHand: readonly ByHand[];
}

/**
 * The changes that repair failing results, each once: what several results need is one step, and policies of one bucket
 * get the statements of all in one. What a step needs comes before it. `organizationWide`: a missing trail is made for the
 * whole organization; by default where as many accounts have none as the policy file says.
 */
export function planFor(
  world: World,
  controls: readonly Control[],
  results: readonly Result[],
  organizationWide = lackingTrail(results).size >= world.policy.organizationWideFrom,
): Plan {
  const steps = new Map<string, { change: Change; results: string[] }>();
  const byHand = new Map<string, { reason: Reason; results: string[] }>();
  for (const result of results) {
    const control = controls.find(({ id }) => id === result.control);
    const fix = control === undefined ? null : fixOf(world, control, result, organizationWide);
    for (const change of fix?.changes ?? []) {
      const key = keyOf(change);
      const step = steps.get(key);
      if (step === undefined) steps.set(key, { change, results: [result.id] });
      else {
        step.change = merged(step.change, change);
        step.results.push(result.id);
      }
    }
    for (const reason of fix?.byHand ?? []) {
      const key = JSON.stringify(reason);
      const entry = byHand.get(key);
      if (entry === undefined) byHand.set(key, { reason, results: [result.id] });
      else entry.results.push(result.id);
    }
  }
  return {
    steps: [...steps.values()]
      .map(({ change, results: ids }) => ({ change, results: distinct(ids) }))
      .sort((a, b) => rank(a.change) - rank(b.change)),
    byHand: [...byHand.values()].map(({ reason, results: ids }) => ({ reason, results: distinct(ids) })),
  };
}

/** What repairs one failing result, or null where its control offers nothing. */
export function fixOf(world: World, control: Control, result: Result, organizationWide: boolean): Fix | null {
  if (control.fix === undefined || result.verdict !== 'FAIL') return null;
  const failing = failingOf(world, result);
  return failing === null ? null : control.fix({ ...failing, organizationWide });
}

/** Accounts that no trail counts for. */
function lackingTrail(results: readonly Result[]): ReadonlySet<string | null> {
  const lacking = results.filter(
    ({ verdict, shown }) =>
      verdict === 'FAIL' && shown?.conditions.some(({ id, holds }) => id === 'has-trail' && holds === 'no'),
  );
  return new Set(lacking.map(({ account }) => account));
}

function failingOf(world: World, result: Result): Omit<Failing, 'organizationWide'> | null {
  const { shown, resource, reasons } = result;
  if (shown === null) return null;
  const broken = new Set(shown.conditions.filter(({ holds }) => holds === 'no').map(({ id }) => id));
  const trailArn = shown.resource ?? resource;
  const account =
    world.accounts.find(({ id }) => id === result.account && result.account !== null) ??
    world.accounts.find((one) => bucketIn(one, resource) !== null);
  if (account === undefined) return null;
  const organizationTrails = world.organization?.trails ?? [];
  const trail = [...account.trails, ...organizationTrails].find(({ arn }) => arn === trailArn) ?? null;
  const bucket = world.accounts.map((one) => bucketIn(one, resource)).find((one) => one !== null) ?? null;
  const accountOf = (id: string): Account | null => world.accounts.find((one) => one.id === id) ?? null;
  return { context: contextOf(world, account), broken, trail, bucket, reasons, accountOf };
}

function bucketIn({ trails }: Account, arn: string) {
  const trail = trails.find(({ bucket }) => orNull(bucket)?.arn === arn);
  return trail === undefined ? null : orNull(trail.bucket);
}

function rank({ kind }: Change): number {
  return CHANGE_KINDS.indexOf(kind);
}

/** Two changes with one key are one step. */
function keyOf(change: Change): string {
  const { kind, account, region } = change;
  const what = (['trail', 'bucket', 'key', 'alias', 'topic', 'logGroup', 'role'] as const).map((name) =>
    name in change ? (change as unknown as Record<string, unknown>)[name] : null,
  );
  return JSON.stringify([kind, account, region, ...what]);
}

/** Statements add up; of everything else the first stands. */
function merged(first: Change, second: Change): Change {
  if (!('statements' in first) || !('statements' in second)) return first;
  const all = [...first.statements, ...second.statements];
  return { ...first, statements: bySid(all) };
}

function bySid(statements: readonly Statement[]): readonly Statement[] {
  return [...new Map(statements.map((one) => [JSON.stringify(one['Sid'] ?? one), one])).values()];
}
