import { runCases } from '../support/cases.ts';
import { ACCOUNT, GROUP, MANAGEMENT } from '../support/world.ts';
import { logs, destinationCase as row, withFields, withStatus } from './destination-case.ts';

const CIS24 = 'CIS v1.2 2.4: delivered within about one day';
const RULE1 = 'design: truth rule 1';
const DLG = 'CloudWatch Logs API, DescribeLogGroups';
const group = (region: string, account = ACCOUNT): string => `arn:aws:logs:${region}:${account}:log-group:${GROUP}:*`;

runCases('log groups', [
  row('group, role, fresh delivery', CIS24, {}, { own: 'PASS' }),
  row(
    'no log group',
    'Security Hub, CloudTrail.5',
    withFields({ CloudWatchLogsLogGroupArn: undefined, CloudWatchLogsRoleArn: undefined }),
    {
      own: 'FAIL',
      hub: 'FAIL',
      holds: { 'log-group-set': 'no', 'role-set': 'no', 'log-group-exists': 'no', 'role-exists': 'no' },
      reasons: ['trail.no-log-group', 'trail.no-role'],
    },
  ),
  row(
    'log group as an empty text',
    'Security Hub, CloudTrail.5: non-empty',
    withFields({ CloudWatchLogsLogGroupArn: '' }),
    { own: 'FAIL', hub: 'FAIL' },
  ),
  row('log group null', 'Security Hub, CloudTrail.5', withFields({ CloudWatchLogsLogGroupArn: null }), {
    own: 'FAIL',
    hub: 'FAIL',
  }),
  row('log group of another type', RULE1, withFields({ CloudWatchLogsLogGroupArn: 7 }), {
    own: 'UNKNOWN',
    hub: 'UNKNOWN',
    reasons: ['read.malformed'],
  }),
  row(
    'log group deleted',
    DLG,
    { groups: [] },
    { own: 'FAIL', holds: { 'log-group-exists': 'no' }, reasons: ['log-group.missing'] },
  ),
  row(
    'only a group whose name goes on',
    `${DLG}: a prefix search`,
    { groups: [{ name: `${GROUP}-archive` }, { name: `${GROUP}/old` }] },
    { own: 'FAIL', reasons: ['log-group.missing'] },
  ),
  row(
    'group among others with the prefix',
    `${DLG}: a prefix search`,
    { groups: [{ name: `${GROUP}-archive` }, { name: GROUP }] },
    { own: 'PASS' },
  ),
  row(
    'group on the second page',
    `${DLG}: nextToken`,
    { groups: [{ name: `${GROUP}-a` }, { name: GROUP }], groupsPerPage: 1 },
    { own: 'PASS' },
  ),
  row(
    'second page refused',
    'design: truth rule 3',
    {
      groups: [{ name: `${GROUP}-a` }, { name: GROUP }],
      groupsPerPage: 1,
      faults: { 'logs:DescribeLogGroups us-east-1 page 1': 'denied' },
    },
    {
      own: 'UNKNOWN',
      reasons: ['read.denied', '!log-group.missing'],
    },
  ),
  row(
    'second page not there though announced',
    'design: truth rule 3, an incomplete list is not a list',
    {
      groups: [{ name: `${GROUP}-a` }, { name: GROUP }],
      groupsPerPage: 1,
      faults: { 'logs:DescribeLogGroups us-east-1 page 1': 'missing' },
    },
    {
      own: 'UNKNOWN',
      reasons: ['!log-group.missing'],
    },
  ),
  row(
    'first page not there',
    'design: truth rule 3, an incomplete list is not a list',
    {
      groups: [{ name: GROUP }, { name: `${GROUP}-a` }],
      groupsPerPage: 1,
      faults: { 'logs:DescribeLogGroups us-east-1 page 0': 'missing' },
    },
    {
      own: 'UNKNOWN',
      reasons: ['!log-group.missing'],
    },
  ),
  row(
    'found on the first page, second refused',
    'design: truth rule 3, any can still pass',
    {
      groups: [{ name: GROUP }, { name: `${GROUP}-a` }],
      groupsPerPage: 1,
      faults: { 'logs:DescribeLogGroups us-east-1 page 1': 'denied' },
    },
    { own: 'PASS' },
  ),
  row(
    'groups refused',
    RULE1,
    { faults: { 'logs:DescribeLogGroups': 'denied' } },
    { own: 'UNKNOWN', holds: { 'log-group-exists': 'unknown' }, reasons: ['read.denied'] },
  ),
  row(
    'groups throttled',
    RULE1,
    { faults: { 'logs:DescribeLogGroups': 'throttled' } },
    { own: 'UNKNOWN', reasons: ['read.throttled'] },
  ),
  row(
    'groups {}',
    RULE1,
    { faults: { 'logs:DescribeLogGroups': 'empty-object' } },
    { own: 'UNKNOWN', reasons: ['read.malformed'] },
  ),
  row(
    'groups null',
    RULE1,
    { faults: { 'logs:DescribeLogGroups': { json: { logGroups: null } } } },
    { own: 'UNKNOWN', reasons: ['read.malformed'] },
  ),
  row(
    'groups as a web page',
    RULE1,
    { faults: { 'logs:DescribeLogGroups': 'html' } },
    { own: 'UNKNOWN', reasons: ['read.malformed'] },
  ),
  row(
    'groups not asked',
    RULE1,
    { faults: { 'logs:DescribeLogGroups': 'missing' } },
    { own: 'UNKNOWN', reasons: ['read.not-asked'] },
  ),
  row(
    'a group without a name',
    RULE1,
    { faults: { 'logs:DescribeLogGroups': { json: { logGroups: [{ arn: 'x' }] } } } },
    { own: 'UNKNOWN', reasons: ['read.malformed'] },
  ),
  row(
    'ResourceNotFoundException is no empty list',
    RULE1,
    { faults: { 'logs:DescribeLogGroups': 'not-found' } },
    { own: 'UNKNOWN', reasons: ['read.not-found'] },
  ),
  row(
    'group in another account',
    'design: in the account that its ARN says',
    withFields({ CloudWatchLogsLogGroupArn: group('us-east-1', MANAGEMENT) }),
    {
      own: 'UNKNOWN',
      holds: { 'log-group-set': 'yes', 'log-group-exists': 'unknown' },
      reasons: ['read.out-of-scope'],
    },
  ),
  row(
    'group in another Region',
    'design: in the place that its ARN says',
    {
      ...withFields({ CloudWatchLogsLogGroupArn: group('eu-west-1') }),
      groups: [{ name: GROUP, region: 'eu-west-1' }],
    },
    { own: 'PASS' },
  ),
  row(
    'same name, but in the trail’s Region only',
    'design: in the place that its ARN says',
    {
      ...withFields({ CloudWatchLogsLogGroupArn: group('eu-west-1') }),
      groups: [{ name: GROUP, region: 'us-east-1' }],
    },
    { own: 'FAIL', reasons: ['log-group.missing'] },
  ),
  row(
    'ARN without the star',
    'CloudTrail API, UpdateTrail',
    withFields({ CloudWatchLogsLogGroupArn: `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:${GROUP}` }),
    { own: 'PASS' },
  ),
  row(
    'ARN of a bucket',
    'CloudTrail API, UpdateTrail',
    withFields({ CloudWatchLogsLogGroupArn: 'arn:aws:s3:::bucket' }),
    { own: 'FAIL', reasons: ['log-group.not-an-arn'] },
  ),
  row(
    'group deleted minutes ago, delivery fresh',
    CIS24,
    { groups: [], ...withStatus(logs(0.1)) },
    { own: 'FAIL', reasons: ['log-group.missing'] },
  ),
]);
