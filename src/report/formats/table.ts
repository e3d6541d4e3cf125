import type { Result } from '../../model/result.ts';
import type { ResultFix } from '../../remediate/result-fixes.ts';
import { fixesText } from '../fixes-text.ts';
import { scanTable, wordsOf } from '../scan-table.ts';
import type { ReportSetting, ReportWriter } from './writer.ts';

/** The table is written at the end; with `-R` it remembers what fails. */
export function tableReport({ paint, snapshot, afterTable, fixes }: ReportSetting): ReportWriter {
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
