import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTROLS } from '../../controls/registry.generated.ts';
import { FRAMEWORKS } from '../../frameworks/index.ts';
import type { Control } from '../../model/control.ts';
import type { FrameworkId } from '../../model/framework.ts';
import { severityProfileName } from '../../model/policy.ts';
import { type ControlEntry, controlEntries } from '../../report/control-entry.ts';
import { controlsJson, controlsMarkdown, controlsTable } from '../../report/controls.ts';
import { terminalPage } from '../../report/terminal-page.ts';
import { filterControls } from '../../workflow/filter-controls.ts';
import { permissionsOf } from '../../workflow/permissions.ts';
import { loadPolicy } from '../../workflow/policy-file.ts';
import { selectControls } from '../../workflow/select-controls.ts';
import { toolVersion } from '../../workflow/version.ts';
import { type Context, deliver } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';

/** Generated pages; beside src/ in a checkout and beside dist/ in the package. */
const PAGES = join(import.meta.dirname, '../../../docs/controls');

export interface ControlsOptions {
  readonly framework?: FrameworkId;
  readonly filter?: readonly string[];
  readonly policy?: string;
  readonly format: 'table' | 'json' | 'markdown';
  readonly output?: string;
}

/** Lists the library, or prints the page of one control; with the severities that the policy file gives. */
export async function controlsCommand(
  id: string | undefined,
  options: ControlsOptions,
  context: Context,
): Promise<ExitCode> {
  const { policy } = await loadPolicy(options.policy ?? null, context.cwd, CONTROLS);
  const chosen = selectControls(CONTROLS, id === undefined ? ['*'] : [id], policy.severity);
  const { framework, filter = [] } = options;
  const library = controlEntries(CONTROLS, CONTROLS);
  const filtered = filterControls(controlEntries(chosen, CONTROLS), filter, library);
  const entries = framework === undefined ? filtered : filterControls(filtered, [`framework=${framework}`], library);
  await deliver(context, textOf(entries, id, options, severityProfileName(policy.severity)), options.output);
  return 0;
}

function textOf(
  entries: readonly ControlEntry[],
  id: string | undefined,
  { format }: ControlsOptions,
  profile: string,
): string {
  if (format === 'json') {
    const actions = (control: Control): readonly string[] => permissionsOf([control]).map(({ action }) => action);
    return controlsJson(entries, FRAMEWORKS, actions, toolVersion(), profile);
  }
  const [only] = entries;
  if (id !== undefined && entries.length === 1 && only !== undefined) return pageOf(only, format, profile);
  return format === 'markdown' ? controlsMarkdown(entries) : controlsTable(entries, profile);
}

/** The page as it is shipped; where the policy file gives another severity, that stands on top. */
function pageOf({ control, shippedSeverity }: ControlEntry, format: 'table' | 'markdown', profile: string): string {
  const page = readFileSync(join(PAGES, `${control.id}.md`), 'utf8');
  const { severity } = control;
  const note =
    severity === shippedSeverity
      ? ''
      : `Severity here: ${severity}, by the policy file (${profile}); the page says what is shipped.\n\n`;
  return format === 'markdown' ? `${note}${page}` : terminalPage(`${note}${page}`);
}
