import type { Selectors } from '../../model/facts.ts';
import type { FieldCondition, Selector } from '../../model/selector.ts';

/** How much of the data events of one type and kind a trail records. */
export interface Coverage {
  readonly how: 'full' | 'partial' | 'none' | 'unknown';
  /** What the selectors for it are narrowed to, or leave out. */
  readonly narrowedTo: readonly string[];
  /** Why it is unknown: fields that are not understood, or selectors whose union cannot be told. */
  readonly unclear: readonly string[];
}

export interface Wanted {
  /** `AWS::S3::Object` … */
  readonly type: string;
  readonly kind: 'reads' | 'writes';
  readonly partition: string;
}

/** What one selector adds: all of it, a part, nothing, or nobody knows. */
type Share = 'full' | 'partial' | 'none' | 'unknown';

/**
 * Full where one selector alone records every event of the type and kind. Several narrowed ones are a part as well, as
 * long as it is certain that they leave something out together.
 */
export function coverageOf(selectors: Selectors, wanted: Wanted): Coverage {
  const shares = selectors.list.map((selector) => ({ selector, share: shareOf(selector, wanted) }));
  const that = (share: Share): readonly Selector[] =>
    shares.filter((one) => one.share === share).map(({ selector }) => selector);
  const partial = that('partial');
  const narrowedTo = partial.flatMap((selector) => narrowingOf(selector, wanted));
  if (that('full').length > 0) return { how: 'full', narrowedTo: [], unclear: [] };
  const unclear = that('unknown').flatMap((selector) => unclearIn(selector, wanted));
  if (unclear.length > 0) return { how: 'unknown', narrowedTo, unclear: [...new Set(unclear)] };
  if (partial.length === 0) return { how: 'none', narrowedTo: [], unclear: [] };
  if (leaveOutSomething(partial)) return { how: 'partial', narrowedTo, unclear: [] };
  return { how: 'unknown', narrowedTo, unclear: narrowedTo };
}

function shareOf(selector: Selector, wanted: Wanted): Share {
  const { readWrite } = selector;
  if (readWrite === (wanted.kind === 'reads' ? 'WriteOnly' : 'ReadOnly')) return 'none';
  const share = selector.kind === 'basic' ? basicShare(selector, wanted) : advancedShare(selector, wanted);
  return readWrite === null && share !== 'none' ? 'unknown' : share;
}

/** Of a basic selector only what stands in DataResources is about data events. */
function basicShare({ resources, notUnderstood }: Selector, wanted: Wanted): Share {
  const isOpen = notUnderstood.some(
    (field) => field !== 'ExcludeManagementEventSources' && field !== 'IncludeManagementEvents',
  );
  const prefixes = resources.filter(({ type }) => type === wanted.type).flatMap((one) => one.prefixes ?? []);
  if (prefixes.some((prefix) => isEveryArn(prefix, wanted))) return isOpen ? 'unknown' : 'full';
  if (isOpen || prefixes.some((prefix) => prefix.includes('*'))) return 'unknown';
  return prefixes.length > 0 ? 'partial' : 'none';
}

function advancedShare(selector: Selector, wanted: Wanted): Share {
  const { categories, resources, notUnderstood } = selector;
  if (categories !== null && !categories.includes('Data')) return 'none';
  const isType = resources.some(({ type }) => type === wanted.type);
  if (resources.length > 0 && !isType) return 'none';
  if (categories === null || !isType || notUnderstood.length > 0) return 'unknown';
  const narrowing = narrowingConditions(selector, wanted);
  if (narrowing.length === 0) return 'full';
  // Whatever a field may leave out of this type is open, but for those that certainly leave out something.
  return narrowing.some(({ field }) => LEAVES_OUT.has(field)) ? 'partial' : 'unknown';
}

/** Fields whose every condition leaves out some data events (CloudTrail API reference, AdvancedFieldSelector). */
const LEAVES_OUT = new Set(['eventName', 'resources.ARN', 'userIdentity.arn', 'sessionCredentialFromConsole']);

/** The conditions that leave something out; one that begins every ARN of the type leaves out nothing. */
function narrowingConditions({ narrowedBy }: Selector, wanted: Wanted): readonly FieldCondition[] {
  return narrowedBy.filter(
    ({ field, operator, values }) =>
      !(field === 'resources.ARN' && operator === 'StartsWith' && values.some((value) => isEveryArn(value, wanted))),
  );
}

const SERVICE_OF_TYPE: Readonly<Record<string, string>> = {
  'AWS::S3::Object': 's3',
  'AWS::Lambda::Function': 'lambda',
  'AWS::DynamoDB::Table': 'dynamodb',
};

/** `arn:aws:s3`, and what came before it, `arn:aws:s3:::`, stand for every object (CloudTrail API reference, DataResource). */
function isEveryArn(prefix: string, { type, partition }: Wanted): boolean {
  const service = SERVICE_OF_TYPE[type];
  return service !== undefined && prefix.replace(/:{0,3}$/, '') === `arn:${partition}:${service}`;
}

function narrowingOf(selector: Selector, wanted: Wanted): readonly string[] {
  if (selector.kind === 'basic') {
    return selector.resources.filter(({ type }) => type === wanted.type).flatMap((one) => one.prefixes ?? []);
  }
  return narrowingConditions(selector, wanted).map(textOf);
}

function textOf({ field, operator, values }: FieldCondition): string {
  return `${field} ${operator} ${values.join(' or ')}`;
}

function unclearIn(selector: Selector, wanted: Wanted): readonly string[] {
  if (selector.notUnderstood.length > 0) return selector.notUnderstood;
  const narrowing = narrowingOf(selector, wanted);
  return narrowing.length > 0 ? narrowing : ['resources.type'];
}

/**
 * Whether narrowed selectors certainly leave out something together: there is one alone; or each names its resources or
 * its users, who are without number; or all leave out the same.
 */
function leaveOutSomething(partial: readonly Selector[]): boolean {
  const [first, ...others] = partial;
  if (first === undefined || others.length === 0) return true;
  if (partial.every(namesSome)) return true;
  const leftOut = ({ narrowedBy }: Selector): string[] =>
    narrowedBy
      .filter(({ operator }) => operator.startsWith('Not'))
      .flatMap(({ field, operator, values }) => values.map((value) => JSON.stringify([field, operator, value])));
  return others.reduce((left, one) => left.intersection(new Set(leftOut(one))), new Set(leftOut(first))).size > 0;
}

function namesSome({ kind, narrowedBy }: Selector): boolean {
  const isName = ({ field, operator }: FieldCondition): boolean =>
    ['resources.ARN', 'userIdentity.arn'].includes(field) && !operator.startsWith('Not');
  return kind === 'basic' || narrowedBy.some(isName);
}
