import type { Result } from '../../model/result.ts';
import type { ResultFix } from '../../remediate/result-fixes.ts';
import { fixesText } from '../fixes-text.ts';
import { ScanJson } from '../scan-json.ts';
import { scanMarkdown } from '../scan-markdown.ts';
import { scanTable, wordsOf } from '../scan-table.ts';
import { asffReport } from './asff.ts';
import { csvReport } from './csv.ts';
import { htmlReport } from './html.ts';
import { junitReport } from './junit.ts';
import type { ReportFormat } from './names.ts';
import { ocsfReport } from './ocsf.ts';
import { sarifReport } from './sarif.ts';
import { atTheEnd, type ReportSetting, type ReportWriter } from './writer.ts';

/** The table is written at the end; with `-R` it remembers what fails. */
function tableReport({ paint, snapshot, afterTable, fixes }: ReportSetting): ReportWriter {
  const failing: { readonly result: Result; readonly fix: ResultFix }[] = [];
  return {
    open: () => '',
    account: ({ results }) => {
      if (fixes === null) return '';
      for (const result of results) if (result.verdict === 'FAIL') failing.push({ result, fix: fixes.of(result) });
      return '';
    },
    close: (run, tally) => [
      scanTable(run, tally, paint, snapshot),
      fixesText(failing, wordsOf(run.controls, tally), paint),
      afterTable,
    ],
  };
}

/** Every format, and what begins a report in it. */
export const REPORT_WRITERS: Readonly<Record<ReportFormat, (setting: ReportSetting) => ReportWriter>> = {
  table: tableReport,
  json: ({ controls, framework, fixes }) => new ScanJson(controls, framework, fixes),
  markdown: () => atTheEnd((run, tally, outcome) => [scanMarkdown(run, tally, outcome)]),
  csv: csvReport,
  html: htmlReport,
  sarif: sarifReport,
  junit: junitReport,
  ocsf: ocsfReport,
  asff: asffReport,
};
