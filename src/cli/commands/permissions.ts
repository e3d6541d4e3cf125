import { permissionsJson, permissionsTable } from '../../report/permissions.ts';
import { permissionsOf, policyDocument } from '../../workflow/permissions.ts';
import { selectControls } from '../../workflow/select-controls.ts';
import { toolVersion } from '../../workflow/version.ts';
import { type Context, deliver } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { libraryOf } from '../own-controls.ts';

export interface PermissionsOptions {
  readonly controls?: readonly string[];
  readonly controlsDir?: string;
  readonly format: 'table' | 'json' | 'policy';
  readonly output?: string;
}

export async function permissionsCommand(options: PermissionsOptions, context: Context): Promise<ExitCode> {
  const library = await libraryOf(options.controlsDir, context);
  const permissions = permissionsOf(selectControls(library, options.controls ?? null));
  const policy = policyDocument(permissions);
  const text = {
    table: () => permissionsTable(permissions, policy),
    json: () => permissionsJson(permissions, policy, toolVersion()),
    policy: () => `${JSON.stringify(policy, null, 2)}\n`,
  }[options.format]();
  await deliver(context, text, options.output);
  return 0;
}
