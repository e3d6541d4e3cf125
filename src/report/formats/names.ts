/** What `--format` of `scan` and `demo` takes. */
export const REPORT_FORMATS = ['table', 'json', 'markdown', 'csv', 'html', 'sarif', 'junit', 'ocsf', 'asff'] as const;

export type ReportFormat = (typeof REPORT_FORMATS)[number];
