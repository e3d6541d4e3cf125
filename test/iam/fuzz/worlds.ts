import type { Random } from './random.ts';

/** What the brute-force evaluator knows: plain data, made before any policy text is. */
export interface MStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly notAction: boolean;
  readonly actions: readonly string[];
  readonly notResource: boolean;
  readonly resources: readonly string[];
  /** null: the policy's kind has none. */
  readonly principals: readonly MPrincipal[] | null;
  readonly conditions: readonly MCondition[];
}

export type MPrincipal = '*' | { readonly type: 'AWS' | 'Service'; readonly id: string };

export interface MCondition {
  readonly set: '' | 'ForAnyValue:' | 'ForAllValues:';
  readonly name: string;
  readonly ifExists: boolean;
  readonly key: string;
  readonly values: readonly string[];
}

export type MPolicy = readonly MStatement[];

export interface MRequest {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly owner: string;
  /** undefined: unknown. */
  readonly context: Readonly<Record<string, readonly string[] | null | undefined>>;
}

export interface MCase {
  readonly request: MRequest;
  readonly identity: readonly MPolicy[];
  readonly resource: MPolicy | null;
  readonly boundary: MPolicy | null;
  readonly session: readonly MPolicy[];
  readonly scps: readonly (readonly MPolicy[])[];
  readonly rcps: readonly (readonly MPolicy[])[];
}

const HERE = '111122223333';
const THERE = '444455556666';
const ROLE = `arn:aws:iam::${HERE}:role/app`;
const USER = `arn:aws:iam::${HERE}:user/ana`;
const SESSION = `arn:aws:sts::${HERE}:assumed-role/app/run`;
const OUTSIDER = `arn:aws:iam::${THERE}:role/app`;

export const ASKERS = [
  ROLE,
  USER,
  SESSION,
  OUTSIDER,
  HERE,
  THERE,
  '*',
  'cloudtrail.amazonaws.com',
  'config.amazonaws.com',
];
const PRINCIPALS: readonly MPrincipal[] = [
  '*',
  { type: 'AWS', id: '*' },
  ...[HERE, THERE, `arn:aws:iam::${HERE}:root`, ROLE, USER, SESSION, OUTSIDER].map((id) => ({
    type: 'AWS' as const,
    id,
  })),
  { type: 'Service', id: 'cloudtrail.amazonaws.com' },
  { type: 'Service', id: 'config.amazonaws.com' },
];
const KEY = `arn:aws:kms:us-east-1:${HERE}:key/k`;
/** Every action that is asked about, with the resources that it is asked on. */
export const PLACES = [
  {
    actions: ['s3:GetObject', 's3:PutObject', 's3:PutObjectAcl'],
    resources: ['arn:aws:s3:::logs/a', 'arn:aws:s3:::logs/b/c'],
  },
  { actions: ['kms:Decrypt', 'kms:Encrypt'], resources: [KEY] },
];
const ACTIONS = [
  '*',
  '*',
  's3:*',
  'kms:*',
  's3:*',
  's3:Get*',
  's3:Put?bject',
  'S3:PUTOBJECT',
  's3:*Object',
  's3:PutObject*',
  'kms:*',
  'kms:Decrypt',
  'sqs:*',
];
const RESOURCES = [
  '*',
  '*',
  '*',
  'arn:aws:s3:::*',
  'arn:aws:s3:::logs/*',
  'arn:aws:s3:::logs/?',
  'arn:aws:s3:::logs/b*c',
  'arn:aws:s3:::other/*',
  KEY,
  'arn:aws:kms:*:*:key/*',
];

/** Keys with one value, and one with many; the values that they can have. */
export const VALUES: Readonly<Record<string, readonly (readonly string[] | null)[]>> = {
  'x:color': [null, ['red'], ['Red'], ['blue'], ['']],
  'x:count': [null, ['1'], ['10'], ['11']],
  'x:flag': [null, ['true'], ['false']],
  'x:tags': [null, ['a'], ['b'], ['a', 'b'], ['ab', 'c']],
};

const CONDITIONS: readonly {
  readonly key: string;
  readonly names: readonly string[];
  readonly values: readonly string[];
}[] = [
  {
    key: 'x:color',
    names: [
      'StringEquals',
      'StringNotEquals',
      'StringEqualsIgnoreCase',
      'StringNotEqualsIgnoreCase',
      'StringLike',
      'StringNotLike',
    ],
    values: ['red', 'RED', 'r*', '?ed', '*', ''],
  },
  {
    key: 'x:count',
    names: [
      'NumericEquals',
      'NumericNotEquals',
      'NumericLessThan',
      'NumericLessThanEquals',
      'NumericGreaterThan',
      'NumericGreaterThanEquals',
    ],
    values: ['1', '10', '10.5'],
  },
  { key: 'x:flag', names: ['Bool', 'Null'], values: ['true', 'false'] },
  {
    key: 'x:tags',
    names: ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'],
    values: ['a', 'b', 'a*', 'c'],
  },
];

export function someCase(random: Random): MCase {
  const place = random.pick(PLACES);
  const policy = (kind: 'plain' | 'resource'): MPolicy => random.list(0, 3, () => someStatement(random, kind));
  const guard = (kind: 'plain' | 'resource'): MPolicy => {
    const all: MStatement = {
      effect: 'Allow',
      notAction: false,
      actions: ['*'],
      notResource: false,
      resources: ['*'],
      principals: kind === 'plain' ? null : ['*'],
      conditions: [],
    };
    return random.chance(0.8) ? [all, ...policy(kind)] : policy(kind);
  };
  const request: MRequest = {
    principal: random.pick(ASKERS),
    action: random.pick(place.actions),
    resource: random.pick(place.resources),
    owner: HERE,
    context: Object.fromEntries(
      Object.entries(VALUES).map(([key, values]) => [key, random.chance(0.25) ? undefined : random.pick(values)]),
    ),
  };
  return {
    request,
    identity: random.list(1, 3, () => policy('plain')),
    resource: random.chance(0.8) ? policy('resource') : null,
    boundary: random.chance(0.3) ? guard('plain') : null,
    session: random.chance(0.2) ? [guard('plain')] : [],
    scps: random.chance(0.3) ? random.list(1, 2, () => random.list(1, 2, () => guard('plain'))) : [],
    rcps: random.chance(0.2) ? random.list(1, 2, () => random.list(1, 2, () => guard('resource'))) : [],
  };
}

export function someStatement(random: Random, kind: 'plain' | 'resource'): MStatement {
  return {
    effect: random.chance(0.8) ? 'Allow' : 'Deny',
    notAction: random.chance(0.1),
    actions: random.list(1, 3, () => random.pick(ACTIONS)),
    notResource: random.chance(0.1),
    resources: random.list(1, 3, () => random.pick(RESOURCES)),
    principals: kind === 'plain' ? null : random.list(1, 4, () => random.pick(PRINCIPALS)),
    conditions: random.chance(0.5) ? [] : distinct(random.list(1, 2, () => someCondition(random))),
  };
}

/** Two equal keys under one operator would be one key, twice. */
function distinct(conditions: readonly MCondition[]): readonly MCondition[] {
  return [...new Map(conditions.map((one) => [`${one.set}${one.name}${one.ifExists} ${one.key}`, one])).values()];
}

function someCondition(random: Random): MCondition {
  const { key, names, values } = random.pick(CONDITIONS);
  const name = random.pick(names);
  const single =
    key === 'x:tags'
      ? (['ForAnyValue:', 'ForAllValues:'] as const)
      : (['', '', '', 'ForAnyValue:', 'ForAllValues:'] as const);
  return {
    set: name === 'Null' ? '' : random.pick(single),
    name,
    ifExists: name !== 'Null' && random.chance(0.2),
    key,
    values: random.list(1, 2, () => random.pick(values)),
  };
}
