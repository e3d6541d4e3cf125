import * as z from 'zod';
import { type Control, SEVERITIES } from '../model/control.ts';
import {
  DEFAULT_ORGANIZATION_WIDE_FROM,
  DEFAULT_STORAGE,
  DEFAULT_THRESHOLDS,
  type Policy,
  SEVERITY_PROFILES,
} from '../model/policy.ts';
import { UserError } from '../util/errors.ts';
import { YamlFile } from './yaml-file.ts';

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

// Tags of AWS have a prefix that nobody else may use (tagging of AWS resources, naming limits).
const tagKey = z
  .string()
  .min(1, 'must be the key of a tag')
  .max(128, 'must be at most 128 characters')
  .regex(/^(?!aws:)/i, 'must not be a key of AWS (aws:…)');
const keyArn = z
  .string()
  .regex(
    /^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/,
    'must be the ARN of a key, arn:aws:kms:REGION:ACCOUNT:key/ID; an alias names no certain key',
  );
const resourceType = z
  .string()
  .regex(/^AWS::\w+::\w+$/, 'must be a type of resources as CloudTrail spells it, AWS::Lambda::Function for example');

const isSet = (list: readonly string[]): boolean => new Set(list).size === list.length;
const TWICE = 'must not name anything twice';

/** As Security Hub takes them: requiredTagKeys of CloudTrail.9, kmsKeyArns of CloudTrail.10. */
const subjects = {
  tags: z
    .strictObject({ required: z.array(tagKey).max(6, 'must be at most 6 keys').refine(isSet, TWICE).optional() })
    .optional(),
  eventDataStores: z
    .strictObject({ keys: z.array(keyArn).max(3, 'must be at most 3 keys').refine(isSet, TWICE).optional() })
    .optional(),
  events: z
    .strictObject({
      data: z
        .array(z.strictObject({ type: resourceType, kind: z.enum(['All', 'ReadOnly', 'WriteOnly']).optional() }))
        .optional(),
    })
    .optional(),
};

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
  severity: z
    .strictObject({
      profile: z.enum(SEVERITY_PROFILES, `must be one of ${SEVERITY_PROFILES.join(', ')}`).optional(),
      controls: z.record(z.string(), z.enum(SEVERITIES, `must be one of ${SEVERITIES.join(', ')}`)).optional(),
    })
    .optional(),
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
  remediation: z
    .strictObject({
      organizationWideFrom: z.int('must be a whole number').min(1, 'must be at least 1 account').max(10_000).optional(),
    })
    .optional(),
  ...subjects,
});
export type PolicyFile = z.infer<typeof PolicyFile>;

/** Parses the text of a policy file that may name the controls of the library. Throws UserError that names file, line and what is wrong. */
export function parsePolicy(text: string, file: string, library: readonly Pick<Control, 'id'>[]): Policy {
  const yaml = new YamlFile(file, text);
  const parsed = yaml.parse(PolicyFile, 'trailproof init writes a commented file.');
  for (const id of Object.keys(parsed.severity?.controls ?? {})) {
    if (library.some((control) => control.id === id)) continue;
    throw new UserError(
      `${yaml.at(['severity', 'controls', id])}: no control is called "${id}".`,
      'trailproof controls lists them.',
    );
  }
  return policyOf(parsed, file);
}

function policyOf({ scope, controls, thresholds, storage, ...rest }: PolicyFile, file: string): Policy {
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
    organizationWideFrom: rest.remediation?.organizationWideFrom ?? DEFAULT_ORGANIZATION_WIDE_FROM,
    requiredTags: rest.tags?.required ?? [],
    eventDataStoreKeys: rest.eventDataStores?.keys ?? [],
    dataEvents: (rest.events?.data ?? []).map(({ type, kind = 'All' }) => ({ type, kind })),
    severity: {
      profile: rest.severity?.profile ?? 'default',
      controls: new Map(Object.entries(rest.severity?.controls ?? {})),
    },
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
