import type { Run } from '../../evaluate/run.ts';
import type { Outcome } from '../../evaluate/tally.ts';
import type { Control, Severity } from '../../model/control.ts';
import type { Verdict } from '../../model/verdict.ts';
import { jsonText } from '../../util/json-text.ts';
import { plainText } from '../../util/text.ts';
import { clauseText, type Entry, EntryMaker, VERDICT_WORDS } from './entry.ts';
import { controlPage, REPOSITORY } from './links.ts';
import { placeOf } from './place.ts';
import type { ReportSetting, ReportWriter } from './writer.ts';

/** SARIF 2.1.0, §3.27.9 and §3.27.10: every kind but `fail` has to have the level `none`. */
type Kind = 'pass' | 'fail' | 'notApplicable';
type Level = 'none' | 'note' | 'warning' | 'error';

const LEVELS: Readonly<Record<Severity, Level>> = { critical: 'error', high: 'error', medium: 'warning', low: 'note' };

/** What GitHub sorts by: over 9.0 critical, from 7.0 high, from 4.0 medium. */
const SECURITY_SEVERITY: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '3.0',
};

/** Rules come first and results as accounts come; what the run was is known, and written, last. */
export function sarifReport(setting: ReportSetting): ReportWriter {
  const entries = new EntryMaker(setting);
  const numbers = new Map(setting.controls.map(({ id }, number) => [id, number]));
  let results = 0;
  return {
    open: () => opening(setting),
    account: (judged) => {
      let text = '';
      for (const entry of entries.of(judged)) {
        const partition = judged.account?.partition ?? 'aws';
        text += `${results === 0 ? '' : ','}\n${jsonText(resultOf(entry, numbers.get(entry.control.id) ?? -1, partition))}`;
        results += 1;
      }
      return text;
    },
    *close(run, _tally, outcome) {
      yield `\n],\n"automationDetails": ${jsonText(automation(run))},\n`;
      yield `"invocations": [${jsonText(invocation(run, outcome))}],\n`;
      yield `"properties": ${jsonText(runProperties(run))}\n}]\n}\n`;
    },
  };
}

function opening({ controls, tool }: ReportSetting): string {
  const driver = {
    name: 'Trailproof',
    semanticVersion: tool.version,
    informationUri: REPOSITORY,
    rules: controls.map(ruleOf),
  };
  return [
    '{',
    '"$schema": "https://json.schemastore.org/sarif-2.1.0.json",',
    '"version": "2.1.0",',
    '"runs": [{',
    `"tool": ${jsonText({ driver })},`,
    '"columnKind": "utf16CodeUnits",',
    '"results": [',
  ].join('\n');
}

function ruleOf(control: Control) {
  const page = controlPage(control);
  const { id, title, rationale, severity, category, clauses } = control;
  return {
    id,
    shortDescription: { text: plainText(title) },
    fullDescription: { text: plainText(rationale) || plainText(title) },
    ...(page === null ? {} : { helpUri: page, help: { text: page } }),
    defaultConfiguration: { level: LEVELS[severity] },
    properties: {
      severity,
      'security-severity': SECURITY_SEVERITY[severity],
      tags: ['security', 'aws', 'cloudtrail', category],
      clauses: clauses.map((clause) => `${clause.framework}:${clause.id}`),
    },
  };
}

function resultOf(entry: Entry, ruleIndex: number, partition: string) {
  const { result, control, verdict, exception } = entry;
  const { kind, level } = outcomeOf(verdict, result.severity);
  return {
    ruleId: control.id,
    ruleIndex,
    kind,
    level,
    message: { text: messageOf(entry) },
    locations: [locationOf(entry, partition)],
    partialFingerprints: { 'trailproofResult/v1': result.id },
    ...(exception === null
      ? {}
      : {
          suppressions: [
            {
              kind: 'external',
              status: 'accepted',
              justification: plainText(`${exception.reason} (${exception.id}, until ${exception.expiresAt})`),
              properties: { owner: exception.owner, expiresAt: exception.expiresAt },
            },
          ],
        }),
    properties: {
      verdict,
      severity: result.severity,
      account: result.account,
      region: result.region,
      resource: result.resource,
      clauses: entry.clauses.map(clauseText),
    },
  };
}

/** UNKNOWN is `fail` at `warning`, not the quiet `open`: readers that ignore `kind` would take `none` for fine. */
function outcomeOf(verdict: Verdict, severity: Severity): { readonly kind: Kind; readonly level: Level } {
  if (verdict === 'FAIL') return { kind: 'fail', level: LEVELS[severity] };
  if (verdict === 'UNKNOWN') return { kind: 'fail', level: 'warning' };
  return { kind: verdict === 'PASS' ? 'pass' : 'notApplicable', level: 'none' };
}

function messageOf({ verdict, sentences, next, result }: Entry): string {
  const where = [result.account, result.region].filter((part) => part !== null).join(' ');
  const start = verdict === 'UNKNOWN' ? `${VERDICT_WORDS.UNKNOWN}: ` : '';
  return `${plainText(where === '' ? result.resource : where)}: ${start}${[...sentences, ...next].join(' ')}`;
}

/** GitHub refuses a result without a file, so the resource has a path; no such file exists. */
function locationOf({ result }: Entry, partition: string) {
  const { account, region, name, type } = placeOf(result, partition);
  const path = [partition, account ?? 'unknown-account', region ?? 'global', ...(account === name ? [] : [name])];
  return {
    physicalLocation: {
      artifactLocation: { uri: path.map((part) => encodeURIComponent(part.toWellFormed())).join('/') },
      region: { startLine: 1 },
    },
    logicalLocations: [{ name: plainText(name), fullyQualifiedName: plainText(result.resource), kind: type }],
  };
}

/** A category of its own for each framework: a later upload replaces the one of its category. */
function automation(run: Run) {
  const scope = run.mode === 'organization' ? 'organization' : run.identity.account;
  return { id: `trailproof/${scope}/${run.framework ?? 'controls'}/${run.id}` };
}

function invocation(run: Run, { incompleteBecause }: Outcome) {
  const notifications = incompleteBecause.map((why) => ({
    descriptor: { id: why },
    level: why === 'results.unknown' ? 'warning' : 'error',
    message: { text: INCOMPLETE[why] },
  }));
  return {
    executionSuccessful: !run.interrupted && run.accountsListed,
    startTimeUtc: run.startedAt,
    endTimeUtc: run.finishedAt,
    toolConfigurationNotifications: notifications,
  };
}

const INCOMPLETE: Readonly<Record<Outcome['incompleteBecause'][number], string>> = {
  'results.unknown': 'The picture is incomplete: some results could not be decided.',
  'accounts.not-listed': "The list of the organization's accounts is incomplete: there may be more accounts.",
  'run.interrupted': 'The run was interrupted: what was not read by then could not be decided.',
};

function runProperties(run: Run) {
  const { clock, identity, framework } = run;
  return { clock, identity: identity.arn, framework, policySha256: run.policy.sha256 };
}
