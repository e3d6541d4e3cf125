import { distinct } from '../util/distinct.ts';
import { quoted } from '../util/shell.ts';
import { type AccountChanges, isOfTrail } from './places.ts';

/** A command that only reads, and what it has to show. */
export interface Check {
  readonly command: string;
  readonly shows: string;
}

/** How to see with the AWS CLI that the trails of an account are as planned; the selectors included. */
export function checksOf({ changes }: AccountChanges): readonly Check[] {
  const trails = distinct(changes.filter(isOfTrail), ({ trail }) => trail);
  return trails.flatMap(({ trail, region }) => {
    const [name, at] = [quoted(trail), `--region ${quoted(region)}`];
    return [
      {
        command: `aws cloudtrail get-trail ${at} --name ${name}`,
        shows: 'bucket, key, log group, validation and Regions as planned',
      },
      {
        command: `aws cloudtrail get-trail-status ${at} --name ${name}`,
        shows: 'IsLogging is true, and no field with Error in its name',
      },
      {
        command: `aws cloudtrail get-event-selectors ${at} --trail-name ${name}`,
        shows: 'management events, reads and writes, and every data event that was selected before',
      },
    ];
  });
}

/** The scan that judges the changed accounts again: one by its own credentials, several as a part of the organization. */
export function recheck(accounts: readonly AccountChanges[]): string {
  const ids = distinct(accounts.map(({ account }) => account));
  return ids.length === 1 ? 'trailproof scan' : `trailproof scan --org --accounts ${quoted(ids.join(','))}`;
}

/** The section of a README in Markdown that says how to see that it worked. */
export function afterwards(accounts: readonly AccountChanges[]): readonly string[] {
  const block = (lines: readonly string[]): readonly string[] => ['', '```sh', ...lines, '```', ''];
  return [
    '## Afterwards',
    '',
    ...accounts.flatMap((one) => {
      const lines = checksOf(one).flatMap(({ command, shows }) => [`# ${shows}`, command]);
      return lines.length === 0 ? [] : [`In account ${one.account}:`, ...block(lines)];
    }),
    'And all of it judged again:',
    ...block([recheck(accounts)]),
  ];
}
