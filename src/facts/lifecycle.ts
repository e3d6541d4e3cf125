import { isObject, type JsonObject } from '../model/json.ts';
import type { LifecycleRule } from '../model/storage.ts';
import { dig, isText, listIn } from './answer.ts';

/** The rules of a lifecycle configuration; null where one is not as documented (S3 API reference, LifecycleRule). */
export function lifecycleRules(answer: JsonObject): readonly LifecycleRule[] | null {
  const configuration = answer['LifecycleConfiguration'];
  if (!isObject(configuration)) return null;
  const read = listIn(configuration['Rule']).map(ruleOf);
  // Without rules there is no configuration.
  return read.length > 0 && read.every((rule) => rule !== null) ? read : null;
}

function ruleOf(rule: unknown, position: number): LifecycleRule | null {
  const status = dig(rule, 'Status');
  if (!isObject(rule) || (status !== 'Enabled' && status !== 'Disabled')) return null;
  const filter = rule['Filter'];
  const both = dig(filter, 'And');
  const place = isObject(both) ? both : filter;
  const prefix = dig(place, 'Prefix') ?? rule['Prefix'];
  const narrowed = ['Tag', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan'].some(
    (name) => dig(place, name) !== undefined,
  );
  const { ID: id } = rule;
  const date = dig(rule, 'Expiration', 'Date');
  const expirationDays = daysIn(dig(rule, 'Expiration', 'Days'));
  const noncurrentDays = daysIn(dig(rule, 'NoncurrentVersionExpiration', 'NoncurrentDays'));
  // What cannot be understood is not "never".
  if (expirationDays === undefined || noncurrentDays === undefined || !(date === undefined || isText(date)))
    return null;
  return {
    id: isText(id) ? id : `rule ${position + 1}`,
    enabled: status === 'Enabled',
    prefix: isText(prefix) ? prefix : '',
    narrowed,
    expirationDays,
    expirationDate: isText(date) ? date : null,
    noncurrentDays,
  };
}

/** null: none are set; undefined: not as documented. */
function daysIn(value: unknown): number | null | undefined {
  if (value === undefined) return null;
  return isText(value) && /^\d+$/.test(value) ? Number(value) : undefined;
}
