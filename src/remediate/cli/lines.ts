import { byKind, type Change, type ChangeTable } from '../../model/change.ts';
import { BUCKET_COMMANDS } from './buckets.ts';
import { type CliChange, commandLine } from './command.ts';
import { DESTINATION_COMMANDS } from './destinations.ts';
import { TRAIL_COMMANDS } from './trails.ts';

const COMMANDS: ChangeTable<CliChange> = { ...BUCKET_COMMANDS, ...DESTINATION_COMMANDS, ...TRAIL_COMMANDS };

/** One change as commands of the AWS CLI: what to look at first, what to run, how to check it, what leads back. */
export function cliChange(change: Change): CliChange {
  return byKind(COMMANDS, change);
}

/** The commands of one change, one on each line, quoted for any name; without the looks before, which `cliScript` has. */
export function cliLines(change: Change): readonly string[] {
  return cliChange(change).commands.map(commandLine);
}
