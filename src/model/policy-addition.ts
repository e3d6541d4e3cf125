import type { PolicyAddition, Statement } from './change.ts';
import { isObject, type Json } from './json.ts';

/**
 * The policy document with the statements added, as plain JSON data. Statements of the same Sid are replaced, everything
 * else stays as it was. A document that cannot be read is no base to add to: throws.
 */
export function policyWith({ before, statements }: PolicyAddition): Statement {
  const document = before === null ? { Version: '2012-10-17' } : (JSON.parse(before) as Json);
  if (!isObject(document)) throw new Error('a policy document is an object');
  const kept = listOf(document['Statement'] as Json).filter((one) => !statements.some((added) => sameSid(one, added)));
  return { ...(document as Statement), Statement: [...kept, ...statements] };
}

function listOf(statement: Json | undefined): readonly Json[] {
  if (statement === undefined || statement === null) return [];
  return Array.isArray(statement) ? statement : [statement];
}

function sameSid(statement: Json, added: Statement): boolean {
  return isObject(statement) && added['Sid'] !== undefined && statement['Sid'] === added['Sid'];
}

/** Whether a document can be added to. */
export function isPolicyDocument(text: string | null): boolean {
  if (text === null) return true;
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false;
  }
}
