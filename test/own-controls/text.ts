/** Texts of own controls, in order but for what a test changes. */

import { parseOwnControl } from '../../src/workflow/own-controls/parse.ts';

const TRAIL = (name: string): string => `arn:aws:cloudtrail:eu-west-1:111122223333:trail/${name}`;

export interface Parts {
  readonly id?: string;
  readonly per?: string;
  readonly population?: string;
  /** null: there is no such key. */
  readonly unknown?: string | null;
  readonly violations?: string;
  /** Lines that are added. */
  readonly more?: string;
}

/** A control about trails that validates; SQL goes in as block text. */
export function controlText({
  id = 'validated',
  per = 'trail',
  population = 'select trail_arn as subject from v_trail where in_scope',
  unknown = "select trail_arn as subject, 'not read' as reason from v_trail where in_scope and validation is null",
  violations = "select trail_arn as subject, 'off' as reason from v_trail where in_scope and validation = 0",
  more = '',
}: Parts = {}): string {
  return `schema: trailproof/control/1
id: ${id}
title: Every trail validates
category: integrity
severity: high
per: ${per}
rationale: Because.
population: |
${block(population)}
${unknown === null ? '' : `unknown: |\n${block(unknown)}\n`}violations: |
${block(violations)}
expect: { eq: [] }
remediation: Switch it on.
${more}`;
}

function block(sql: string): string {
  return sql
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}

export function controlOf(parts: Parts = {}) {
  return parseOwnControl('own.yaml', controlText(parts)).control;
}

export { TRAIL as trailNamed };
