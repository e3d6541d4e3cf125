import { type AccountChanges, byAccount } from '../places.ts';
import type { Plan } from '../plan.ts';
import type { TextFile } from '../text-file.ts';
import { checksOf, recheck } from '../verification.ts';
import { wordsOfChange } from '../words.ts';
import { stepsOf } from './steps.ts';
import { code } from './text.ts';

/**
 * The plan as a checklist in Markdown for somebody who works in the AWS Management Console: account by account, in the order
 * that works, each change with its Region, the names to type and what to choose, and the checks at the end.
 */
export function consoleSteps(plan: Plan): TextFile {
  const accounts = byAccount(plan);
  return {
    name: 'steps.md',
    text: `${['# Fixes, step by step in the console', INTRODUCTION, ...accounts.flatMap(section), ...closing(accounts)].join('\n\n')}\n`,
  };
}

const INTRODUCTION =
  'Go through the accounts in this order, and through the changes of each from top to bottom: what a change needs comes before it. Menus are named as the console names them at present; where yours differs, the settings are the same.';

function section(one: AccountChanges): readonly string[] {
  const { account, changes } = one;
  return [
    `## Account ${account}`,
    `Sign in to account ${account}.`,
    ...changes.flatMap((change, index) => {
      const { title, cost, risk, back } = wordsOfChange(change);
      return [
        `### ${index + 1}. ${change.kind}`,
        `${code(title)}, in Region ${code(change.region)}.`,
        stepsOf(change)
          .map((step, number) => `${number + 1}. ${step}`)
          .join('\n'),
        ...notes({ Cost: cost, Risk: risk, 'Way back': back }),
      ];
    }),
    ...check(one),
  ];
}

function notes(given: Readonly<Record<string, string | null>>): readonly string[] {
  const lines = Object.entries(given).flatMap(([name, text]) => (text === null ? [] : [`- ${name}: ${text}`]));
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function check(one: AccountChanges): readonly string[] {
  const checks = checksOf(one);
  if (checks.length === 0) return [];
  return [
    `### Check of account ${one.account}`,
    'In **CloudTrail** › **Trails**, each changed trail shows **Logging**. In **CloudShell**, these commands only read:',
    checks.map(({ command, shows }) => `- ${code(command)}: ${shows}`).join('\n'),
  ];
}

function closing(accounts: readonly AccountChanges[]): readonly string[] {
  return ['## At the end', `Judge it again: ${code(recheck(accounts))}`];
}
