import type { Severity } from '../../model/control.ts';
import type { Holds, Verdict } from '../../model/verdict.ts';
import { jsonText } from '../../util/json-text.ts';
import { plainText } from '../../util/text.ts';
import { ClockOfRun } from './clock.ts';
import { type Entry, EntryMaker, frameworkTitle } from './entry.ts';
import { controlPage, REPOSITORY } from './links.ts';
import { placeOf } from './place.ts';
import type { ReportSetting, ReportWriter } from './writer.ts';

/** Version of the schema that the events follow. */
export const OCSF_VERSION = '1.5.0';

/** `compliance.status_id`: a check without a result, for want of information, is a Warning there. */
export const OCSF_STATUS: Readonly<Record<Verdict, { readonly status_id: number; readonly status: string }>> = {
  PASS: { status_id: 1, status: 'Pass' },
  UNKNOWN: { status_id: 2, status: 'Warning' },
  FAIL: { status_id: 3, status: 'Fail' },
  NOT_APPLICABLE: { status_id: 99, status: 'Not Applicable' },
};

const OF_CONDITION: Readonly<Record<Holds, Verdict>> = { yes: 'PASS', no: 'FAIL', unknown: 'UNKNOWN' };

const SEVERITIES: Readonly<Record<Severity, { readonly severity_id: number; readonly severity: string }>> = {
  low: { severity_id: 2, severity: 'Low' },
  medium: { severity_id: 3, severity: 'Medium' },
  high: { severity_id: 4, severity: 'High' },
  critical: { severity_id: 5, severity: 'Critical' },
};

/** OCSF Compliance Findings (class 2003), one event in each line, written as accounts come. */
export function ocsfReport(setting: ReportSetting): ReportWriter {
  const entries = new EntryMaker(setting);
  const clock = new ClockOfRun();
  const early: { readonly entry: Entry; readonly partition: string }[] = [];
  const line = (entry: Entry, partition: string, time: number): string =>
    `${jsonText(eventOf(entry, partition, time, setting.tool.version))}\n`;
  return {
    open: () => '',
    account: (judged) => {
      const time = clock.see(judged);
      const partition = judged.account?.partition ?? 'aws';
      const own = entries.of(judged);
      if (time !== null) return own.map((entry) => line(entry, partition, time)).join('');
      early.push(...own.map((entry) => ({ entry, partition })));
      return '';
    },
    *close(run) {
      for (const { entry, partition } of early) yield line(entry, partition, Date.parse(run.clock));
    },
  };
}

function eventOf(entry: Entry, partition: string, time: number, version: string) {
  const { result, control, verdict, exception } = entry;
  const place = placeOf(result, partition);
  const page = controlPage(control);
  const open = verdict === 'FAIL' || verdict === 'UNKNOWN';
  return {
    activity_id: 1,
    activity_name: 'Create',
    category_uid: 2,
    category_name: 'Findings',
    class_uid: 2003,
    class_name: 'Compliance Finding',
    type_uid: 200301,
    type_name: 'Compliance Finding: Create',
    time,
    ...(open ? SEVERITIES[result.severity] : { severity_id: 1, severity: 'Informational' }),
    ...statusOf(entry),
    message: entry.sentences.join(' '),
    metadata: {
      version: OCSF_VERSION,
      profiles: ['cloud'],
      event_code: control.id,
      product: { uid: 'trailproof', name: 'Trailproof', vendor_name: 'Trailproof', version, url_string: REPOSITORY },
    },
    finding_info: {
      uid: result.id,
      title: plainText(control.title),
      desc: entry.sentences.join(' '),
      types: ['Compliance'],
      created_time: time,
      ...(page === null ? {} : { src_url: page }),
    },
    cloud: {
      provider: 'AWS',
      cloud_partition: place.partition,
      ...(place.region === null ? {} : { region: place.region }),
      ...(result.account === null ? {} : { account: accountOf(result.account, entry.accountName) }),
    },
    compliance: complianceOf(entry),
    resources: [
      {
        uid: result.resource,
        name: place.name,
        type: place.type,
        cloud_partition: place.partition,
        ...(place.region === null ? {} : { region: place.region }),
      },
    ],
    ...(entry.next.length === 0
      ? {}
      : { remediation: { desc: entry.next.join(' '), references: page === null ? [] : [page] } }),
    unmapped: {
      verdict,
      clauses: entry.clauses.map(({ framework, id, verdict: one }) => ({ framework, id, verdict: one })),
      exception,
    },
  };
}

/** `status` is where the finding stands in somebody's work; what needs none has no such status. */
function statusOf({ verdict, exception }: Entry) {
  if (exception !== null) {
    return { status_id: 3, status: 'Suppressed', status_detail: plainText(`${exception.id}: ${exception.reason}`) };
  }
  return verdict === 'FAIL' || verdict === 'UNKNOWN' ? { status_id: 1, status: 'New' } : {};
}

function accountOf(uid: string, name: string | null) {
  return { uid, name: name ?? uid, type: 'AWS Account', type_id: 10 };
}

function complianceOf({ result, control, verdict, clauses, sentences, reasons }: Entry) {
  const standards = [...new Set(clauses.map(({ framework }) => frameworkTitle(framework)))];
  const status = OCSF_STATUS[verdict];
  return {
    control: control.id,
    desc: plainText(control.title),
    category: control.category,
    standards,
    requirements: clauses.map(({ framework, id }) => `${frameworkTitle(framework)} ${id}`),
    ...status,
    ...(reasons[0] === undefined ? {} : { status_code: reasons[0].id }),
    status_details: sentences,
    checks: (result.shown?.conditions ?? []).map((condition) => ({
      uid: condition.id,
      name: plainText(control.conditions[condition.id]?.title ?? condition.id),
      ...OCSF_STATUS[OF_CONDITION[condition.holds]],
    })),
  };
}
