import { XMLParser } from 'fast-xml-parser';
import type { Capture } from '../model/capture.ts';
import { failureOf, malformed } from '../model/failure.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import { type Failure, known, type Read, type Source, unread } from '../model/read.ts';

/** The source of a fact in this capture. */
export function sourceOf(capture: Capture, field: string | null = null): Source {
  return {
    capture: capture.sha256,
    call: capture.call,
    account: capture.account,
    region: capture.region,
    field,
    at: capture.at,
  };
}

/** The JSON object that AWS answered, or the failure. */
export function jsonAnswer(capture: Capture): Read<JsonObject> {
  return parsed(capture, (body) => JSON.parse(body) as unknown);
}

const XML_LISTS = new Set(['item', 'member']);
const xml = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  ignoreDeclaration: true,
  // Characters by their number: a line break in a policy, for one.
  htmlEntities: true,
  isArray: (name) => XML_LISTS.has(name),
});

/** The XML document that AWS answered, as an object (text as strings, `item` and `member` as lists), or the failure. */
export function xmlAnswer(capture: Capture): Read<JsonObject> {
  return parsed(capture, (body) => xml.parse(body, true) as unknown);
}

function parsed(capture: Capture, parse: (body: string) => unknown): Read<JsonObject> {
  const source = sourceOf(capture);
  const failure = failureOf(capture);
  if (failure !== null) return unread(failure, source);
  let value: unknown;
  try {
    value = parse(capture.body ?? '');
  } catch {
    return unread(malformed(capture, 'the answer is not what the service speaks'), source);
  }
  if (!isObject(value)) return unread(malformed(capture, 'the answer is not an object'), source);
  return known(value, source);
}

/** Follows names through nested objects; undefined where one is missing. */
export function dig(value: unknown, ...path: readonly string[]): unknown {
  let current = value;
  for (const name of path) {
    if (!isObject(current)) return undefined;
    current = current[name];
  }
  return current;
}

/** One element, many, or none: XML does not tell a list from a value. */
export function listIn(value: unknown): readonly unknown[] {
  if (value === undefined || value === null || value === '') return [];
  return Array.isArray(value) ? value : [value];
}

/** A field that AWS always sends, of the given type; absent or of another type it is malformed. */
export function required<T>(
  capture: Capture,
  object: JsonObject,
  name: string,
  is: (value: unknown) => value is T,
  path = name,
): Read<T> {
  const value = object[name];
  if (is(value)) return known(value, sourceOf(capture, path));
  const what = value === undefined || value === null ? 'is missing' : 'has another type than documented';
  return unread(malformed(capture, `${path} ${what}`), sourceOf(capture, path));
}

/** A field that AWS leaves out when it is not set; an empty string counts as left out. */
export function optional<T>(
  capture: Capture,
  object: JsonObject,
  name: string,
  is: (value: unknown) => value is T,
  path = name,
): Read<T | null> {
  const value = object[name];
  if (value === undefined || value === null || value === '') return known(null, sourceOf(capture, path));
  if (is(value)) return known(value, sourceOf(capture, path));
  return unread(malformed(capture, `${path} has another type than documented`), sourceOf(capture, path));
}

/** A string that says something; AWS never sends an empty one where a value is due. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** Seconds since 1970 that are a date of our calendar; AWS sends fractions. */
export function isTime(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < 253_402_300_800;
}

export function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

/**
 * Why a list of pages is not whole, or null: a page is missing, or the last one announces another. An incomplete list is
 * not a list.
 */
export function brokenPages(pages: readonly Capture[]): Failure | null {
  const last = pages.at(-1);
  if (last === undefined) return null;
  if (pages.some((capture, position) => capture.page !== position))
    return malformed(last, 'a page of the list is missing');
  return nextToken(last) === null ? null : malformed(last, 'the list goes on, but its next page is missing');
}

/** The token of the next page, under the name that the service gives it; null where this page is the last. */
export function nextToken(capture: Capture): string | null {
  const isIam = capture.call.startsWith('iam:');
  const answer = isIam ? xmlAnswer(capture) : jsonAnswer(capture);
  if (!answer.known) return null;
  const token = isIam ? iamMarker(answer.value) : (answer.value['NextToken'] ?? answer.value['nextToken']);
  return isText(token) ? token : null;
}

/** `<ListXResponse><ListXResult><IsTruncated>true</IsTruncated><Marker>…` */
function iamMarker(answer: JsonObject): unknown {
  const result = iamResult(answer);
  return dig(result, 'IsTruncated') === 'true' ? dig(result, 'Marker') : null;
}

/** What lies inside `<XResponse><XResult>` of an answer of IAM, STS or SNS. */
export function iamResult(answer: JsonObject): unknown {
  const [response] = Object.values(answer);
  if (!isObject(response)) return undefined;
  const [, result] = Object.entries(response).find(([name]) => name.endsWith('Result')) ?? [];
  return result;
}
