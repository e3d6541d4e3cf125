import { createHash } from 'node:crypto';

/** SHA-256 of a text in UTF-8, in hex or base64. */
export function sha256Of(text: string, encoding: 'hex' | 'base64' = 'hex'): string {
  return createHash('sha256').update(text, 'utf8').digest(encoding);
}
