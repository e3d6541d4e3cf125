import { moment } from '../values.ts';
import { boolean, defineView, integer, text, time } from '../view.ts';

export const vRun = defineView({
  name: 'v_run',
  about: 'The run: one row. Its clock is what "now" is; a query has no other.',
  columns: {
    run_id: text('Id of the run'),
    tool_version: text('Version of trailproof that read the facts'),
    mode: text('account or organization'),
    clock: time('The moment that ages are measured against'),
    started_at: time('When reading began'),
    finished_at: time('When reading ended'),
    identity_arn: text('Who asked'),
    identity_account: text('The account of who asked'),
    management_account: text('Management account of the organization; NULL where one account is judged alone'),
    interrupted: boolean('The run was broken off'),
    accounts_listed: boolean('The list of accounts is whole'),
    policy_file: text('The policy file; NULL: built-in defaults'),
    policy_sha256: text('Hash of the policy file'),
    accounts: integer('Accounts that are assessed'),
  },
  needs: [],
  index: [],
  atEnd: ({ run, assessed, organization }) => [
    {
      run_id: run.id,
      tool_version: run.tool.version,
      mode: run.mode,
      clock: moment(run.clock),
      started_at: moment(run.startedAt),
      finished_at: moment(run.finishedAt),
      identity_arn: run.identity.arn,
      identity_account: run.identity.account,
      management_account: organization?.management ?? null,
      interrupted: run.interrupted,
      accounts_listed: run.accountsListed,
      policy_file: run.policy.file,
      policy_sha256: run.policy.sha256,
      accounts: assessed.size,
    },
  ],
});
