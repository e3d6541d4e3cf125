import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FRAMEWORKS } from '../../frameworks/index.ts';
import type { Control } from '../../model/control.ts';
import type { FrameworkId } from '../../model/framework.ts';
import { severityProfileName } from '../../model/policy.ts';
import { type ControlEntry, controlEntries } from '../../report/control-entry.ts';
import { controlsJson, controlsMarkdown, controlsTable } from '../../report/controls.ts';
import { ownControlPage } from '../../report/own-control-page.ts';
import { terminalPage } from '../../report/terminal-page.ts';
import { UserError } from '../../util/errors.ts';
import { filterControls } from '../../workflow/filter-controls.ts';
import { permissionsOf } from '../../workflow/permissions.ts';
import { loadPolicy } from '../../workflow/policy-file.ts';
import { selectControls } from '../../workflow/select-controls.ts';
import { toolVersion } from '../../workflow/version.ts';
import { type Context, deliver } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { lastResult } from '../last-result.ts';
import { libraryOf } from '../own-controls.ts';

/** Generated pages; beside src/ in a checkout and beside dist/ in the package. */
const PAGES = join(import.meta.dirname, '../../../docs/controls');

export interface ControlsOptions {
  readonly framework?: FrameworkId;
  readonly filter?: readonly string[];
  readonly policy?: string;
  readonly from?: string;
  readonly controlsDir?: string;
  readonly format: 'table' | 'json' | 'markdown';
  readonly output?: string;
}

/** Lists the library, or prints the page of one control; with the severities that the policy file gives. */
export async function controlsCommand(
  id: string | undefined,
  options: ControlsOptions,
  context: Context,
): Promise<ExitCode> {
  const controls = await libraryOf(options.controlsDir, context);
  const loaded = await loadPolicy(options.policy ?? null, context.cwd, controls);
  const { policy } = loaded;
  const chosen = selectControls(controls, id === undefined ? ['*'] : [id], policy.severity);
  const { framework, filter = [] } = options;
  const library = controlEntries(controls, controls);
  const filtered = filterControls(controlEntries(chosen, controls), filter, library);
  const entries = framework === undefined ? filtered : filterControls(filtered, [`framework=${framework}`], library);
  const text = textOf(entries, id, options, severityProfileName(policy.severity));
  if (options.from === undefined) {
    await deliver(context, text, options.output);
    return 0;
  }
  const [only] = entries;
  if (id === undefined || entries.length !== 1 || only === undefined || options.format === 'json') {
    throw new UserError(
      '--from goes with the page of one control.',
      'trailproof query runs any query over a snapshot.',
    );
  }
  const last = await lastResult(only.control, options.from, loaded);
  await deliver(
    context,
    `${text}\n${options.format === 'table' ? terminalPage(last.text) : last.text}`,
    options.output,
  );
  return last.complete ? 0 : 4;
}

function textOf(
  entries: readonly ControlEntry[],
  id: string | undefined,
  { format }: ControlsOptions,
  profile: string,
): string {
  if (format === 'json') return controlsJson(entries, FRAMEWORKS, actionsOf, toolVersion(), profile);
  const [only] = entries;
  if (id !== undefined && entries.length === 1 && only !== undefined) return pageOf(only, format, profile);
  return format === 'markdown' ? controlsMarkdown(entries) : controlsTable(entries, profile);
}

function actionsOf(control: Control): readonly string[] {
  return permissionsOf([control]).map(({ action }) => action);
}

/** Commands of a fix are long lines that are to be pasted: nothing for 80 columns. */
const EXAMPLE = /\n## Fix\n[\s\S]*?(?=\n## )/;
const ELSEWHERE =
  '\n## Fix\n\n`trailproof scan -R` prints the fix of each failing result; this page has an example with `--format markdown`.\n';

/** The page as it is shipped; where the policy file gives another severity, that stands on top. */
function pageOf({ control, shippedSeverity }: ControlEntry, format: 'table' | 'markdown', profile: string): string {
  const { own } = control;
  const page =
    own === undefined
      ? readFileSync(join(PAGES, `${control.id}.md`), 'utf8')
      : ownControlPage(control, own, actionsOf(control));
  const { severity } = control;
  const note =
    severity === shippedSeverity
      ? ''
      : `Severity here: ${severity}, by the policy file (${profile}); the page says what is shipped.\n\n`;
  return format === 'markdown' ? `${note}${page}` : terminalPage(`${note}${page.replace(EXAMPLE, ELSEWHERE)}`);
}
