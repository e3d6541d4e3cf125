import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { s3Xml } from '../../test/support/bucket-settings.ts';
import { captured } from '../../test/support/wire.ts';
import type { LifecycleRule } from '../model/storage.ts';
import { xmlAnswer } from './answer.ts';
import { lifecycleRules } from './lifecycle.ts';

/** The rules in `<Rule>` elements, as S3 answers them; null where they are not as documented. */
function rulesOf(...rules: readonly string[]): readonly LifecycleRule[] | null {
  const body = s3Xml('LifecycleConfiguration', rules.map((rule) => `<Rule>${rule}</Rule>`).join('')).text;
  const question = { account: '111122223333', region: 'us-east-1', parameters: {}, body };
  const capture = captured({ call: 's3:GetBucketLifecycleConfiguration', ...question }, null);
  const answer = capture === null ? null : xmlAnswer(capture);
  return answer?.known ? lifecycleRules(answer.value) : null;
}

const ON = '<ID>a</ID><Status>Enabled</Status>';
const DAYS = '<Expiration><Days>30</Days></Expiration>';
const TAG = '<Tag><Key>k</Key><Value>v</Value></Tag>';
const NEVER = { expirationDays: null, expirationDate: null, noncurrentDays: null };
const ordinary: LifecycleRule = { id: 'a', enabled: true, prefix: '', narrowed: false, ...NEVER, expirationDays: 30 };

// S3 API reference, LifecycleRule and LifecycleRuleFilter.
const FORMS: readonly (readonly [name: string, rule: string, expected: Partial<LifecycleRule>])[] = [
  ['the old form: Prefix beside the status', `${ON}<Prefix>audit/</Prefix>${DAYS}`, { prefix: 'audit/' }],
  ['the old form: an empty Prefix', `${ON}<Prefix/>${DAYS}`, {}],
  ['Filter with a prefix', `${ON}<Filter><Prefix>audit/</Prefix></Filter>${DAYS}`, { prefix: 'audit/' }],
  ['an empty Filter is for everything', `${ON}<Filter/>${DAYS}`, {}],
  ['no Filter at all', `${ON}${DAYS}`, {}],
  ['Filter with a tag', `${ON}<Filter>${TAG}</Filter>${DAYS}`, { narrowed: true }],
  ['Filter by size', `${ON}<Filter><ObjectSizeLessThan>9</ObjectSizeLessThan></Filter>${DAYS}`, { narrowed: true }],
  [
    'And: prefix and tag',
    `${ON}<Filter><And><Prefix>x/</Prefix>${TAG}</And></Filter>${DAYS}`,
    { prefix: 'x/', narrowed: true },
  ],
  ['And: two tags', `${ON}<Filter><And>${TAG}${TAG}</And></Filter>${DAYS}`, { narrowed: true }],
  [
    'And: prefix and size',
    `${ON}<Filter><And><Prefix>x/</Prefix><ObjectSizeGreaterThan>1</ObjectSizeGreaterThan></And></Filter>${DAYS}`,
    { prefix: 'x/', narrowed: true },
  ],
  [
    'a prefix with characters of XML',
    `${ON}<Filter><Prefix>a&amp;b/&lt;</Prefix></Filter>${DAYS}`,
    { prefix: 'a&b/<' },
  ],
  [
    'a fixed date',
    `${ON}<Expiration><Date>2027-01-01T00:00:00Z</Date></Expiration>`,
    { ...NEVER, expirationDate: '2027-01-01T00:00:00Z' },
  ],
  ['markers only', `${ON}<Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>`, NEVER],
  ['transitions only', `${ON}<Transition><Days>30</Days><StorageClass>GLACIER</StorageClass></Transition>`, NEVER],
  [
    'old versions only',
    `${ON}<NoncurrentVersionExpiration><NoncurrentDays>7</NoncurrentDays></NoncurrentVersionExpiration>`,
    { ...NEVER, noncurrentDays: 7 },
  ],
  ['disabled', `<ID>a</ID><Status>Disabled</Status>${DAYS}`, { enabled: false }],
  ['without an id', `<Status>Enabled</Status>${DAYS}`, { id: 'rule 1' }],
];

const NOT_DOCUMENTED: readonly (readonly [name: string, rule: string])[] = [
  ['no status', `<ID>a</ID>${DAYS}`],
  ['another status', `<ID>a</ID><Status>On</Status>${DAYS}`],
  ['days that are no number', `${ON}<Expiration><Days>soon</Days></Expiration>`],
  ['empty days', `${ON}<Expiration><Days/></Expiration>`],
  ['days below zero', `${ON}<Expiration><Days>-1</Days></Expiration>`],
  ['an empty date', `${ON}<Expiration><Date/></Expiration>`],
  [
    'old versions after a word',
    `${ON}<NoncurrentVersionExpiration><NoncurrentDays>x</NoncurrentDays></NoncurrentVersionExpiration>`,
  ],
  ['an empty rule', ''],
];

describe('rules of a lifecycle configuration', () => {
  for (const [name, rule, expected] of FORMS) {
    test(name, () => deepEqual(rulesOf(rule), [{ ...ordinary, ...expected }]));
  }
  for (const [name, rule] of NOT_DOCUMENTED) {
    test(`not as documented: ${name}`, () => equal(rulesOf(rule), null));
  }
  test('one that is not understood spoils the list', () => {
    equal(rulesOf(`${ON}${DAYS}`, `${ON}<Expiration><Days>soon</Days></Expiration>`), null);
    deepEqual(
      rulesOf(`${ON}${DAYS}`, `<Status>Enabled</Status>${DAYS}`)?.map(({ id }) => id),
      ['a', 'rule 2'],
    );
  });
});
