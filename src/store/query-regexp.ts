import type { DatabaseSync } from 'node:sqlite';

/** Gives the operator of SQLite that has no meaning by itself one: `text regexp pattern`, JavaScript's syntax, by code point. */
export function addRegexp(database: DatabaseSync): void {
  const compiled = new Map<string, RegExp>();
  database.function('regexp', { deterministic: true }, (pattern, text) => {
    if (pattern === null || text === null) return null;
    const source = String(pattern);
    let expression = compiled.get(source);
    if (expression === undefined) {
      try {
        expression = new RegExp(source, 'u');
      } catch (error) {
        throw new Error(`regexp: ${error instanceof Error ? error.message : String(error)}`);
      }
      compiled.set(source, expression);
    }
    return expression.test(String(text)) ? 1 : 0;
  });
}
