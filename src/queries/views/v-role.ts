import { nameOfRole } from '../../model/arn.ts';
import { orNull } from '../../model/read.ts';
import { namedBy } from '../in-scope.ts';
import { isThere, unreadBecause } from '../values.ts';

import { boolean, defineView, json, text } from '../view.ts';

export const vRole = defineView({
  name: 'v_role',
  about: 'One row per role that trails in scope write to CloudWatch Logs with.',
  columns: {
    role_arn: text('The role, as trails name it'),
    name: text('Its name'),
    account_id: text('The account that its ARN names'),
    is_there: boolean('It exists; NULL where that was not read'),
    unread_because: text('Reason id of the failed read; NULL where it was read'),
    trust_policy: text('Who may assume it, as IAM answered it'),
    trails: json('Trails in scope that name it'),
  },
  needs: ['trails', 'role'],
  index: ['role_arn'],
  atEnd: (rows) =>
    namedBy(rows, ({ config }) => config.role).map(({ named, trails }) => {
      const [{ role }] = trails;
      return {
        role_arn: named,
        name: nameOfRole(named),
        account_id: named.split(':')[4] || null,
        is_there: isThere(role),
        unread_because: unreadBecause(role),
        trust_policy: orNull(orNull(role)?.policies.trust)?.text ?? null,
        trails: trails.map(({ arn }) => arn),
      };
    }),
});
