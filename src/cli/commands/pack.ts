import { CONTROLS } from '../../controls/registry.generated.ts';
import { readRoleTemplate } from '../../report/read-role.ts';
import { UserError } from '../../util/errors.ts';
import { permissionsOf } from '../../workflow/permissions.ts';
import { toolVersion } from '../../workflow/version.ts';
import { type Context, deliver } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';

export interface ReadRoleCommandOptions {
  readonly trust: string;
  readonly roleName: string;
  readonly externalId?: true;
  readonly output?: string;
}

/** Prints the CloudFormation template of the reading role. */
export async function readRoleCommand(options: ReadRoleCommandOptions, context: Context): Promise<ExitCode> {
  if (!/^(\d{12}|arn:aws[a-z-]*:iam::\d{12}:.+)$/.test(options.trust)) {
    throw new UserError(
      `"${options.trust}" is neither an account id nor the ARN of a role or user.`,
      'Give --trust 111122223333.',
    );
  }
  const actions = permissionsOf(CONTROLS).flatMap(({ where, action }) => (where === 'account' ? [action] : []));
  const template = readRoleTemplate([...new Set(actions)].sort(), {
    roleName: options.roleName,
    trust: options.trust,
    externalId: options.externalId === true,
    version: toolVersion(),
  });
  await deliver(context, `${JSON.stringify(template, null, 2)}\n`, options.output);
  return 0;
}
