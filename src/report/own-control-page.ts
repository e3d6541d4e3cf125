import type { Control, OwnQuestion } from '../model/control.ts';
import { code, markdownTable, prose } from './markdown.ts';

/** The page of a control that a user wrote, as Markdown: what it says, with its SQL. */
export function ownControlPage(control: Control, own: OwnQuestion, permissions: readonly string[]): string {
  const { id, title, severity, category, population, rationale } = control;
  const parameters = Object.entries(own.parameters).map(([name, value]) => [
    code(name),
    prose(typeof value === 'object' ? value.join(', ') : String(value)),
  ]);
  const clauses = control.clauses.map((clause) => [code(clause.framework), clause.id]);
  const file = own.places.population.replace(/:\d+:\d+$/, '');
  const sections: readonly (readonly string[])[] = [
    [`# ${id}`, `${prose(title)}.`],
    [
      markdownTable(
        ['Property', 'Value'],
        [
          ['Severity', severity],
          ['Category', category],
          ['One result per', population],
          ['Owner', prose(own.owner ?? '')],
          ['Related', control.related.join(', ')],
          ['File', prose(file)],
        ],
      ),
    ],
    [prose(rationale)],
    parameters.length === 0 ? [] : ['## Parameters', markdownTable(['Parameter', 'Value'], parameters)],
    ['## Population', sql(own.population)],
    own.unknown === null ? [] : ['## Unknown', sql(own.unknown)],
    ['## Violations', 'Expected: none.', sql(own.violations)],
    ['## What to do', prose(own.remediation)],
    clauses.length === 0 ? [] : ['## Clauses', markdownTable(['Framework', 'Clause'], clauses)],
    ['## Permissions', permissions.map(code).join(', ')],
    own.references.length === 0 ? [] : ['## References', own.references.map((one) => `- ${prose(one)}`).join('\n')],
  ];
  return `${sections.flat().join('\n\n')}\n`;
}

function sql(text: string): string {
  return `\`\`\`sql\n${text.trim()}\n\`\`\``;
}
