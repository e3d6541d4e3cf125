/** What Terraform looks at before it writes a whole policy. */

import { match } from 'node:assert/strict';
import { test } from 'node:test';
import { terraformFiles } from '../../src/remediate/terraform/files.ts';
import { emptyWorld, planOf } from './hostile.ts';

test('a trust policy that has changed since the scan is not written over', () => {
  const statement = { Sid: 'New', Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' };
  const before = JSON.stringify({ Version: '2012-10-17', Statement: [{ ...statement, Sid: 'Old' }] });
  const at = { account: '111122223333', region: 'us-east-1', partition: 'aws' };
  const plan = planOf([{ kind: 'allow-assume', ...at, role: 'deliver', before, statements: [statement] }]);
  const text = terraformFiles(emptyWorld(), plan).at(-1)?.text ?? '';
  match(text, /data "aws_iam_role" "deliver" \{\n {2}provider = aws.us_east_1\n {2}name {5}= "deliver"\n\}/);
  match(text, /precondition \{\n {6}condition = alltrue\(\[\n/);
  match(text, /for one in flatten\(\[jsondecode\(data\.aws_iam_role\.deliver\.assume_role_policy\)\.Statement\]\) :/);
  match(text, /contains\(\["New"\], try\(one\.Sid, ""\)\) \|\| contains\(\[\n.*\\"Old\\"/);
  match(text, /"The trust policy of role deliver has changed since the scan\./);
});
