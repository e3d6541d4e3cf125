import type { ReportFormat } from '../report/formats/names.ts';
import { atTheEnd, type ReportSetting, type ReportWriter } from '../report/formats/writer.ts';

/** Begins a report. */
type Begin = (setting: ReportSetting) => ReportWriter;

/** Every format, and what begins a report in it: a run loads the one that it writes. */
export const REPORT_WRITERS: Readonly<Record<ReportFormat, () => Promise<Begin>>> = {
  table: async () => (await import('../report/formats/table.ts')).tableReport,
  json: async () => {
    const { ScanJson } = await import('../report/scan-json.ts');
    return ({ controls, framework, fixes }) => new ScanJson(controls, framework, fixes);
  },
  markdown: async () => {
    const { scanMarkdown } = await import('../report/scan-markdown.ts');
    return () => atTheEnd((run, tally, outcome) => [scanMarkdown(run, tally, outcome)]);
  },
  csv: async () => (await import('../report/formats/csv.ts')).csvReport,
  html: async () => (await import('../report/formats/html.ts')).htmlReport,
  sarif: async () => (await import('../report/formats/sarif.ts')).sarifReport,
  junit: async () => (await import('../report/formats/junit.ts')).junitReport,
  ocsf: async () => (await import('../report/formats/ocsf.ts')).ocsfReport,
  asff: async () => (await import('../report/formats/asff.ts')).asffReport,
};
