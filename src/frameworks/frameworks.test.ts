import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CONTROLS } from '../controls/registry.generated.ts';
import { FRAMEWORK_IDS } from '../model/framework.ts';
import { FRAMEWORKS } from './index.ts';
import { NOT_JUDGED } from './not-judged.ts';

/**
 * By hand: numbers of CIS, NIST and PCI as on AWS's page on its CloudTrail controls (docs.aws.amazon.com/securityhub,
 * cloudtrail-controls.html; CIS v5.0 3.4 put right), of the others as public scanners agree on them.
 */
const TABLE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'CloudTrail.1': {
    'cis-aws-1.2': '2.1',
    'cis-aws-1.4': '3.1',
    'cis-aws-3.0': '3.1',
    'cis-aws-5.0': '3.1',
    'iso-27001-2022': 'A.8.15, A.8.16',
    'nist-800-53-r5':
      'AC-2(4), AC-4(26), AC-6(9), AU-10, AU-12, AU-2, AU-3, AU-6(3), AU-6(4), AU-14(1), CA-7, SC-7(9), SI-3(8), SI-4(20), SI-7(8), SA-8(22)',
    'soc-2': 'CC7.2, CC6.8, CC7.3',
    hipaa: '164.308(a)(1)(ii)(D), 164.308(a)(3)(ii)(A), 164.308(a)(6)(ii), 164.312(b), 164.312(e)(2)(i)',
  },
  'CloudTrail.2': {
    'cis-aws-1.2': '2.7',
    'cis-aws-1.4': '3.7',
    'cis-aws-3.0': '3.5',
    'cis-aws-5.0': '3.5',
    'iso-27001-2022': 'A.8.15, A.8.24',
    'nist-800-53-r5': 'AU-9, CA-9(1), CM-3(6), SC-13, SC-28, SC-28(1), SC-7(10), SI-7(6)',
    'pci-dss-4.0.1': '10.3.2',
    'soc-2': 'CC6.1',
    hipaa: '164.312(a)(2)(iv), 164.312(c)(1), 164.312(c)(2), 164.312(e)(2)(ii)',
  },
  'CloudTrail.3': {
    'iso-27001-2022': 'A.8.15, A.8.16',
    'pci-dss-4.0.1': '10.2.1',
    'soc-2': 'CC7.2, CC6.8, CC7.3',
    hipaa: '164.308(a)(1)(ii)(D), 164.308(a)(3)(ii)(A), 164.308(a)(6)(ii), 164.312(b), 164.312(e)(2)(i)',
  },
  'CloudTrail.4': {
    'cis-aws-1.2': '2.2',
    'cis-aws-1.4': '3.2',
    'cis-aws-3.0': '3.2',
    'cis-aws-5.0': '3.2',
    'iso-27001-2022': 'A.8.15',
    'nist-800-53-r5': 'AU-9, SI-4, SI-7(1), SI-7(3), SI-7(7)',
    'pci-dss-4.0.1': '10.3.2',
    'soc-2': 'CC7.3',
    hipaa: '164.308(a)(1)(ii)(B), 164.308(a)(1)(ii)(D), 164.312(b), 164.312(c)(1), 164.312(c)(2)',
  },
  'CloudTrail.5': {
    'cis-aws-1.2': '2.4',
    'cis-aws-1.4': '3.4',
    'iso-27001-2022': 'A.8.15, A.8.16',
    'nist-800-53-r5':
      'AC-2(4), AC-4(26), AC-6(9), AU-10, AU-12, AU-2, AU-3, AU-6(1), AU-6(3), AU-6(4), AU-6(5), AU-7(1), CA-7, SC-7(9), SI-20, SI-3(8), SI-4(20), SI-4(5), SI-7(8)',
    'soc-2': 'CC7.2, CC7.3, A1.2',
    hipaa: '164.308(a)(1)(ii)(D), 164.308(a)(6)(ii), 164.312(b), 164.312(e)(2)(i)',
  },
  'CloudTrail.6': {
    'cis-aws-1.2': '2.3',
    'cis-aws-1.4': '3.3',
    'iso-27001-2022': 'A.8.15, A.8.3',
    'pci-dss-4.0.1': '1.4.4',
    'soc-2': 'CC6.1, CC7.2',
    hipaa: '164.312(b), 164.312(a)(1)',
  },
  'CloudTrail.7': {
    'cis-aws-1.2': '2.6',
    'cis-aws-1.4': '3.6',
    'cis-aws-3.0': '3.4',
    'cis-aws-5.0': '3.4',
    'iso-27001-2022': 'A.8.15, A.8.3',
    'pci-dss-4.0.1': '10.2.1',
    'soc-2': 'CC6.1, CC7.2',
    hipaa: '164.312(b), 164.312(a)(1)',
  },
  'CloudTrail.9': {},
  'CloudTrail.10': {
    'nist-800-53-r5': 'AU-9, CA-9(1), CM-3(6), SC-7(10), SC-12(2), SC-13, SC-28, SC-28(1), SI-7(6)',
  },
};

/** The benchmark's own audit asks less or more than Security Hub (design, the two headline controls). */
const OWN_CONDITIONS = /^(CloudTrail\.1 (cis-aws|iso)|CloudTrail\.5 cis-aws)/;

describe('frameworks', () => {
  test('there is one for each id, in that order', () => {
    deepEqual(
      FRAMEWORKS.map(({ id }) => id),
      FRAMEWORK_IDS,
    );
  });

  for (const [hub, wanted] of Object.entries(TABLE)) {
    test(`${hub} has the clauses of the tables, over the same conditions`, () => {
      const control = CONTROLS.find(({ clauses }) => clauses.some(({ id }) => id === hub));
      ok(control, `no control judges ${hub}`);
      const conditions = control.clauses.find(({ id }) => id === hub)?.conditions;
      const got: Record<string, string> = {};
      for (const clause of control.clauses) {
        if (clause.framework === 'aws-security-hub') continue;
        const before = got[clause.framework];
        got[clause.framework] = before === undefined ? clause.id : `${before}, ${clause.id}`;
        if (!OWN_CONDITIONS.test(`${hub} ${clause.framework}`)) deepEqual(clause.conditions, conditions, clause.id);
      }
      deepEqual(sortedLists(got), sortedLists(wanted));
    });
  }

  test('what is said not to be judged exists, and is not judged', () => {
    for (const { id, clauses, notJudged } of FRAMEWORKS) {
      for (const [clause, why] of Object.entries(notJudged)) {
        ok(clauses[clause], `${id} has no clause ${clause}`);
        ok(NOT_JUDGED[why]);
        const judge = CONTROLS.find((control) =>
          control.clauses.some((one) => one.framework === id && one.id === clause),
        );
        equal(judge?.id, undefined, `${id} ${clause} is judged: take it out of notJudged`);
      }
    }
  });

  test('titles are short statements, each clause has its own', () => {
    for (const { clauses } of FRAMEWORKS) {
      const titles = Object.values(clauses);
      equal(new Set(titles).size, titles.length);
      for (const title of titles) match(title, /^[A-Z].{8,80}[^.]$/);
    }
  });
});

function sortedLists(lists: Readonly<Record<string, string>>): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.entries(lists).map(([id, list]) => [id, list.split(', ').sort()]));
}
