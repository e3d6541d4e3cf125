import type { Run } from '../evaluate/run.ts';
import type { Outcome, Tally } from '../evaluate/tally.ts';
import { severityProfileName } from '../model/policy.ts';
import { headline, openAccounts } from './headline.ts';
import { code, markdownTable, prose } from './markdown.ts';
import { wordsOf } from './scan-table.ts';
import { trailRow } from './trail-rows.ts';
import type { Words } from './wording.ts';

/** The scan as Markdown: for pull requests, tickets and wikis. */
export function scanMarkdown(run: Run, tally: Tally, outcome: Outcome): string {
  const words = wordsOf(run.controls, tally);
  const causes = tally.causes.all();
  const parts = [
    '# CloudTrail coverage',
    `**${prose(headline(run, tally, words))}**`,
    ...(outcome.complete ? [] : [`Incomplete: ${outcome.incompleteBecause.map(code).join(', ')}.`]),
    ...accountTable(run, tally, words),
    '## Causes',
    causes.length === 0
      ? 'Nothing fails and nothing is unknown.'
      : markdownTable(
          ['Verdict', 'Cause', 'Controls', 'What to do'],
          causes.map((cause) => [
            cause.verdict,
            prose(words.text(cause.reason, true)),
            [...cause.controls.keys()].map(code).join(', '),
            prose(words.next(cause.reason) ?? ''),
          ]),
        ),
    '## Controls',
    markdownTable(
      ['Control', 'Severity', 'PASS', 'FAIL', 'UNKNOWN', 'N/A'],
      tally
        .controls()
        .map(({ control, summary }) => [
          code(control.id),
          control.severity,
          ...[summary.PASS, summary.FAIL, summary.UNKNOWN, summary.NOT_APPLICABLE].map(String),
        ]),
    ),
    '## Trails',
    trailMarkdown(tally),
    footer(run),
  ];
  return `${parts.join('\n\n')}\n`;
}

function accountTable(run: Run, tally: Tally, words: Words): readonly string[] {
  const open = openAccounts(run, tally, words);
  if (open.length === 0) return [];
  const rows = open.map(({ verdict, text }) => [verdict, prose(text)]);
  return ['## Accounts that are not covered', markdownTable(['Verdict', 'Account'], rows)];
}

export function trailMarkdown(tally: Tally): string {
  const rows = tally.inventory.all().map(trailRow);
  if (rows.length === 0) return 'No trail is visible.';
  const flag = (value: boolean | null): string => (value === null ? 'unknown' : value ? 'yes' : 'no');
  return markdownTable(
    ['Trail', 'Account', 'Home', 'Multi-Region', 'Organization', 'Logging', 'Reads', 'Writes', 'Log group', 'Role'],
    rows.map((row) => [
      code(row.name),
      row.account,
      row.homeRegion,
      flag(row.multiRegion),
      flag(row.organization),
      flag(row.logging),
      row.reads,
      row.writes,
      row.logGroup === null ? '' : code(row.logGroup),
      row.role === null ? '' : code(row.role),
    ]),
  );
}

function footer(run: Run): string {
  const { file, sha256 } = run.policy;
  const severity = severityProfileName(run.policy.policy.severity);
  const profile = severity === 'default' ? '' : `; severities ${prose(severity)}`;
  const who = `Run ${code(run.id)} by ${code(run.identity.arn)} at ${run.clock}`;
  return `${who}; policy ${file === null ? 'built-in defaults' : code(file)} (sha256 ${code(sha256)})${profile}; ${run.tool.name} ${run.tool.version}.`;
}
