import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTROLS } from '../../controls/registry.generated.ts';
import { FRAMEWORKS } from '../../frameworks/index.ts';
import type { Control } from '../../model/control.ts';
import type { FrameworkId } from '../../model/framework.ts';
import { controlsJson, controlsMarkdown, controlsTable } from '../../report/controls.ts';
import { terminalPage } from '../../report/terminal-page.ts';
import { permissionsOf } from '../../workflow/permissions.ts';
import { selectControls } from '../../workflow/select-controls.ts';
import { toolVersion } from '../../workflow/version.ts';
import { type Context, deliver } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';

/** Generated pages; beside src/ in a checkout and beside dist/ in the package. */
const PAGES = join(import.meta.dirname, '../../../docs/controls');

export interface ControlsOptions {
  readonly framework?: FrameworkId;
  readonly format: 'table' | 'json' | 'markdown';
  readonly output?: string;
}

/** Lists the library, or prints the page of one control. */
export async function controlsCommand(
  id: string | undefined,
  options: ControlsOptions,
  context: Context,
): Promise<ExitCode> {
  const { framework } = options;
  const chosen = selectControls(CONTROLS, id === undefined ? ['*'] : [id]).filter(
    (control) => framework === undefined || control.clauses.some((clause) => clause.framework === framework),
  );
  await deliver(context, textOf(chosen, id, options), options.output);
  return 0;
}

function textOf(chosen: readonly Control[], id: string | undefined, { format }: ControlsOptions): string {
  if (format === 'json') {
    const actions = (control: Control): readonly string[] => permissionsOf([control]).map(({ action }) => action);
    return controlsJson(chosen, FRAMEWORKS, actions, toolVersion());
  }
  const [only] = chosen;
  if (id !== undefined && chosen.length === 1 && only !== undefined) {
    const page = readFileSync(join(PAGES, `${only.id}.md`), 'utf8');
    return format === 'markdown' ? page : terminalPage(page);
  }
  return format === 'markdown' ? controlsMarkdown(chosen) : controlsTable(chosen);
}
