import type { AccountChanges } from '../places.ts';
import { afterwards } from '../verification.ts';

/** How the folders are to be applied, and how to see that it worked. */
export function readme(accounts: readonly AccountChanges[], folders: readonly string[]): string {
  return [
    '# Fixes as Terraform',
    '',
    'One folder for each account. Take them in this order, each with the credentials of its account:',
    '',
    ...folders.map((folder, index) => `${index + 1}. \`${folder}\``),
    '',
    '```sh',
    'cd FOLDER',
    'terraform init',
    'terraform plan -out fix.tfplan    # read it',
    'terraform apply fix.tfplan',
    '```',
    '',
    'What to look for in the plan:',
    '',
    '- `0 to destroy`. Trails, buckets, keys and log groups have `prevent_destroy`: a plan that would replace one stops.',
    '- What is there already is imported, with everything that it has. Of a trail, only what the comment above it names is to change; what is off and not part of the fix stays under `ignore_changes`, so that an apply never switches anything off that was switched on since.',
    '- A policy is written as a whole, and has every statement that it had when it was read. A bucket policy or the trust policy of a role that has changed since is refused. Of other policies, a statement that the plan would remove was added since: scan again and export anew.',
    '- A bucket in one account for a trail in another needs both folders. Where a trail is refused because its bucket lets nobody in yet, apply the other folder and then this one again.',
    '',
    'Where you keep trails in Terraform already, take the values over into your own code instead: two configurations of one trail would undo each other.',
    '',
    ...afterwards(accounts),
  ].join('\n');
}
