import { defineView, integer, text } from '../view.ts';

export const vClauseCount = defineView({
  name: 'v_clause_count',
  about: 'One row per framework × clause × control × verdict: how many results have it. v_clause has each of them.',
  columns: {
    framework: text('Id of the framework, with its version'),
    clause: text('Number of the clause'),
    control: text('Id of the control'),
    verdict: text('PASS, FAIL, UNKNOWN, NOT_APPLICABLE'),
    results: integer('Results'),
  },
  needs: ['results'],
  index: [],
  atEnd: ({ clauses }) => clauses.map((count) => ({ ...count })),
});
