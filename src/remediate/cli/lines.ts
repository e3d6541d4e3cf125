import { byKind, type Change, type ChangeTable } from '../../model/change.ts';
import { BUCKET_COMMANDS } from './buckets.ts';
import type { CliChange } from './command.ts';
import { DESTINATION_COMMANDS } from './destinations.ts';
import { pastedLines } from './pasted.ts';
import { TRAIL_COMMANDS } from './trails.ts';

const COMMANDS: ChangeTable<CliChange> = { ...BUCKET_COMMANDS, ...DESTINATION_COMMANDS, ...TRAIL_COMMANDS };

/** One change as commands of the AWS CLI: what to look at first, what to run, how to check it, what leads back. */
export function cliChange(change: Change): CliChange {
  return byKind(COMMANDS, change);
}

/** One change as lines to paste, quoted for any name, each behind the look that `cliScript` takes before it. */
export function cliLines(change: Change): readonly string[] {
  return pastedLines(cliChange(change));
}
