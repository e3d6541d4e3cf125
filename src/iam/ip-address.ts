/** Addresses that share their first `prefix` bits; the groups are bytes for IPv4 and pairs of bytes for IPv6. */
export interface IpRange {
  readonly version: 4 | 6;
  readonly groups: readonly number[];
  readonly prefix: number;
}

/** Reads an address or a CIDR block (RFC 4632, RFC 4291); without a prefix it is one address. */
export function ipRangeOf(text: string): IpRange | null {
  const [address = '', length, ...rest] = text.split('/');
  if (rest.length > 0 || address.length > 45) return null;
  const version = address.includes(':') ? 6 : 4;
  const groups = version === 6 ? groupsOf6(address) : bytesOf(address);
  if (groups === null) return null;
  const bits = version === 6 ? 128 : 32;
  if (length === undefined) return { version, groups, prefix: bits };
  if (!/^\d{1,3}$/.test(length) || Number(length) > bits) return null;
  return { version, groups, prefix: Number(length) };
}

/** Whether every address of the inner range is in the outer one. */
export function rangeHolds(outer: IpRange, inner: IpRange): boolean {
  if (outer.version !== inner.version || inner.prefix < outer.prefix) return false;
  const width = outer.version === 6 ? 16 : 8;
  let left = outer.prefix;
  for (let index = 0; left > 0; index += 1) {
    const shift = Math.max(0, width - left);
    if ((outer.groups[index] ?? 0) >> shift !== (inner.groups[index] ?? 0) >> shift) return false;
    left -= width;
  }
  return true;
}

function bytesOf(address: string): number[] | null {
  const parts = address.split('.');
  // A leading zero is octal to some programs and decimal to others.
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return null;
  return parts.map(Number);
}

function groupsOf6(address: string): number[] | null {
  const halves = address.split('::');
  if (halves.length > 2) return null;
  const sides = halves.map((half) => (half === '' ? [] : half.split(':').flatMap(groupOf)));
  const [left = [], right] = sides;
  const all = [...left, ...(right ?? [])];
  if (all.includes(-1)) return null;
  if (right === undefined) return all.length === 8 ? all : null;
  if (all.length > 7) return null;
  return [...left, ...new Array<number>(8 - all.length).fill(0), ...right];
}

/** One group; the last two may be written as an IPv4 address. -1 stands for what is none. */
function groupOf(part: string): number[] {
  if (/^[0-9a-fA-F]{1,4}$/.test(part)) return [Number.parseInt(part, 16)];
  const bytes = part.includes('.') ? bytesOf(part) : null;
  if (bytes === null) return [-1];
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  return [a * 256 + b, c * 256 + d];
}
