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
      assertStill(name, times);
      const marks = values.map(() => '?').join(', ');
      const statement = statements.get(values.length) ?? plain.prepare(`select ${name}(${marks}) as value`);
      statements.set(values.length, statement);
      return statement.get(...values)?.['value'] ?? null;
    });
  }
}

/** Without a time, SQLite takes the machine's; where its time value is a modifier of precision, as well. */
const NOW: ReadonlySet<string> = new Set(['now', 'subsec', 'subsecond']);

/** Modifiers that look up the machine's time zone. */
const OF_THE_MACHINE: ReadonlySet<string> = new Set(['localtime', 'utc']);

function assertStill(name: string, times: readonly unknown[]): void {
  const words = times.map((value) => plainWord(value));
  // timediff takes two times, the others one and then modifiers, of which subsec is harmless.
  const isNow = words.some((word, at) => word === 'now' || (NOW.has(word) && (at === 0 || name === 'timediff')));
  if (times.length === 0 || isNow) {
    throw new Error(`${name}: a query knows no "now"; use (select clock from v_run)`);
  }
  const zone = words.find((word) => OF_THE_MACHINE.has(word));
  if (zone !== undefined) throw new Error(`${name}: a query knows no time zone of the machine: "${zone}"`);
}

function plainWord(value: unknown): string {
  const text = value instanceof Uint8Array ? Buffer.from(value).toString() : String(value);
  return text.split('\0', 1).join('').trim().toLowerCase();
}
