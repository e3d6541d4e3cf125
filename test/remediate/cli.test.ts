/** Every printed command goes through bash and the AWS CLI's own grammar: over the demo and over hostile names. */

import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Change } from '../../src/model/change.ts';
import { type Command, commandLine } from '../../src/remediate/cli/command.ts';
import { cliChange, cliLines } from '../../src/remediate/cli/lines.ts';
import { cliScript } from '../../src/remediate/cli/script.ts';
import type { Step } from '../../src/remediate/plan.ts';
import type { TextFile } from '../../src/remediate/text-file.ts';
import { quoted } from '../../src/util/shell.ts';
import { plainText } from '../../src/util/text.ts';
import { parseCommands, whyNoGrammar } from '../rig/aws-grammar.ts';
import { lintScript, whyNoPythonTools } from '../rig/python-tools.ts';
import { demoPlan } from '../support/demo-plan.ts';
import { output, syntaxErrors, wordsRun } from '../support/shell.ts';
import { changesNamed } from './changes.ts';

const PLACES = [
  { partition: 'aws', region: 'us-east-1' },
  { partition: 'aws', region: 'eu-south-2' },
  { partition: 'aws-cn', region: 'cn-north-1' },
  { partition: 'aws-us-gov', region: 'us-gov-west-1' },
];

const HOSTILE = [
  "it's",
  '"quoted"',
  'two words',
  '$HOME `id` $(id)',
  'a\nexit 9\n#',
  'tab\tcr\resc\u001b[31m',
  '-leading',
  '--region',
  '~root',
  '=ls',
  '!history',
  'back\\slash\\',
  "'\n'",
  'größe-日本-🗝',
  '* ? [a] {a,b}',
  '; exit 9',
  '\u202eright-to-left',
  '$key',
  'x'.repeat(128),
];

const ACCOUNT = '111122223333';
const { plan } = await demoPlan();

function allCommands(change: Change): readonly Command[] {
  const { guard, commands, checks, back } = cliChange(change);
  return [...(guard === null ? [] : [guard.look]), ...commands, ...checks, ...back];
}

function stepsOf(changes: readonly Change[]): readonly Step[] {
  return changes.map((change) => ({ change, results: [`control\n/${'name' in change ? change.name : ''}`] }));
}

function scripts(steps: readonly Step[]): readonly TextFile[] {
  return cliScript({ steps, byHand: [] });
}

/** Words as they should arrive; a variable has what the recorder answers. */
function wordsOf({ words }: Command): readonly string[] {
  return words.slice(1).map((word) => (typeof word === 'string' ? word : 'answer'));
}

/** The lines to paste, where AWS answers as it did when the plan was made. */
function pastedWherePlanned(change: Change): readonly string[] {
  const { guard } = cliChange(change);
  const none = guard?.kind === 'missing' || guard?.before === '';
  const answer = guard?.kind === 'as-planned' && !none ? guard.before : 'answer';
  return [`ANSWER=${quoted(answer)} CODE=${none ? guard?.code : ''}`, ...cliLines(change)];
}

const hostileChanges = HOSTILE.flatMap((name) => changesNamed({ account: ACCOUNT, ...PLACES[0], name } as never));
const placedChanges = PLACES.flatMap((place) => changesNamed({ account: ACCOUNT, ...place, name: 'main' }));
const demoChanges = plan.steps.map(({ change }) => change);

describe('words for the shell', () => {
  test('bash reads back what was quoted, on one line', () => {
    for (const name of HOSTILE) ok(!/[\n\r]/.test(quoted(name)), name);
    deepEqual(
      wordsRun(HOSTILE.map((name) => `aws ${quoted(name)}`)),
      HOSTILE.map((name) => [name]),
    );
  });

  for (const [name, changes] of Object.entries({ hostileChanges, placedChanges, demoChanges })) {
    test(`every command of ${name} arrives word for word`, () => {
      const commands = changes.flatMap(allCommands);
      ok(commands.length > 100);
      deepEqual(wordsRun(commands.map(commandLine)), commands.map(wordsOf));
    });
  }
});

describe('the grammar of the AWS CLI', { skip: whyNoGrammar() }, () => {
  for (const [name, changes] of Object.entries({ hostileChanges, placedChanges, demoChanges })) {
    test(`parses every command of ${name}`, (context) => {
      const all = wordsRun(changes.flatMap(allCommands).map(commandLine));
      const commands = [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
      const parsed = parseCommands(commands);
      equal(parsed.length, commands.length);
      const refused = parsed.flatMap(({ error }, index) => (error === null ? [] : [[commands[index], error]]));
      deepEqual(refused, []);
      context.diagnostic(
        `${commands.length} commands, ${new Set(parsed.map(({ operation }) => operation)).size} operations`,
      );
    });
  }

  test('names arrive at the API as they are', () => {
    const lists = HOSTILE.map((name) => {
      return wordsRun(
        changesNamed({ account: ACCOUNT, region: 'us-east-1', partition: 'aws', name }).flatMap(pastedWherePlanned),
      );
    });
    const parsed = [...parseCommands(lists.flat())];
    for (const [index, name] of HOSTILE.entries()) {
      const params = parsed.splice(0, lists[index]?.length).map((one) => one.params);
      const trail = params.find((one) => one.S3BucketName !== undefined);
      deepEqual([trail?.Name, trail?.S3BucketName, trail?.IsOrganizationTrail], [name, name, true]);
      const policy = JSON.parse(params.find((one) => one.Bucket === name && one.Policy !== undefined)?.Policy);
      deepEqual(
        policy.Statement.map((one: { Resource: string }) => one.Resource),
        [name, name],
      );
    }
  });
});

describe('scripts', () => {
  const hostile = HOSTILE.flatMap((name) =>
    scripts(stepsOf(changesNamed({ account: ACCOUNT, region: 'us-east-1', partition: 'aws', name }))),
  );
  const demo = scripts(plan.steps);
  const all = [...hostile, ...demo];

  test('bash can read each of them', () => {
    ok(demo.length > 10 && hostile.length === HOSTILE.length);
    for (const { name, text } of all) equal(syntaxErrors(text), '', name);
  });

  test('ShellCheck has nothing to say', { skip: whyNoPythonTools() }, () => {
    for (const { name, text } of all) equal(lintScript(text), '', name);
  });

  test('a dry run asks nothing and prints what can be run: each command, word for word', () => {
    for (const { text, name } of all) {
      const printed = output(text, { DRY_RUN: '1', PATH: '/usr/bin:/bin' });
      const words = wordsRun(printed.split('\n'));
      const real = new Set(words.map((one) => JSON.stringify(one)));
      ok(real.size > 1, name);
      for (const [service = ''] of words) match(service, /^[a-z0-9]+$/);
    }
    const [first] = hostile;
    const name = HOSTILE[0] ?? '';
    const changes = changesNamed({ account: ACCOUNT, region: 'us-east-1', partition: 'aws', name });
    const printed = wordsRun(output(first?.text ?? '', { DRY_RUN: '1' }).split('\n'));
    const wanted = changes.flatMap((change) => cliChange(change).commands.map(wordsOf));
    deepEqual(printed.slice(0, wanted.length), wanted);
  });

  test('no comment and no title lets a name out', () => {
    for (const { text } of hostile) {
      ok(!/^exit 9$/m.test(text), 'a name left its comment');
      equal(text.split('\n').map(plainText).join('\n'), text, 'something moves the cursor');
    }
  });

  test('each has the account check, the selector read, the narrow scan and the way back', () => {
    for (const { name, text } of demo) {
      const account = /^\d+-(\d{12})\.sh$/.exec(name)?.[1];
      match(text, /^#!\/usr\/bin\/env bash\n/);
      match(text, /\nset -euo pipefail\n/);
      match(text, new RegExp(`\naccount=${account}\n`));
      match(text, /sts get-caller-identity/);
      match(text, /trailproof scan --controls [a-z,-]+/);
      match(text, /\n# The way back/);
      if (/aws cloudtrail (update|start|put|create)/.test(text)) {
        match(
          text,
          /\nrun aws cloudtrail describe-trails .*\nrun aws cloudtrail get-trail-status .*\nrun aws cloudtrail get-event-selectors/,
        );
      }
    }
  });
});
