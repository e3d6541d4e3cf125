// The program of the process that runs other people's SQL; see query-sandbox.ts.
import { type Cell, QueryDatabase, QueryError } from './query-database.ts';
import type { Answer, Load, Question } from './query-sandbox.ts';

let database: QueryDatabase | null = null;

process.on('message', (message: Load | Question) => {
  if ('shapes' in message) {
    database = new QueryDatabase(message.shapes, message.bytes).seal();
    return;
  }
  process.send?.(answer(message));
});

// Whoever asked is gone.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

function answer({ sql, parameters, limits }: Question): Answer {
  if (database === null) return { error: 'there is no database' };
  try {
    const { columns } = database.shape(sql);
    const rows: (readonly Cell[])[] = [];
    let size = 0;
    for (const row of database.rows(sql, parameters)) {
      if (rows.length === limits.rows)
        return { error: `it returns more than ${limits.rows} rows: count, or add a limit` };
      for (const value of row) size += typeof value === 'string' ? value.length : 8;
      if (size > limits.size)
        return { error: `it returns more than ${limits.size / 1e6} MB: choose columns, or add a limit` };
      rows.push(row);
    }
    return { columns, rows };
  } catch (error) {
    if (error instanceof QueryError) return { error: error.message };
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
