import type { Grant } from '../../iam/index.ts';
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
  const keys = [
    ...known.flatMap((root) => ordinaryKeys(root, texts, trails)),
    ...texts.flatMap((text) => ownKeys(text, bucketArn).filter((key) => known.some((root) => meets(key, root)))),
  ];
  const certain = [...new Set(keys)].map((key): Sample => ({ resource: `${bucketArn}/${key}`, hangsOn: null }));
  if (unread === undefined || unread.known) return certain;
  const open = [...texts.flatMap((text) => ownKeys(text, bucketArn)), ...ordinaryKeys('AWSLogs/', texts, trails)];
  return [
    ...certain,
    ...[...new Set(open)].map((key): Sample => ({ resource: `${bucketArn}/${key}`, hangsOn: unread })),
  ];
}

function ordinaryKeys(root: string, texts: readonly string[], trails: readonly Trail[]): readonly string[] {
  const all = texts.join('\n');
  const accounts = new Set([...trails.map(({ owner }) => owner), ...(all.match(/(?<!\d)\d{12}(?!\d)/g) ?? [])]);
  const organizations = new Set(['', 'o-exampleorgid/', ...(all.match(/\bo-[a-z0-9]{10,32}\//g) ?? [])]);
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

/** The key that a resource names, its wildcards filled so that they may stand for an account. */
function ownKeys(resource: string, bucketArn: string): readonly string[] {
  const start = `${bucketArn}/`;
  return resource.startsWith(start)
    ? [
        resource
          .slice(start.length)
          .replace(/\$\{[^}]*\}|\*/g, '000000000000')
          .replaceAll('?', '0'),
      ]
    : [];
}

/** Whether the key is one below the root of a trail that names the trail's kind of files. */
function meets(key: string, root: string): boolean {
  return key.startsWith(root) && meetsLogs(key, root);
}
