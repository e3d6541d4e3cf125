import { iamExplainJson, iamExplainText } from '../../report/iam-explain.ts';
import { type AccessQuestion, explainAccess } from '../../workflow/iam-explain.ts';
import { toolVersion } from '../../workflow/version.ts';
import { type Context, deliver, paintFor } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';

export interface IamExplainOptions extends AccessQuestion {
  readonly format: 'table' | 'json';
  readonly output?: string;
}

/** Judges no account: exit code 0, or 4 where the answer depends on what is not known. Asks AWS nothing. */
export async function iamExplainCommand(options: IamExplainOptions, context: Context): Promise<ExitCode> {
  const explained = explainAccess(options, context.cwd);
  const text =
    options.format === 'json'
      ? iamExplainJson(explained, toolVersion())
      : iamExplainText(explained, paintFor(context, options.output));
  await deliver(context, text, options.output);
  return explained.decision.outcome === 'depends' ? 4 : 0;
}
