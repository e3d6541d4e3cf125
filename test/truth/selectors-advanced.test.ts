import { runCases } from '../support/cases.ts';
import { advanced, field, MANAGEMENT_EVENTS, trail } from '../support/world.ts';
import { selectorCase as row } from './selector-case.ts';

const GES = 'CloudTrail API, GetEventSelectors';
const AES = 'CloudTrail API, AdvancedFieldSelector: eventCategory, readOnly and eventSource on trails';
const OPS = 'CloudTrail API, AdvancedFieldSelector: several values of one positive operator are OR, fields are AND';
const UNION = 'CloudTrail user guide, management events: a trail records what any of its selectors selects';
const OTHER =
  'design: an operator or field that aws.md 3.4 does not list makes unknown only what its own selector would add';
const EMPTY = 'design: a list that is present and empty records nothing';
const DEFAULT = 'CloudTrail user guide: the default shown as one advanced selector';

const READS = field('readOnly', { Equals: ['true'] });
const WRITES = field('readOnly', { Equals: ['false'] });
const NO_KMS = field('eventSource', { NotEquals: ['kms.amazonaws.com'] });
const NO_RDS = field('eventSource', { NotEquals: ['rdsdata.amazonaws.com'] });
const NAMES = field('eventName', { NotEquals: ['StopLogging'] });
const DATA = [field('eventCategory', { Equals: ['Data'] }), field('resources.type', { Equals: ['AWS::S3::Object'] })];
const M = MANAGEMENT_EVENTS;

runCases('advanced selectors', [
  row('all management events', DEFAULT, advanced([M]), 'yes yes yes', ['!parity.undocumented']),
  row(
    'the name decides nothing',
    DEFAULT,
    { AdvancedEventSelectors: [{ Name: 'data only', FieldSelectors: [M] }] },
    'yes yes yes',
  ),
  row('no name', DEFAULT, { AdvancedEventSelectors: [{ FieldSelectors: [M] }] }, 'yes yes yes'),
  row(
    'the usual name on a data selector',
    DEFAULT,
    { AdvancedEventSelectors: [{ Name: 'Management events selector', FieldSelectors: DATA }] },
    'no no yes',
  ),
  row('beside basic selectors that are null', GES, { EventSelectors: null, ...advanced([M]) }, 'yes yes yes'),
  row('beside an empty basic list', GES, { EventSelectors: [], ...advanced([M]) }, 'yes yes yes'),
  row(
    'beside a full basic list',
    'CloudTrail API, GetEventSelectors: never both',
    { EventSelectors: [{ ReadWriteType: 'All' }], ...advanced([M]) },
    'unknown unknown unknown',
    ['read.malformed'],
  ),
  row('an empty list alone', EMPTY, { AdvancedEventSelectors: [] }, 'no no yes', [
    'trail.records-no-management-events',
  ]),
  row('an empty list beside null', EMPTY, { EventSelectors: null, AdvancedEventSelectors: [] }, 'no no yes'),
  row('a list that is an object', 'design: truth rule 1', { AdvancedEventSelectors: {} }, 'unknown unknown unknown', [
    'read.malformed',
  ]),
  row('readOnly true', AES, advanced([M, READS]), 'yes no yes', ['trail.records-no-writes']),
  row('readOnly false', AES, advanced([M, WRITES]), 'no yes yes', ['trail.records-no-reads']),
  row('readOnly equals both', OPS, advanced([M, field('readOnly', { Equals: ['true', 'false'] })]), 'yes yes yes', [
    '!parity.undocumented',
  ]),
  row('readOnly true and, again, false', OPS, advanced([M, READS, WRITES]), 'no no yes'),
  row('readOnly without a value', OTHER, advanced([M, field('readOnly', { Equals: [] })]), 'unknown unknown unknown'),
  row('readOnly in capitals', OTHER, advanced([M, field('readOnly', { Equals: ['TRUE'] })]), 'unknown unknown unknown'),
  row('readOnly as a boolean', OTHER, advanced([M, field('readOnly', { Equals: [true] })]), 'unknown unknown unknown'),
  row(
    'readOnly NotEquals',
    OTHER,
    advanced([M, field('readOnly', { NotEquals: ['true'] })]),
    'unknown unknown unknown',
  ),
  row(
    'readOnly Equals and NotEquals',
    OTHER,
    advanced([M, field('readOnly', { Equals: ['true', 'false'], NotEquals: ['false'] })]),
    'unknown unknown unknown',
  ),
  row('reads in one, writes in the other', UNION, advanced([M, READS], [M, WRITES]), 'yes yes yes', [
    'parity.undocumented',
  ]),
  row('without KMS', AES, advanced([M, NO_KMS]), 'yes yes no', ['trail.excludes-sources']),
  row('without RDS Data', AES, advanced([M, NO_RDS]), 'yes yes no'),
  row(
    'without both, in one list',
    AES,
    advanced([M, field('eventSource', { NotEquals: ['kms.amazonaws.com', 'rdsdata.amazonaws.com'] })]),
    'yes yes no',
  ),
  row('without both, in two fields', OPS, advanced([M, NO_KMS, NO_RDS]), 'yes yes no'),
  row('without KMS in one of two', UNION, advanced([M, NO_KMS], [M]), 'yes yes yes', ['!parity.undocumented']),
  row('without KMS in one, RDS Data in the other', UNION, advanced([M, NO_KMS], [M, NO_RDS]), 'yes yes yes', [
    'parity.undocumented',
  ]),
  row('reads without KMS, writes whole', UNION, advanced([M, READS, NO_KMS], [M, WRITES]), 'yes yes no', [
    'trail.excludes-sources',
  ]),
  row('reads whole, writes without KMS', UNION, advanced([M, READS], [M, WRITES, NO_KMS]), 'yes yes no'),
  row('all without KMS, reads whole', UNION, advanced([M, NO_KMS], [M, READS]), 'yes yes no'),
  row('all without KMS, reads and writes whole', UNION, advanced([M, NO_KMS], [M, READS], [M, WRITES]), 'yes yes yes'),
  row(
    'unused operators as empty lists',
    GES,
    advanced([field('eventCategory', { Equals: ['Management'], NotEquals: [], StartsWith: [] })]),
    'yes yes yes',
  ),
  row(
    'unused operators as null',
    GES,
    advanced([field('eventCategory', { Equals: ['Management'], EndsWith: null })]),
    'yes yes yes',
  ),
  row('data events only', AES, advanced(DATA), 'no no yes', ['trail.records-no-management-events']),
  row(
    'network activity only',
    AES,
    advanced([
      field('eventCategory', { Equals: ['NetworkActivity'] }),
      field('eventSource', { Equals: ['kms.amazonaws.com'] }),
    ]),
    'no no yes',
  ),
  row('data events beside all', UNION, advanced(DATA, [M]), 'yes yes yes', ['!parity.undocumented']),
  row('data events beside reads', UNION, advanced(DATA, [M, READS]), 'yes no yes'),
  row(
    'a data selector with a field of the future',
    OTHER,
    advanced([...DATA, NAMES, field('whoKnows', { Equals: ['x'] })]),
    'no no yes',
  ),
  row(
    'a data selector with a field of the future beside all',
    OTHER,
    advanced([...DATA, field('whoKnows', { Equals: ['x'] })], [M]),
    'yes yes yes',
  ),
  row('eventName', OTHER, advanced([M, NAMES]), 'unknown unknown unknown', ['trail.selectors-not-understood']),
  row(
    'userIdentity.arn',
    OTHER,
    advanced([M, field('userIdentity.arn', { NotStartsWith: ['arn:aws:sts'] })]),
    'unknown unknown unknown',
  ),
  row(
    'sessionCredentialFromConsole',
    OTHER,
    advanced([M, field('sessionCredentialFromConsole', { Equals: ['true'] })]),
    'unknown unknown unknown',
  ),
  row('an unknown field beside a full selector', OTHER, advanced([M, NAMES], [M]), 'yes yes yes', [
    '!trail.selectors-not-understood',
  ]),
  row('a full selector before an unknown field', OTHER, advanced([M], [M, NAMES]), 'yes yes yes'),
  row('an unknown field beside reads', OTHER, advanced([M, NAMES], [M, READS]), 'yes unknown unknown'),
  row('an unknown field on reads alone', OTHER, advanced([M, READS, NAMES]), 'unknown no unknown'),
  row(
    'an unknown field on reads beside writes',
    OTHER,
    advanced([M, READS, NAMES], [M, WRITES]),
    'unknown yes unknown',
  ),
  row('an unknown field beside all without KMS', OTHER, advanced([M, NAMES], [M, NO_KMS]), 'yes yes unknown'),
  row(
    'an unknown field without KMS beside all without KMS',
    OTHER,
    advanced([M, NAMES, NO_KMS], [M, NO_KMS]),
    'yes yes no',
  ),
  row(
    'an unknown field on writes beside all without KMS',
    OTHER,
    advanced([M, WRITES, NAMES], [M, NO_KMS]),
    'yes yes no',
  ),
  row(
    'eventSource Equals',
    OTHER,
    advanced([M, field('eventSource', { Equals: ['iam.amazonaws.com'] })]),
    'unknown unknown unknown',
  ),
  row(
    'eventSource NotStartsWith',
    OTHER,
    advanced([M, field('eventSource', { NotStartsWith: ['kms'] })]),
    'unknown unknown unknown',
  ),
  row(
    'eventSource NotEndsWith beside all',
    OTHER,
    advanced([M, field('eventSource', { NotEndsWith: ['.com'] })], [M]),
    'yes yes yes',
  ),
  row(
    'an operator of the future',
    OTHER,
    advanced([M, field('eventSource', { Matches: ['*'] })]),
    'unknown unknown unknown',
  ),
  row(
    'an operator of the future on eventCategory',
    OTHER,
    advanced([field('eventCategory', { Equals: ['Management'], Matches: ['x'] })]),
    'unknown unknown unknown',
  ),
  row(
    'operator with text for a list',
    OTHER,
    advanced([M, field('eventSource', { NotEquals: 'kms.amazonaws.com' })]),
    'unknown unknown unknown',
  ),
  row('no eventCategory', AES, advanced([READS]), 'unknown no unknown'),
  row(
    'eventCategory NotEquals Data',
    OTHER,
    advanced([field('eventCategory', { NotEquals: ['Data'] })]),
    'unknown unknown unknown',
  ),
  row(
    'eventCategory StartsWith',
    OTHER,
    advanced([field('eventCategory', { StartsWith: ['Manage'] })]),
    'unknown unknown unknown',
  ),
  row(
    'eventCategory with two values',
    OTHER,
    advanced([field('eventCategory', { Equals: ['Management', 'Data'] })]),
    'unknown unknown unknown',
  ),
  row(
    'eventCategory Management and, again, Data',
    OPS,
    advanced([M, field('eventCategory', { Equals: ['Data'] })]),
    'no no yes',
  ),
  row(
    'eventCategory Data and, again, Management',
    OPS,
    advanced([field('eventCategory', { Equals: ['Data'] }), M]),
    'no no yes',
  ),
  row('FieldSelectors empty', AES, advanced([]), 'unknown unknown unknown'),
  row('FieldSelectors missing', AES, { AdvancedEventSelectors: [{ Name: 'x' }] }, 'unknown unknown unknown'),
  row('a selector that is text', AES, { AdvancedEventSelectors: ['Management'] }, 'unknown unknown unknown'),
  row(
    'a selector with a field of the future at its top',
    OTHER,
    { AdvancedEventSelectors: [{ FieldSelectors: [M], Except: ['StopLogging'] }] },
    'unknown unknown unknown',
  ),
  {
    name: 'HasCustomEventSelectors false beside a write-only answer',
    source: 'design: GetEventSelectors alone decides',
    world: { trails: [trail({ fields: { HasCustomEventSelectors: false }, selectors: advanced([M, WRITES]) })] },
    expect: { 'multi-region-trail': 'FAIL', 'multi-region-trail : reads': 'no' },
  },
  {
    name: 'HasCustomEventSelectors true beside a full answer',
    source: 'design: GetEventSelectors alone decides',
    world: { trails: [trail({ fields: { HasCustomEventSelectors: true }, selectors: advanced([M]) })] },
    expect: { 'multi-region-trail': 'PASS', 'multi-region-trail > CloudTrail.1': 'PASS' },
  },
  {
    name: 'HasCustomEventSelectors false when the selectors are refused',
    source: 'design: GetEventSelectors alone decides',
    world: {
      trails: [trail({ fields: { HasCustomEventSelectors: false } })],
      faults: { 'cloudtrail:GetEventSelectors': 'denied' },
    },
    expect: { 'multi-region-trail': 'UNKNOWN', 'multi-region-trail > 2.1': 'UNKNOWN', 'any-trail-recording': 'PASS' },
    reasons: { 'multi-region-trail': ['read.denied'] },
  },
  {
    name: 'split selectors are no doubt where the clause does not look at selectors',
    source: 'Security Hub, CloudTrail.2, .3, .4, .5: do not look at selectors',
    world: { trails: [trail({ selectors: advanced([M, READS], [M, WRITES]) })] },
    expect: { 'trail-encryption @ main > CloudTrail.2': 'PASS', 'any-trail-recording > CloudTrail.3': 'PASS' },
    reasons: {
      'trail-encryption @ main > CloudTrail.2': ['!parity.undocumented'],
      'log-file-validation @ main > CloudTrail.4': ['!parity.undocumented'],
      'cloudwatch-logs-integration @ main > CloudTrail.5': ['!parity.undocumented'],
      'any-trail-recording > CloudTrail.3': ['!parity.undocumented'],
    },
  },
  {
    name: 'a whole trail beside one with split selectors leaves no doubt',
    source: 'design: parity.undocumented where Security Hub’s behaviour is undocumented',
    world: {
      trails: [trail({ name: 'a-split', selectors: advanced([M, READS], [M, WRITES]) }), trail({ name: 'z-whole' })],
    },
    expect: { 'multi-region-trail > CloudTrail.1': 'PASS', 'multi-region-trail': 'PASS' },
    reasons: { 'multi-region-trail > CloudTrail.1': ['!parity.undocumented'] },
  },
]);
