import { accountOfPattern, type Grant } from '../../iam/index.ts';
import { logRoots, meetsLogs } from '../../model/conditions/log-keys.ts';
import type { Trail } from '../../model/facts.ts';
import type { Read } from '../../model/read.ts';

/** A key that a log file may have. `hangsOn`: only if a prefix that was not read allows it. */
export interface Sample {
  readonly resource: string;
  readonly hangsOn: (Read<string> & { known: false }) | null;
}

/**
 * Keys of log files to ask a statement about: ordinary ones of each trail, those of accounts, organizations and Regions
 * that the statement itself speaks of, and where it reaches deep into the logs, a key of its own.
 */
export function logSamples(grant: Grant, bucketArn: string, trails: readonly Trail[]): readonly Sample[] {
  const roots = logRoots(trails);
  const known = roots.flatMap((root) => (root.known ? [root.value] : []));
  const unread = roots.find((root) => !root.known);
  const texts = [...grant.resources, ...grant.notResources];
  const ordinary = (root: string): readonly string[] => ordinaryKeys(root, grant, trails);
  const own = texts.flatMap((text) => ownKeys(text, bucketArn));
  const keys = [
    ...known.flatMap(ordinary),
    ...own.filter(({ start }) => known.some((root) => meets(start, root))).map(keyOf),
  ];
  const certain = [...new Set(keys)].map((key): Sample => ({ resource: `${bucketArn}/${key}`, hangsOn: null }));
  if (unread === undefined || unread.known) return certain;
  const open = [...own.map(keyOf), ...ordinary('AWSLogs/')];
  return [
    ...certain,
    ...[...new Set(open)].map((key): Sample => ({ resource: `${bucketArn}/${key}`, hangsOn: unread })),
  ];
}

/** Somebody's account that nobody names; the principals that are asked for have it too. */
const SOME_ACCOUNT = '000000000000';

function ordinaryKeys(root: string, grant: Grant, trails: readonly Trail[]): readonly string[] {
  const all = [...grant.resources, ...grant.notResources].join('\n');
  // A policy variable may stand for the account of whoever asks.
  const asking = all.includes('${')
    ? [SOME_ACCOUNT, ...grant.principals.flatMap((one) => accountOfPattern(one) ?? [])]
    : [];
  const accounts = new Set([
    ...trails.map(({ owner }) => owner),
    ...asking,
    ...(all.match(/(?<!\d)\d{12}(?!\d)/g) ?? []),
  ]);
  const ofOrganization =
    all.includes('o-') || trails.some(({ config }) => !config.organization.known || config.organization.value);
  const organizations = new Set([
    '',
    ...(ofOrganization ? ['o-exampleorgid/'] : []),
    ...(all.match(/\bo-[a-z0-9]{10,32}\//g) ?? []),
  ]);
  const regions = new Set([
    ...trails.map(({ homeRegion }) => homeRegion),
    ...(all.match(/\b[a-z]{2}(?:-[a-z]+)+-\d\b/g) ?? []),
  ]);
  return [...organizations].flatMap((organization) =>
    [...accounts].flatMap((account) =>
      [...regions].flatMap((region) =>
        ['CloudTrail', 'CloudTrail-Digest'].map(
          (kind) =>
            `${root}${organization}${account}/${kind}/${region}/2026/01/31/${account}_${kind}_${region}_x.json.gz`,
        ),
      ),
    ),
  );
}

interface OwnKey {
  /** What every key that the resource names begins with, its inner wildcards and variables filled with an account. */
  readonly start: string;
  readonly isWhole: boolean;
}

function ownKeys(resource: string, bucketArn: string): readonly OwnKey[] {
  const bucket = `${bucketArn}/`;
  if (!resource.startsWith(bucket)) return [];
  const key = resource.slice(bucket.length);
  const start = key
    .replace(/\*+$/, '')
    .replace(/\$\{[^}]*\}|\*/g, SOME_ACCOUNT)
    .replaceAll('?', '0');
  return [{ start, isWhole: !key.endsWith('*') }];
}

function keyOf({ start, isWhole }: OwnKey): string {
  return isWhole ? start : `${start}x`;
}

/** Whether a key that begins so may be one of a trail's files below the root. */
function meets(start: string, root: string): boolean {
  return start.startsWith(root) && meetsLogs(start, root);
}
