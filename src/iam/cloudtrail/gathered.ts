import type { Failure, Read, Source } from '../../model/read.ts';
import type { GuardrailLevel, Guardrails, PolicyText, RolePolicies } from '../../model/storage.ts';
import type { PolicyInput, PolicyKind, PolicySet, PublicAccessBlock } from '../model.ts';

/** The answer of AWS that a policy stands in, and why its text is not known; null where it is. */
interface Origin {
  readonly source: Source;
  readonly failure: Failure | null;
}

/** The policies of one kind, as they were read. */
interface Part {
  readonly policies: readonly PolicyInput[];
  readonly origins: readonly (readonly [name: string, origin: Origin])[];
  /** Where it stands that there are these and no others. */
  readonly sources: readonly Source[];
}

/** Guardrails that could not be read: they change no yes, so they are left out of the decision and named beside it. */
export interface UnreadGuardrails {
  readonly account: string;
  readonly failure: Failure;
}

/** All policies that decide one request, and where each of them was read. */
export interface Gathered {
  readonly set: PolicySet;
  /** By the policy's name. */
  readonly origins: ReadonlyMap<string, Origin>;
  readonly parts: ReadonlyMap<PolicyKind, readonly Source[]>;
  readonly unreadGuardrails: readonly UnreadGuardrails[];
}

interface Policies {
  /** The policy of the resource; a known null: there is none. */
  readonly resource?: Read<PolicyText | null>;
  /** What an unread policy of the resource is called. */
  readonly resourceName?: string;
  readonly role?: { readonly arn: string; readonly policies: RolePolicies };
  readonly publicAccessBlock?: PublicAccessBlock | null;
  /** Of the account of the principal. */
  readonly principalGuardrails?: AccountGuardrails;
  /** Of the account of the resource. */
  readonly resourceGuardrails?: AccountGuardrails;
}

/** undefined: nothing binds the account. */
interface AccountGuardrails {
  readonly account: string;
  readonly guardrails: Read<Guardrails> | undefined;
}

/** Puts together what one request is decided by. */
export function gather(policies: Policies): Gathered {
  const { resource, role, resourceName = 'the policy of the resource', publicAccessBlock } = policies;
  const scps = bindingLevels(policies.principalGuardrails, 'scps');
  const rcps = bindingLevels(policies.resourceGuardrails, 'rcps');
  const own = resource === undefined ? null : onePolicy(resource, resourceName);
  const identity = role === undefined ? null : identityPart(role);
  const boundary = role?.policies.boundary;
  const bound = boundary == null ? null : onePolicy(boundary, `the permissions boundary of ${role?.arn}`);
  const parts: readonly (readonly [PolicyKind, Part | null])[] = [
    ['identity', identity],
    ['resource', own],
    ['trust', own],
    ['boundary', bound],
    ['scp', scps.part],
    ['rcp', rcps.part],
  ];
  const there = parts.flatMap(([kind, part]) => (part === null ? [] : [{ kind, part }]));
  return {
    set: {
      ...(identity === null ? {} : { identity: identity.policies }),
      ...(own === null ? {} : { resource: own.policies[0] ?? null }),
      ...(bound === null ? {} : { boundary: bound.policies[0] ?? null }),
      ...(scps.levels.length === 0 ? {} : { scps: scps.levels }),
      ...(rcps.levels.length === 0 ? {} : { rcps: rcps.levels }),
      ...(publicAccessBlock === undefined ? {} : { publicAccessBlock }),
    },
    origins: new Map(there.flatMap(({ part }) => part.origins)),
    parts: new Map(there.map(({ kind, part }) => [kind, part.sources])),
    unreadGuardrails: [...scps.unread, ...rcps.unread],
  };
}

function onePolicy(read: Read<PolicyText | null>, name: string): Part {
  if (!read.known) {
    const origin = { source: read.source, failure: read.failure };
    return { policies: [{ name, text: null }], origins: [[name, origin]], sources: [read.source] };
  }
  if (read.value === null) return { policies: [], origins: [], sources: [read.source] };
  const origin = { source: read.source, failure: null };
  return { policies: [read.value], origins: [[read.value.name, origin]], sources: [read.source] };
}

function identityPart({ arn, policies }: NonNullable<Policies['role']>): Part {
  const inline = listedPolicies(policies.inline, `the inline policies of ${arn}`);
  const attached = listedPolicies(policies.attached, `the managed policies of ${arn}`);
  return joined([inline, attached]);
}

function listedPolicies(list: Read<readonly Read<PolicyText>[]>, name: string): Part {
  if (!list.known) {
    const origin = { source: list.source, failure: list.failure };
    return { policies: [{ name, text: null }], origins: [[name, origin]], sources: [list.source] };
  }
  const each = list.value.map((read, index) => onePolicy(read, `${name}, number ${index + 1}`));
  return each.length === 0 ? { policies: [], origins: [], sources: [list.source] } : joined(each);
}

function joined(parts: readonly Part[]): Part {
  return {
    policies: parts.flatMap(({ policies }) => policies),
    origins: parts.flatMap(({ origins }) => origins),
    sources: parts.flatMap(({ sources }) => sources),
  };
}

interface Levels {
  readonly levels: readonly (readonly PolicyInput[])[];
  readonly part: Part | null;
  readonly unread: readonly UnreadGuardrails[];
}

const NO_LEVELS: Levels = { levels: [], part: null, unread: [] };

function bindingLevels(of: AccountGuardrails | undefined, kind: 'scps' | 'rcps'): Levels {
  if (of?.guardrails === undefined) return NO_LEVELS;
  const { account, guardrails } = of;
  if (!guardrails.known) return { ...NO_LEVELS, unread: [{ account, failure: guardrails.failure }] };
  const levels = guardrails.value[kind].map((level) => levelOf(level, kind));
  return {
    levels: levels.map(({ policies }) => policies),
    part: joined(levels),
    unread: levels.flatMap(({ failures }) => failures.map((failure) => ({ account, failure }))),
  };
}

/** Stands for what was not read: it allows, so that only what was read takes anything away (design, headline controls). */
const ALLOWS_ALL = {
  scps: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
  rcps: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}',
} as const;

function levelOf(
  { target, policies }: GuardrailLevel,
  kind: 'scps' | 'rcps',
): Part & { readonly failures: readonly Failure[] } {
  const part = listedPolicies(policies, `the ${kind === 'scps' ? 'SCPs' : 'RCPs'} of ${target}`);
  return {
    ...part,
    policies: part.policies.map((policy) => (policy.text === null ? { ...policy, text: ALLOWS_ALL[kind] } : policy)),
    failures: part.origins.flatMap(([, { failure }]) => (failure === null ? [] : [failure])),
  };
}
