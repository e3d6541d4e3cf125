import { DatabaseSync } from 'node:sqlite';

const FUNCTIONS = ['date', 'time', 'datetime', 'julianday', 'unixepoch', 'strftime', 'timediff'] as const;

/**
 * Takes "now" out of SQLite's functions of date and time: the same snapshot has to give the same answer tomorrow. They do
 * everything else as always, by a second database that has nothing in it.
 */
export function holdStill(database: DatabaseSync): void {
  const plain = new DatabaseSync(':memory:');
  for (const name of FUNCTIONS) {
    const statements = new Map<number, ReturnType<DatabaseSync['prepare']>>();
    database.function(name, { varargs: true, deterministic: true }, (...values) => {
      const times = name === 'strftime' ? values.slice(1) : values;
      if (times.length === 0 || times.some((value) => String(value).trim().toLowerCase() === 'now')) {
        throw new Error(`${name}: a query knows no "now"; use (select clock from v_run)`);
      }
      const marks = values.map(() => '?').join(', ');
      const statement = statements.get(values.length) ?? plain.prepare(`select ${name}(${marks}) as value`);
      statements.set(values.length, statement);
      return statement.get(...values)?.['value'] ?? null;
    });
  }
}
