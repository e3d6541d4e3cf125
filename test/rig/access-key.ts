/**
 * Access key ids of the rig. An access key id carries its account the way AWS's own do: after the
 * four-letter prefix come 16 base32 characters (10 bytes), and bits 1 to 40 of them are the account
 * id. The rest is a mark by which the rig knows its own keys, and a session number.
 */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const MARK = 0x5an;

/** The long-lived access key id (AKIA…) of an account; session numbers give temporary ones (ASIA…). */
export function accessKeyOf(accountId: string, session = 0): string {
  if (!/^\d{12}$/.test(accountId)) throw new Error(`not an account id: ${accountId}`);
  let bits = (BigInt(accountId) << 39n) | (MARK << 24n) | BigInt(session & 0xffffff);
  let text = '';
  for (let i = 0; i < 16; i++) {
    text = ALPHABET[Number(bits & 31n)] + text;
    bits >>= 5n;
  }
  return (session === 0 ? 'AKIA' : 'ASIA') + text;
}

const known = new Map<string, string | null>();

/** The account in an access key id of the rig; null for any other key. */
export function accountOf(accessKey: string | null): string | null {
  if (accessKey === null) return null;
  const seen = known.get(accessKey);
  if (seen !== undefined) return seen;
  // A key is asked for with every request; a run of many worlds must not gather keys without end.
  if (known.size >= 100_000) known.clear();
  const account = decode(accessKey);
  known.set(accessKey, account);
  return account;
}

function decode(accessKey: string): string | null {
  if (!/^A[KS]IA[A-Z2-7]{16}$/.test(accessKey)) return null;
  let bits = 0n;
  for (const letter of accessKey.slice(4)) bits = (bits << 5n) | BigInt(ALPHABET.indexOf(letter));
  if (((bits >> 24n) & 0x7fffn) !== MARK) return null;
  const account = String((bits >> 39n) & 0xffffffffffn).padStart(12, '0');
  return account.length === 12 ? account : null;
}
