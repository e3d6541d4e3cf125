import type { Trail } from '../facts.ts';
import type { Read } from '../read.ts';

/** Where in its bucket a trail's files begin: `[prefix/]AWSLogs/` (CloudTrail user guide, finding log files). */
export function logRoot(prefix: string | null): string {
  const folder = (prefix ?? '').replace(/\/+$/, '');
  return folder === '' ? 'AWSLogs/' : `${folder}/AWSLogs/`;
}

/** The roots of the trails, each once; unknown for a trail whose prefix was not read. */
export function logRoots(trails: readonly Trail[]): readonly Read<string>[] {
  const roots = new Map<string, Read<string>>();
  for (const { arn, config } of trails) {
    const { prefix } = config;
    if (!prefix.known) roots.set(arn, prefix);
    else roots.set(logRoot(prefix.value), { ...prefix, value: logRoot(prefix.value) });
  }
  return [...roots.values()];
}

/**
 * Whether a key that begins with the given text can be one of a trail's files under the root: log file, digest or
 * Insights (`ROOT[o-ORGANIZATION/]ACCOUNT/CloudTrail…`). Any account counts: other accounts deliver to the bucket too.
 */
export function meetsLogs(start: string, root: string): boolean {
  if (root.startsWith(start)) return true;
  if (!start.startsWith(root)) return false;
  const parts = start.slice(root.length).split('/');
  const [first = ''] = parts;
  const places = first.startsWith('o-') || ('o-'.startsWith(first) && first !== '') ? parts.slice(1) : parts;
  const [account = '', service] = places;
  if (!/^\d{0,12}$/.test(account)) return false;
  if (service === undefined) return true;
  const isWhole = places.length > 2;
  return service.startsWith('CloudTrail') || (!isWhole && 'CloudTrail'.startsWith(service));
}
