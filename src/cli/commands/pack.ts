import { CONTROLS } from '../../controls/registry.generated.ts';
import { readRoleTemplate } from '../../report/read-role.ts';
import { readRoleScript, readRoleTerraform } from '../../report/read-role-forms.ts';
import { UserError } from '../../util/errors.ts';
import { permissionsOf } from '../../workflow/permissions.ts';
import { toolVersion } from '../../workflow/version.ts';
import { type Context, deliver } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';

export interface ReadRoleCommandOptions {
  readonly trust: string;
  readonly roleName: string;
  readonly externalId?: true;
  readonly as: 'cli' | 'terraform' | 'cloudformation';
  readonly output?: string;
}

/** Prints the reading role: as a CloudFormation template, a script of the AWS CLI, or Terraform. */
export async function readRoleCommand(options: ReadRoleCommandOptions, context: Context): Promise<ExitCode> {
  if (!/^(\d{12}|arn:aws[a-z-]*:iam::\d{12}:.+)$/.test(options.trust)) {
    throw new UserError(
      `"${options.trust}" is neither an account id nor the ARN of a role or user.`,
      'Give --trust 111122223333.',
    );
  }
  const actions = permissionsOf(CONTROLS).flatMap(({ where, action }) => (where === 'account' ? [action] : []));
  const unique = [...new Set(actions)].sort();
  const { roleName, trust } = options;
  const role = { roleName, trust, externalId: options.externalId === true, version: toolVersion() };
  const text = {
    cloudformation: () => `${JSON.stringify(readRoleTemplate(unique, role), null, 2)}\n`,
    cli: () => readRoleScript(unique, role),
    terraform: () => readRoleTerraform(unique, role),
  }[options.as]();
  await deliver(context, text, options.output);
  return 0;
}
