import type { RootCause } from '../../evaluate/causes.ts';
import { ClauseBook } from '../../evaluate/clause-book.ts';
import type { Run } from '../../evaluate/run.ts';
import type { ControlSummary, Outcome, Tally } from '../../evaluate/tally.ts';
import { FRAMEWORKS } from '../../frameworks/index.ts';
import type { Control } from '../../model/control.ts';
import type { FrameworkId } from '../../model/framework.ts';
import { severityProfileName } from '../../model/policy.ts';
import { VERDICTS, type Verdict } from '../../model/verdict.ts';
import { count } from '../../util/text.ts';
import { headline, openAccounts } from '../headline.ts';
import { wordsOf } from '../scan-table.ts';
import type { Words } from '../wording.ts';
import { type Entry, EntryMaker, frameworkTitle } from './entry.ts';
import { badge, COUNTED, countBadges, html, htmlTable, SHORT } from './html-parts.ts';
import { coveragePicture, MOST_ROWS } from './html-picture.ts';
import { HTML_POLICY, HTML_STYLE } from './html-style.ts';
import { controlPage } from './links.ts';
import type { ReportSetting, ReportWriter } from './writer.ts';

/** Rows that are kept for each control and verdict; the rest is counted, and said to be. */
export const MOST_RESULTS: Readonly<Record<Verdict, number>> = {
  FAIL: 100,
  UNKNOWN: 100,
  PASS: 25,
  NOT_APPLICABLE: 25,
};

const MOST_CAUSES = 200;
/** Causes that are open to the eye at once. */
const FIRST_CAUSES = 12;

/** One page that stands alone: no network, no script. Written at the end; of a large run, capped lists are kept. */
export function htmlReport(setting: ReportSetting): ReportWriter {
  const entries = new EntryMaker(setting);
  const clauses = new ClauseBook();
  const kept = new Map(
    setting.controls.map(({ id }) => [id, new Map(VERDICTS.map((verdict) => [verdict, [] as string[]]))]),
  );
  return {
    open: () => '',
    account: (judged) => {
      clauses.add(judged.results);
      for (const entry of entries.of(judged)) {
        const rows = kept.get(entry.control.id)?.get(entry.verdict);
        if (rows !== undefined && rows.length < MOST_RESULTS[entry.verdict]) rows.push(resultRow(entry));
      }
      return '';
    },
    *close(run, tally, outcome) {
      const words = wordsOf(run.controls, tally);
      yield opening(run, tally, words);
      yield summary(run, tally, outcome, words);
      yield `${coveragePicture(tally)}\n`;
      yield accounts(run, tally, words);
      yield causes(tally, words);
      yield* controls(tally, kept);
      yield frameworks(run.controls, clauses, setting.framework);
      yield footer(run);
    },
  };
}

function opening(run: Run, tally: Tally, words: Words): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${HTML_POLICY}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>CloudTrail coverage, ${run.clock.slice(0, 10)}</title>`,
    `<style>${HTML_STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    '<h1>CloudTrail coverage</h1>',
    `<p class="headline">${html(headline(run, tally, words))}</p>`,
    '',
  ].join('\n');
}

function summary(run: Run, tally: Tally, { complete, incompleteBecause }: Outcome, words: Words): string {
  const totals = COUNTED.map((verdict) => `<li><b>${tally.summary[verdict]}</b> ${badge(verdict)}</li>`);
  const title =
    run.framework === null ? '' : `<p>Counted by the clauses of ${html(frameworkTitle(run.framework))}.</p>`;
  const why = incompleteBecause.map((one) => INCOMPLETE[one]).join(' ');
  const incomplete = complete ? '' : `<p class="warning"><b>The picture is incomplete.</b> ${why}</p>`;
  const surprises = [...tally.surprises]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, resources]) => {
      const [first = ''] = resources;
      const more = resources.length > 1 ? ` and ${resources.length - 1} more` : '';
      const name = first.startsWith('arn:') ? words.trail(first) : `account ${first}`;
      return `<p class="warning">Security Hub ${html(id)} will show PASSED all the same for ${html(name)}${more}.</p>`;
    });
  return `${title}<ul class="totals">${totals.join('')}</ul>\n${incomplete}${surprises.join('')}\n`;
}

const INCOMPLETE: Readonly<Record<Outcome['incompleteBecause'][number], string>> = {
  'results.unknown': 'Some results could not be decided.',
  'accounts.not-listed': 'The list of accounts is incomplete: there may be more.',
  'run.interrupted': 'The run was interrupted.',
};

function causes(tally: Tally, words: Words): string {
  const all = tally.causes.all();
  if (all.length === 0) return '<h2>Causes</h2><p>Nothing fails and nothing is unknown.</p>\n';
  const items = all.slice(0, MOST_CAUSES).map((cause) => causeItem(cause, words));
  const rest = all.length - items.length;
  const more = items.slice(FIRST_CAUSES);
  const left = rest === 0 ? '' : `<p class="warning">The ${items.length} weightiest; ${rest} more are not listed.</p>`;
  const fold =
    more.length === 0
      ? ''
      : `<details><summary>${count(more.length, 'more cause')}</summary><ul class="causes inside">${more.join('\n')}</ul></details>`;
  return `<h2>Causes</h2>${left}\n<ul class="causes">${items.slice(0, FIRST_CAUSES).join('\n')}</ul>\n${fold}\n`;
}

function causeItem({ verdict, reason, severity, accounts, results, controls: of }: RootCause, words: Words): string {
  const next = words.next(reason);
  const affects = [severity, ...of.keys(), count(accounts.size, 'account'), count(results, 'result')];
  return [
    `<li>${badge(verdict)} <span>${html(words.text(reason, true))}`,
    `<span class="dim">${affects.map(html).join(' · ')}</span>`,
    next === null ? '</span></li>' : `<span class="dim">→ ${html(next)}</span></span></li>`,
  ].join('');
}

function accounts(run: Run, tally: Tally, words: Words): string {
  const open = openAccounts(run, tally, words);
  if (open.length === 0) return '';
  const rows = open.slice(0, MOST_ROWS).map(({ verdict, text }) => [badge(verdict), html(text)]);
  const rest = open.length - rows.length;
  const more = rest === 0 ? '' : `<p class="warning">${rest} more are not listed.</p>`;
  return `<h2>Accounts that are not covered</h2>${more}\n${htmlTable('Accounts, worst first', ['Verdict', 'Account'], rows)}\n`;
}

function* controls(
  tally: Tally,
  kept: ReadonlyMap<string, ReadonlyMap<Verdict, readonly string[]>>,
): Generator<string> {
  yield '<h2>Controls</h2>\n';
  for (const summary of tally.controls()) {
    if (summary.population > 0) yield control(summary, kept.get(summary.control.id) ?? new Map());
  }
}

function control(
  { control: judged, population, summary: counts }: ControlSummary,
  kept: ReadonlyMap<Verdict, readonly string[]>,
): string {
  const rows = VERDICTS.flatMap((verdict) => kept.get(verdict) ?? []);
  const cut = VERDICTS.flatMap((verdict) => {
    const listed = kept.get(verdict)?.length ?? 0;
    const all = verdict === 'FAIL' ? counts.FAIL + counts.EXCEPTED : counts[verdict];
    return all > listed ? [`${listed} of ${all} ${SHORT[verdict]}`] : [];
  });
  const more =
    cut.length === 0 ? '' : `<p class="warning">Listed: ${cut.join(', ')}. <code>--format csv</code> has all.</p>`;
  const { id, title, severity, rationale } = judged;
  const page = controlPage(judged);
  const link = page === null ? '' : ` <a href="${html(page)}" rel="noreferrer">About this control</a>`;
  const head =
    '<tr><th scope="col">Verdict</th><th scope="col">Subject</th><th scope="col">Why, and what to do</th></tr>';
  return [
    `<details><summary><span class="id">${html(id)}</span> <span class="grow">${html(title)}</span> <span class="dim">${severity}</span> ${countBadges(counts)}</summary>`,
    `<div class="inside"><p>${html(rationale)}${link}</p>${more}`,
    `<div class="scroll" tabindex="0" role="region" aria-label="Results of ${html(id)}"><table><caption>${population} results</caption><thead>${head}</thead><tbody>`,
    ...rows,
    '</tbody></table></div></div></details>\n',
  ].join('\n');
}

function resultRow({ result, control, verdict, exception, sentences, next, accountName }: Entry): string {
  const subject = result.id.slice(control.id.length + 1);
  const account = accountName === null ? '' : `<br><span class="dim">${html(accountName)}</span>`;
  const why = [
    ...sentences.map((sentence) => `<div>${html(sentence)}</div>`),
    ...next.map((step) => `<div class="dim">→ ${html(step)}</div>`),
    ...(exception === null
      ? []
      : [
          `<div class="dim">Exception ${html(`${exception.id}, ${exception.owner}, until ${exception.expiresAt}: ${exception.reason}`)}</div>`,
        ]),
  ];
  const shown = exception === null ? badge(verdict) : `${badge(verdict)} ${badge('EXCEPTED')}`;
  return `<tr><td>${shown}</td><th scope="row"><span class="id">${html(subject)}</span>${account}</th><td class="wide">${why.join('')}</td></tr>`;
}

function frameworks(controls: readonly Control[], book: ClauseBook, only: FrameworkId | null): string {
  const parts = FRAMEWORKS.filter(({ id }) => only === null || id === only).flatMap((framework) => {
    const rows = controls.flatMap((one) => {
      const ids = new Set(one.clauses.flatMap(({ framework: of, id }) => (of === framework.id ? [id] : [])));
      return [...ids].map((clause) => [
        `<span class="id">${html(clause)}</span>`,
        html(framework.clauses[clause] ?? ''),
        `<span class="id">${html(one.id)}</span>`,
        countBadges(book.counts(framework.id, clause, one.id)) || '<span class="dim">nothing judged</span>',
      ]);
    });
    if (rows.length === 0) return [];
    const title = frameworkTitle(framework.id);
    return [
      `<details><summary><span class="grow">${html(title)}</span> <span class="dim">${rows.length} clauses × controls</span></summary><div class="inside">${htmlTable(`Clauses of ${title}`, ['Clause', 'About', 'Judged by', 'Verdicts'], rows)}</div></details>`,
    ];
  });
  return parts.length === 0 ? '' : `<h2>Frameworks</h2>\n${parts.join('\n')}\n`;
}

function footer(run: Run): string {
  const { file, sha256, policy } = run.policy;
  const lines = [
    `Run ${run.id} by ${run.identity.arn}, judged as of ${run.clock}.`,
    `Policy: ${file ?? 'built-in defaults'} (SHA-256 ${sha256}); severities: ${severityProfileName(policy.severity)}.`,
    `${run.tool.name} ${run.tool.version}. This page loads nothing from anywhere.`,
  ];
  return `<footer>${lines.map((line) => `<div>${html(line)}</div>`).join('')}</footer>\n</main>\n</body>\n</html>\n`;
}
