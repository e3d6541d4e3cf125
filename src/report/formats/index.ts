import { ScanJson } from '../scan-json.ts';
import { scanMarkdown } from '../scan-markdown.ts';
import { scanTable } from '../scan-table.ts';
import { asffReport } from './asff.ts';
import { csvReport } from './csv.ts';
import { htmlReport } from './html.ts';
import { junitReport } from './junit.ts';
import type { ReportFormat } from './names.ts';
import { ocsfReport } from './ocsf.ts';
import { sarifReport } from './sarif.ts';
import { atTheEnd, type ReportSetting, type ReportWriter } from './writer.ts';

/** Every format, and what begins a report in it. */
export const REPORT_WRITERS: Readonly<Record<ReportFormat, (setting: ReportSetting) => ReportWriter>> = {
  table: ({ paint, snapshot, afterTable }) =>
    atTheEnd((run, tally) => [scanTable(run, tally, paint, snapshot), afterTable]),
  json: ({ controls, framework }) => new ScanJson(controls, framework),
  markdown: () => atTheEnd((run, tally, outcome) => [scanMarkdown(run, tally, outcome)]),
  csv: csvReport,
  html: htmlReport,
  sarif: sarifReport,
  junit: junitReport,
  ocsf: ocsfReport,
  asff: asffReport,
};
