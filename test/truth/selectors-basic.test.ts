import { runCases } from '../support/cases.ts';
import { basic } from '../support/world.ts';
import { selectorCase as row } from './selector-case.ts';

const GES = 'CloudTrail API, GetEventSelectors';
const ES = 'CloudTrail API, EventSelector';
const CT1 = 'Security Hub, CloudTrail.1';
const UNION = 'CloudTrail user guide, management events: a trail records what any of its selectors selects';
const OTHER = 'design: a field that aws.md 3.4 does not list makes unknown what its own selector would add';
const EMPTY = 'design: a list that is present and empty records nothing';
const NEITHER = 'design: truth rule 1, neither of the two selector lists';

const KMS = ['kms.amazonaws.com'];
const RDS = ['rdsdata.amazonaws.com'];
const all = { ReadWriteType: 'All', IncludeManagementEvents: true };
const readOnly = { ReadWriteType: 'ReadOnly', IncludeManagementEvents: true };
const writeOnly = { ReadWriteType: 'WriteOnly', IncludeManagementEvents: true };
const dataOnly = {
  ReadWriteType: 'All',
  IncludeManagementEvents: false,
  DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }],
};

runCases('basic selectors', [
  row('All', ES, basic(all), 'yes yes yes', ['!parity.undocumented']),
  row('ReadOnly', ES, basic(readOnly), 'yes no yes', ['trail.records-no-writes']),
  row('WriteOnly', ES, basic(writeOnly), 'no yes yes', ['trail.records-no-reads']),
  row('data events only', ES, basic(dataOnly), 'no no yes', ['trail.records-no-management-events']),
  row('data events of reads, management off', ES, basic({ ...dataOnly, ReadWriteType: 'ReadOnly' }), 'no no yes'),
  row('ReadWriteType left out is All', ES, basic({ IncludeManagementEvents: true }), 'yes yes yes'),
  row('IncludeManagementEvents left out is true', ES, basic({ ReadWriteType: 'All' }), 'yes yes yes'),
  row('no exclusions, as an empty list', ES, basic({ ...all, ExcludeManagementEventSources: [] }), 'yes yes yes', [
    '!parity.undocumented',
  ]),
  row('no exclusions, as null', ES, basic({ ...all, ExcludeManagementEventSources: null }), 'yes yes yes'),
  row('KMS excluded', CT1, basic({ ...all, ExcludeManagementEventSources: KMS }), 'yes yes no', [
    'trail.excludes-sources',
    '!parity.undocumented',
  ]),
  row('RDS Data API excluded', CT1, basic({ ...all, ExcludeManagementEventSources: RDS }), 'yes yes no', [
    'trail.excludes-sources',
    '!parity.undocumented',
  ]),
  row('both excluded', CT1, basic({ ...all, ExcludeManagementEventSources: [...KMS, ...RDS] }), 'yes yes no'),
  row('reads without KMS only', UNION, basic({ ...readOnly, ExcludeManagementEventSources: KMS }), 'yes no no'),
  row('reads in one, writes in the other', UNION, basic(readOnly, writeOnly), 'yes yes yes', ['parity.undocumented']),
  row('writes in one, reads in the other', UNION, basic(writeOnly, readOnly), 'yes yes yes', ['parity.undocumented']),
  row(
    'All without KMS beside WriteOnly',
    UNION,
    basic({ ...all, ExcludeManagementEventSources: KMS }, writeOnly),
    'yes yes no',
  ),
  row(
    'All without KMS beside ReadOnly',
    UNION,
    basic({ ...all, ExcludeManagementEventSources: KMS }, readOnly),
    'yes yes no',
  ),
  row('All without KMS beside All', UNION, basic({ ...all, ExcludeManagementEventSources: KMS }, all), 'yes yes yes', [
    '!parity.undocumented',
  ]),
  row(
    'one leaves out KMS, the other RDS Data',
    UNION,
    basic({ ...all, ExcludeManagementEventSources: KMS }, { ...all, ExcludeManagementEventSources: RDS }),
    'yes yes yes',
    ['parity.undocumented'],
  ),
  row(
    'both leave out KMS',
    UNION,
    basic({ ...all, ExcludeManagementEventSources: [...KMS, ...RDS] }, { ...all, ExcludeManagementEventSources: KMS }),
    'yes yes no',
  ),
  row(
    'reads without KMS, writes whole',
    UNION,
    basic({ ...readOnly, ExcludeManagementEventSources: KMS }, writeOnly),
    'yes yes no',
    ['trail.excludes-sources'],
  ),
  row(
    'All without KMS, ReadOnly and WriteOnly together mend it',
    UNION,
    basic({ ...all, ExcludeManagementEventSources: KMS }, readOnly, writeOnly),
    'yes yes yes',
  ),
  row('data selector beside ReadOnly', UNION, basic(dataOnly, readOnly), 'yes no yes'),
  row('data selector beside All', UNION, basic(dataOnly, all), 'yes yes yes', ['!parity.undocumented']),
  row('five selectors, one of them whole', ES, basic(dataOnly, readOnly, writeOnly, dataOnly, all), 'yes yes yes'),
  row('both lists empty', EMPTY, { EventSelectors: [], AdvancedEventSelectors: [] }, 'no no yes', [
    'trail.records-no-management-events',
  ]),
  row('an empty list alone', EMPTY, { EventSelectors: [] }, 'no no yes'),
  row('an empty list beside null', EMPTY, { EventSelectors: [], AdvancedEventSelectors: null }, 'no no yes'),
  row('a full list beside an empty one', GES, { EventSelectors: [all], AdvancedEventSelectors: [] }, 'yes yes yes'),
  row('a full list beside null', GES, { EventSelectors: [all], AdvancedEventSelectors: null }, 'yes yes yes'),
  row('null alone', NEITHER, { EventSelectors: null }, 'unknown unknown unknown', ['read.malformed']),
  row('both null', NEITHER, { EventSelectors: null, AdvancedEventSelectors: null }, 'unknown unknown unknown', [
    'read.malformed',
  ]),
  row('no list at all', NEITHER, {}, 'unknown unknown unknown', ['read.malformed']),
  row('a list that is text', NEITHER, { EventSelectors: 'All' }, 'unknown unknown unknown', ['read.malformed']),
  row('a list that is an object', NEITHER, { EventSelectors: { 0: all } }, 'unknown unknown unknown', [
    'read.malformed',
  ]),
  row('an unknown ReadWriteType', OTHER, basic({ ...all, ReadWriteType: 'Most' }), 'unknown unknown unknown'),
  row('an unknown ReadWriteType beside All', OTHER, basic({ ...all, ReadWriteType: 'Most' }, all), 'yes yes yes'),
  row(
    'IncludeManagementEvents as text',
    OTHER,
    basic({ ...all, IncludeManagementEvents: 'true' }),
    'unknown unknown unknown',
  ),
  row(
    'IncludeManagementEvents as text, reads only',
    OTHER,
    basic({ ...readOnly, IncludeManagementEvents: 'true' }),
    'unknown no unknown',
  ),
  row(
    'exclusions as text',
    OTHER,
    basic({ ...all, ExcludeManagementEventSources: 'kms.amazonaws.com' }),
    'unknown unknown unknown',
  ),
  row(
    'exclusions as text, reads only',
    OTHER,
    basic({ ...readOnly, ExcludeManagementEventSources: 'kms.amazonaws.com' }),
    'unknown no unknown',
  ),
  row(
    'a field of the future narrows',
    OTHER,
    basic({ ...all, ExcludeManagementEventNames: ['StopLogging'] }),
    'unknown unknown unknown',
    ['trail.selectors-not-understood'],
  ),
  row(
    'a field of the future beside All',
    OTHER,
    basic({ ...all, ExcludeManagementEventNames: ['StopLogging'] }, all),
    'yes yes yes',
  ),
  row('a selector that is text', OTHER, { EventSelectors: ['All'] }, 'unknown unknown unknown'),
  row('a selector that is text beside All', OTHER, { EventSelectors: ['All', all] }, 'yes yes yes'),
]);
