import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import * as z from 'zod';
import { DEFAULT_STORAGE, DEFAULT_THRESHOLDS, type Policy } from '../model/policy.ts';
import { messageOf } from '../util/atomic-write.ts';
import { UserError } from '../util/errors.ts';

const accountId = z.string().regex(/^\d{12}$/, 'must be a 12-digit account id in quotes');
const why = z.string().trim().min(10, 'must be a written reason of at least 10 characters');
const hours = (most: number) =>
  z.number().positive('must be more than 0 hours').max(most, `must be at most ${most} hours`);
const trailArn = z
  .string()
  .regex(
    /^arn:[a-z-]+:cloudtrail:[a-z0-9-]+:\d{12}:trail\/.+$/,
    'must be the ARN of a trail, arn:aws:cloudtrail:REGION:ACCOUNT:trail/NAME',
  );

const roleArn = z
  .string()
  .regex(/^arn:[a-z-]+:iam::(\d{12}|\*):role\/.+$/, 'must be the ARN of a role, arn:aws:iam::ACCOUNT:role/NAME');

/** trailproof.yaml. Strict: an unknown key is an error, since a misspelt exclusion must not go unnoticed. */
export const PolicyFile = z.strictObject({
  version: z.literal(1),
  scope: z
    .strictObject({
      accounts: z.array(accountId).min(1, 'must name at least one account').optional(),
      classes: z.record(z.string().min(1), z.array(accountId)).optional(),
      exclude: z.array(z.strictObject({ account: accountId, reason: why })).optional(),
      excludeTrails: z.array(z.strictObject({ trail: trailArn, reason: why })).optional(),
    })
    .optional(),
  controls: z.array(z.string().min(1)).min(1, 'must name at least one control').optional(),
  thresholds: z
    .strictObject({
      digestMaxAge: hours(168).optional(),
      deliveryMaxAge: hours(168).optional(),
      logsMaxAge: hours(168).optional(),
      startGrace: hours(48).optional(),
      joinDeliveryGrace: hours(48).optional(),
      joinGrace: hours(168).optional(),
    })
    .optional(),
  storage: z
    .strictObject({
      archiveAccounts: z.array(accountId).optional(),
      securityRoles: z.array(roleArn).optional(),
      retentionDays: z
        .int('must be whole days')
        .positive('must be more than 0 days')
        .max(36_500, 'must be at most 36500 days')
        .optional(),
    })
    .optional(),
});
export type PolicyFile = z.infer<typeof PolicyFile>;

/** Parses the text of a policy file. Throws UserError that names file, line and what is wrong. */
export function parsePolicy(text: string, file: string): Policy {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const [broken] = document.errors;
  if (broken !== undefined)
    throw new UserError(`${at(file, lines, broken.pos[0])}: ${broken.message.replace(/\s+/g, ' ')}.`);
  const parsed = PolicyFile.safeParse(plainValue(document, file));
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => {
      const unknownKey = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
      const path = unknownKey === undefined ? issue.path : [...issue.path, unknownKey];
      const where = at(file, lines, positionOf(document.contents, path));
      if (unknownKey !== undefined) return `${where}: unknown key "${unknownKey}"`;
      const name = path.length === 0 ? 'the file' : path.join('.');
      return `${where}: ${name}: ${inWords(issue.message)}`;
    });
    throw new UserError(`${problems.join('; ')}.`, 'trailproof init writes a commented file.');
  }
  return policyOf(parsed.data, file);
}

function plainValue(document: ReturnType<typeof parseDocument>, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new UserError(`${file}: ${messageOf(error)}.`, 'Write the values out instead of using aliases.', error);
  }
}

/** zod's words for a missing or mistyped value, in ours. */
function inWords(message: string): string {
  if (/received undefined$/.test(message)) return 'is missing';
  const types = /expected (\w+), received (\w+)$/.exec(message);
  return types === null
    ? message
    : `must be ${types[1] === 'string' ? 'text in quotes' : `a ${types[1]}`}, not a ${types[2]}`;
}

function policyOf({ scope, controls, thresholds, storage }: PolicyFile, file: string): Policy {
  const classes = new Map<string, string>();
  for (const [name, accounts] of Object.entries(scope?.classes ?? {})) {
    for (const account of accounts) {
      const other = classes.get(account);
      if (other !== undefined)
        throw new UserError(`${file}: account ${account} is in two classes, ${other} and ${name}.`);
      classes.set(account, name);
    }
  }
  return {
    thresholds: { ...DEFAULT_THRESHOLDS, ...given(thresholds) },
    storage: { ...DEFAULT_STORAGE, ...given(storage) },
    controls: controls ?? null,
    classes,
    accounts: scope?.accounts ?? null,
    excludedAccounts: new Map((scope?.exclude ?? []).map(({ account, reason }) => [account, reason])),
    excludedTrails: new Map((scope?.excludeTrails ?? []).map(({ trail, reason }) => [trail, reason])),
  };
}

/** The keys that have a value. */
function given<T extends object>(section: T | undefined): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(section ?? {}).filter(([, value]) => value !== undefined)) as never;
}

/** Offset of the node at a path; of the nearest one above it where the path ends earlier. */
function positionOf(root: unknown, path: readonly PropertyKey[]): number {
  let node = root as Node | null;
  let offset = node?.range?.[0] ?? 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === part);
      if (pair === undefined) return offset;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value as Node | null;
    } else if (isSeq(node)) {
      node = (node.items[Number(part)] as Node | undefined) ?? null;
      offset = node?.range?.[0] ?? offset;
    }
  }
  return offset;
}

function at(file: string, lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${file}:${line}:${col}`;
}
