import { runCases } from '../support/cases.ts';
import { ACCOUNT, MANAGEMENT, ROLE } from '../support/world.ts';
import { destinationCase as row, withFields } from './destination-case.ts';

const RULE1 = 'design: truth rule 1';
const ROLES = 'IAM API, GetRole';

runCases('roles', [
  row('no role beside a group', 'design: role-set', withFields({ CloudWatchLogsRoleArn: undefined }), {
    own: 'FAIL',
    holds: { 'role-set': 'no', 'log-group-exists': 'yes' },
    reasons: ['trail.no-role'],
  }),
  row('role of another type', RULE1, withFields({ CloudWatchLogsRoleArn: false }), {
    own: 'UNKNOWN',
    reasons: ['read.malformed'],
  }),
  row(
    'role deleted',
    `${ROLES}: NoSuchEntity`,
    { roles: [] },
    { own: 'FAIL', holds: { 'role-exists': 'no' }, reasons: ['role.missing'] },
  ),
  row(
    'role under a path',
    ROLES,
    {
      ...withFields({ CloudWatchLogsRoleArn: `arn:aws:iam::${ACCOUNT}:role/security/logs/${ROLE}` }),
      roles: [{ name: ROLE, path: '/security/logs/' }],
    },
    { own: 'PASS' },
  ),
  row(
    'role made again under another path',
    ROLES,
    { roles: [{ name: ROLE, path: '/new/' }] },
    { own: 'FAIL', reasons: ['role.other-arn'] },
  ),
  row(
    'path on the trail, none in IAM',
    ROLES,
    { ...withFields({ CloudWatchLogsRoleArn: `arn:aws:iam::${ACCOUNT}:role/old/${ROLE}` }), roles: [{ name: ROLE }] },
    { own: 'FAIL', reasons: ['role.other-arn'] },
  ),
  row(
    'role in another account',
    'design: in the account that its ARN says',
    withFields({ CloudWatchLogsRoleArn: `arn:aws:iam::${MANAGEMENT}:role/${ROLE}` }),
    { own: 'UNKNOWN', reasons: ['read.out-of-scope'] },
  ),
  row('a user for a role', ROLES, withFields({ CloudWatchLogsRoleArn: `arn:aws:iam::${ACCOUNT}:user/${ROLE}` }), {
    own: 'FAIL',
    reasons: ['role.not-an-arn'],
  }),
  row(
    'role refused',
    RULE1,
    { faults: { 'iam:GetRole': 'denied' } },
    { own: 'UNKNOWN', reasons: ['read.denied', '!role.missing'] },
  ),
  row(
    'role throttled',
    RULE1,
    { faults: { 'iam:GetRole': 'throttled' } },
    { own: 'UNKNOWN', reasons: ['read.throttled'] },
  ),
  row(
    'role timed out',
    RULE1,
    { faults: { 'iam:GetRole': 'timeout' } },
    { own: 'UNKNOWN', reasons: ['read.unreachable'] },
  ),
  row(
    'role as a web page',
    RULE1,
    { faults: { 'iam:GetRole': 'html' } },
    { own: 'UNKNOWN', reasons: ['read.malformed'] },
  ),
  row(
    'role cut in half',
    RULE1,
    { faults: { 'iam:GetRole': 'truncated' } },
    { own: 'UNKNOWN', reasons: ['read.malformed'] },
  ),
  row(
    'role answer without an ARN',
    RULE1,
    {
      faults: {
        'iam:GetRole': {
          text: '<GetRoleResponse><GetRoleResult><Role><RoleName>x</RoleName></Role></GetRoleResult></GetRoleResponse>',
        },
      },
    },
    { own: 'UNKNOWN', reasons: ['read.malformed'] },
  ),
  row(
    'a 404 web page is not NoSuchEntity',
    RULE1,
    { faults: { 'iam:GetRole': { text: '<html>NoSuchEntity</html>', status: 404 } } },
    { own: 'UNKNOWN', reasons: ['!role.missing'] },
  ),
  row(
    'role not asked',
    RULE1,
    { faults: { 'iam:GetRole': 'missing' } },
    { own: 'UNKNOWN', reasons: ['read.not-asked'] },
  ),
]);
