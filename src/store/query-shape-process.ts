// The program of the process that prepares other people's SQL; see query-shape.ts.
import { readFileSync } from 'node:fs';
import { QueryError } from './query-database.ts';
import { type ShapeAnswer, type ShapeQuestion, shapesHere } from './query-shape.ts';

const STDIN = 0;
const { shapes, statements } = JSON.parse(readFileSync(STDIN, 'utf8')) as ShapeQuestion;
const answers = shapesHere(shapes, statements).map((shape): ShapeAnswer => {
  return shape instanceof QueryError ? { error: shape.message } : { tables: [...shape.tables], columns: shape.columns };
});
process.stdout.write(JSON.stringify(answers));
