import type { Run } from '../evaluate/run.ts';
import type { Change, ChangeKind } from '../model/change.ts';
import type { ByHand, Plan, Step } from '../remediate/plan.ts';
import type { Turn, WhatIf } from '../remediate/what-if.ts';
import { wordsOfChange } from '../remediate/words.ts';
import { jsonText } from '../util/json-text.ts';
import { count, plainText, wrap } from '../util/text.ts';
import type { Paint } from './paint.ts';
import { reasonJson } from './scan-json.ts';
import type { Words } from './wording.ts';

const WIDTH = 80;
/** How many results of one kind are written out. */
const SHOWN = 8;

/** A plan for a terminal: the steps in order with cost, risk and way back, what turns PASS, what remains, what is by hand. */
export function fixPlanText(plan: Plan, tried: WhatIf, asked: readonly string[], words: Words, paint: Paint): string {
  const { repaired, pending, sideEffects } = tried;
  const wanted = new Set(asked);
  const remaining = tried.remaining.filter(({ id }) => wanted.has(id));
  const head = `${count(plan.steps.length, 'step')} for ${count(asked.length, 'failing result')}: ${repaired.length} would pass, ${pending.length} wait for what has to come first, ${remaining.length} of them still fail. Nothing was changed.`;
  const sections = [
    wrap(head, WIDTH),
    plan.steps.flatMap((step, index) => stepLines(step, index + 1, paint)),
    turns('Would pass', repaired, paint),
    turns('Wait for what has to come first, such as a delivery', pending, paint),
    turns('Would no longer pass, though no coverage is lost', sideEffects, paint),
    turns('Still fail', remaining, paint),
    byHandLines(plan.byHand, words, paint),
    protectLines(plan, paint),
    ['trailproof fix export --as cli --out DIR writes scripts that do it.'],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function stepLines({ change, results }: Step, number: number, paint: Paint): readonly string[] {
  const { title, cost, risk, back } = wordsOfChange(change);
  const [first = '', ...rest] = wrap(plainText(title), WIDTH - 5);
  const where = `account ${change.account}, ${change.region} · for ${count(results.length, 'result')}`;
  const notes = [
    where,
    ...(cost === null ? [] : [`Cost: ${cost}`]),
    ...(risk === null ? [] : [`Risk: ${risk}`]),
    ...(back === null ? [] : [`Way back: ${back}`]),
  ];
  return [
    `${String(number).padStart(3)}  ${paint('strong', first)}`,
    ...rest.map((line) => `     ${paint('strong', line)}`),
    ...notes.flatMap((note) => wrap(plainText(note), WIDTH - 5).map((line) => `     ${paint('dim', line)}`)),
  ];
}

const ABOUT_LOGS: ReadonlySet<ChangeKind> = new Set([
  'create-bucket',
  'allow-delivery',
  'create-trail',
  'start-logging',
]);

/** What a new or mended trail is worth hangs on its bucket. */
function protectLines({ steps }: Plan, paint: Paint): readonly string[] {
  if (!steps.some(({ change }) => ABOUT_LOGS.has(change.kind))) return [];
  return [
    paint('strong', 'Afterwards: protect the bucket'),
    ...wrap(
      'Keep it in an account of its own that only the security team enters; let nobody else delete objects, versions, the policy or the key; switch versioning and Object Lock on; let no lifecycle rule come before the retention that you claim; log the requests to it. trailproof scan --controls "log-*" judges all of that.',
      WIDTH - 2,
    ).map((line) => `  ${line}`),
  ];
}

function turns(title: string, all: readonly Turn[], paint: Paint): readonly string[] {
  if (all.length === 0) return [];
  const shown = all.slice(0, SHOWN).map(({ id }) => `  ${plainText(id)}`);
  const rest = all.length - SHOWN;
  return [
    paint('strong', `${title} (${all.length})`),
    ...shown,
    ...(rest > 0 ? [`  … and ${rest} more (--format json has all)`] : []),
  ];
}

function byHandLines(byHand: readonly ByHand[], words: Words, paint: Paint): readonly string[] {
  if (byHand.length === 0) return [];
  return [
    paint('strong', 'By hand'),
    ...byHand.flatMap(({ reason, results }) => {
      const [first = '', ...rest] = wrap(`${words.text(reason, true)} (${count(results.length, 'result')})`, WIDTH - 2);
      return [`  ${first}`, ...rest.map((line) => `  ${line}`)];
    }),
  ];
}

export function fixPlanJson(run: Run, plan: Plan, tried: WhatIf, complete: boolean, words: Words): string {
  const { tool, clock, identity } = run;
  const { repaired, pending, remaining, sideEffects } = tried;
  const steps = plan.steps.map(({ change, results }) => ({
    change: change satisfies Change,
    ...wordsOfChange(change),
    results,
  }));
  const byHand = plan.byHand.map(({ reason, results }) => ({ reason: reasonJson(reason, words), results }));
  const document = {
    schema: 'trailproof/fix-plan/1',
    tool,
    clock,
    identity,
    complete,
    steps,
    repaired,
    pending,
    remaining,
    sideEffects,
    byHand,
  };
  return `${jsonText(document, 2)}\n`;
}
