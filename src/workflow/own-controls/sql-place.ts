import { QueryError } from '../../store/query-database.ts';
import type { YamlFile, YamlPath } from '../yaml-file.ts';

/** Prepares statements; a QueryError where one is none. */
export type Prepare = (statements: readonly string[]) => readonly unknown[];

/**
 * `FILE:LINE:COLUMN` of what a message of SQLite complains about, in the SQL at a path of the file; of the statement's
 * beginning where the message names nothing that stands there.
 */
export function placeInSql(yaml: YamlFile, path: YamlPath, sql: string, message: string, prepare: Prepare): string {
  const source = yaml.source(path);
  const token = source === null ? null : tokenOf(message);
  if (source === null || token === null) return yaml.at(path);
  // The same number of places before it, in the value and in the file: folding and quoting change spaces only.
  const nth = message.includes('near "') ? culprit(sql, token, message, prepare) : 0;
  const found = placesOf(source.text, token)[nth] ?? placesOf(source.text, token.split('.').at(-1) ?? token)[0];
  return found === undefined ? yaml.at(path) : yaml.placeOf(source.offset + found);
}

const NAMING: readonly RegExp[] = [
  /near "(.+?)": syntax error/,
  /unrecognized token: "(.+)"/,
  /no such (?:column|table|function): (\S+)/,
  /ambiguous column name: (\S+)/,
  /wrong number of arguments to function (\w+)\(\)/,
  /misuse of (?:aggregate|window) function:? (\w+)\(/,
  /^(\S+) cannot be read/,
  /^the function (\S+) is not allowed/,
  /^the parameter (:\w+|\S+) has no value/,
];

function tokenOf(message: string): string | null {
  if (message.includes('more than one statement')) return ';';
  for (const naming of NAMING) {
    const token = naming.exec(message)?.[1];
    if (token !== undefined) return token;
  }
  return null;
}

/** Which occurrence a syntax error means: the first whose text up to there gives the same error. */
function culprit(sql: string, token: string, message: string, prepare: Prepare): number {
  const places = placesOf(sql, token);
  const answers = prepare(places.map((place) => sql.slice(0, place + token.length)));
  const which = answers.findIndex((answer) => answer instanceof QueryError && answer.message === message);
  return Math.max(which, 0);
}

/** Offsets of a token as a word of its own; not in comments, nor, unless it is quoted itself, in quotes. */
function placesOf(text: string, token: string): readonly number[] {
  const bare = /^['"`[]/.test(token) ? text : masked(text);
  const word = /^\w/.test(token) ? '(?<![\\w])' : '';
  const end = /\w$/.test(token) ? '(?![\\w])' : '';
  return [...bare.matchAll(new RegExp(`${word}${RegExp.escape(token)}${end}`, 'gi'))].map(({ index }) => index);
}

/** The text with spaces for what is quoted and for comments; as long as before. */
export function masked(sql: string): string {
  return sql.replace(/'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, (part) => part.replace(/[^\n]/g, ' '));
}
