// An evaluator that is wrong nowhere because it is clever nowhere: two-valued, by enumeration, on the modelled subset.
// It shares no code with src/iam.
import {
  type MCase,
  type MCondition,
  type MPolicy,
  type MPrincipal,
  type MRequest,
  type MStatement,
  VALUES,
} from './worlds.ts';

/** One way in which everything that is unknown could be. */
interface World {
  readonly context: Readonly<Record<string, readonly string[] | null>>;
  readonly awsStarMeansServices: boolean;
  /** A role without a session may be in any: in the one that policies name, or in another. */
  readonly session: string;
}

/** Every answer that is possible: one if nothing unknown matters. */
export function possibleAnswers(one: MCase): ReadonlySet<boolean> {
  return new Set(worldsOf(one.request).map((world) => allowed(one, world)));
}

function worldsOf({ context, principal }: MRequest): World[] {
  let contexts: Record<string, readonly string[] | null>[] = [{}];
  for (const [key, value] of Object.entries(context)) {
    const options = value === undefined ? (VALUES[key] ?? []) : [value];
    contexts = contexts.flatMap((sofar) => options.map((option) => ({ ...sofar, [key]: option })));
  }
  const stars = principal.endsWith('.amazonaws.com') ? [true, false] : [true];
  const sessions = principal.includes(':role/') ? ['run', 'another'] : ['run'];
  return contexts.flatMap((one) =>
    stars.flatMap((awsStarMeansServices) =>
      sessions.map((session) => ({ context: one, awsStarMeansServices, session })),
    ),
  );
}

function allowed(one: MCase, world: World): boolean {
  const { request } = one;
  const who = whoIs(request.principal, world);
  const person = who.kind === 'role' || who.kind === 'user';
  const applies = (policies: readonly MPolicy[], effect: string, naming = 'any'): boolean =>
    policies.flat().some((statement) => statement.effect === effect && matches(statement, request, world, naming));
  const identity = person ? one.identity : [];
  const limits = person
    ? [one.boundary === null ? [] : [one.boundary], one.session].filter((list) => list.length > 0)
    : [];
  const scps = person || who.kind === 'root' ? one.scps : [];
  const resource = one.resource === null ? [] : [one.resource];
  if (applies([...identity, ...limits.flat(), ...scps.flat(), ...one.rcps.flat(), ...resource], 'Deny')) return false;
  if (![...scps, ...one.rcps].every((level) => applies(level, 'Allow'))) return false;
  const held = limits.every((list) => applies(list, 'Allow'));
  const own = person && applies(identity, 'Allow') && held;
  return core(request, who, own, held, (naming) => applies(resource, 'Allow', naming));
}

function core(
  request: MRequest,
  who: Who,
  own: boolean,
  held: boolean,
  granted: (naming?: string) => boolean,
): boolean {
  if (who.kind === 'service' || who.kind === 'anonymous') return granted();
  const isKey = request.resource.includes(':key/');
  const home = who.account === request.owner;
  if (who.kind === 'root') return (home && !isKey) || granted();
  if (!home) return own && granted();
  return granted('direct') || (granted('role') && held) || (own && (!isKey || granted('delegated')));
}

interface Who {
  readonly kind: 'role' | 'user' | 'root' | 'service' | 'anonymous';
  readonly account: string | null;
  readonly names: readonly string[];
}

/** All the ids under which a policy may name somebody, but for the account's. */
function whoIs(principal: string, { session }: World): Who {
  if (principal === '*') return { kind: 'anonymous', account: null, names: [] };
  if (principal.endsWith('.amazonaws.com')) return { kind: 'service', account: null, names: [principal] };
  if (/^\d+$/.test(principal)) return { kind: 'root', account: principal, names: [] };
  const account = principal.split(':')[4] ?? '';
  const role = /assumed-role\/([^/]+)\//.exec(principal)?.[1];
  if (role !== undefined) return { kind: 'role', account, names: [principal, `arn:aws:iam::${account}:role/${role}`] };
  if (principal.includes(':user/')) return { kind: 'user', account, names: [principal] };
  const name = principal.split('/').at(-1);
  return { kind: 'role', account, names: [principal, `arn:aws:sts::${account}:assumed-role/${name}/${session}`] };
}

function matches(statement: MStatement, request: MRequest, world: World, naming: string): boolean {
  const action = statement.actions.some((text) => glob(text.toLowerCase(), request.action.toLowerCase()));
  const resource = statement.resources.some((text) => glob(text, request.resource));
  if (action === statement.notAction || resource === statement.notResource) return false;
  if (
    statement.principals !== null &&
    !statement.principals.some((one) => names(one, request.principal, world, naming))
  )
    return false;
  return statement.conditions.every((condition) => holds(condition, world.context[condition.key] ?? null));
}

function names(pattern: MPrincipal, principal: string, world: World, naming: string): boolean {
  const who = whoIs(principal, world);
  const is = (kind: string): boolean => naming === 'any' || naming === kind;
  if (pattern === '*') return is('direct');
  if (pattern.type === 'Service') return who.kind === 'service' && who.names.includes(pattern.id) && is('direct');
  if (pattern.id === '*') return (who.kind !== 'service' || world.awsStarMeansServices) && is('direct');
  const account = /^(?:arn:aws:iam::)?(\d{12})(?::root)?$/.exec(pattern.id)?.[1];
  if (account !== undefined) return who.account === account && is(who.kind === 'root' ? 'direct' : 'delegated');
  if (!who.names.includes(pattern.id) || who.kind === 'service') return false;
  return is(pattern.id.includes(':role/') ? 'role' : 'direct');
}

const globs = new Map<string, RegExp>();

/** The patterns here are short, so a regular expression cannot run away. */
function glob(pattern: string, text: string): boolean {
  const known = globs.get(pattern);
  if (known !== undefined) return known.test(text);
  const escaped = pattern.replace(/[.+^${}()|[\]\\/]/g, '\\$&');
  globs.set(pattern, new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's'));
  return glob(pattern, text);
}

function holds(condition: MCondition, given: readonly string[] | null): boolean {
  const { set, name, ifExists, values } = condition;
  if (name === 'Null') {
    return values.includes(String(given === null));
  }
  const negated = name.includes('Not');
  const empty = given === null || (set !== '' && given.every((value) => value === ''));
  if (empty) return ifExists ? true : set === 'ForAnyValue:' ? false : set === 'ForAllValues:' ? true : negated;
  const one = (value: string): boolean => {
    const any = values.some((wanted) => compares(name, wanted, value));
    return negated ? !any : any;
  };
  return set === 'ForAllValues:' ? given.every(one) : given.some(one);
}

function compares(name: string, wanted: string, given: string): boolean {
  const [left, right] = [Number(given), Number(wanted)];
  const plain = name.replace('Not', '');
  if (plain === 'StringEquals' || plain === 'Bool') return wanted === given;
  if (plain === 'StringEqualsIgnoreCase') return wanted.toLowerCase() === given.toLowerCase();
  if (plain === 'StringLike') return glob(wanted, given);
  if (plain === 'NumericEquals') return left === right;
  if (plain === 'NumericLessThan') return left < right;
  if (plain === 'NumericLessThanEquals') return left <= right;
  return plain === 'NumericGreaterThan' ? left > right : left >= right;
}
