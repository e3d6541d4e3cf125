/** What others say of our reports: published schemas, and programs that read the formats. */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { OCSF_VERSION } from '../../src/report/formats/ocsf.ts';
import { JUNIT_SCHEMA, publishedFile, SARIF_SCHEMA } from '../rig/published.ts';
import { formatsPython, MissingPart } from '../rig/python.ts';

const SCRIPT = join(import.meta.dirname, 'read.py');

/** Why tests with foreign readers are skipped, for node:test's `skip`; false where they can be had. Throws in CI. */
export function whyNoReaders(): string | false {
  try {
    formatsPython();
    publishedFile(SARIF_SCHEMA);
    publishedFile(JUNIT_SCHEMA);
    return false;
  } catch (error) {
    if (!(error instanceof MissingPart) || process.env.CI) throw error;
    return error.message;
  }
}

/** Runs the Python reader over a text; `more` are its further arguments. */
// biome-ignore lint/suspicious/noExplicitAny: JSON of another program; each test says what it looks at
export async function readBack(format: string, text: string, ...more: readonly string[]): Promise<any> {
  const folder = mkdtempSync(join(tmpdir(), 'trailproof-formats-'));
  try {
    const file = join(folder, `report.${format}`);
    writeFileSync(file, text);
    return await python(format, file, ...more);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function python(...words: readonly string[]) {
  const run = promisify(execFile);
  const { stdout } = await run(formatsPython(), [SCRIPT, ...words], { maxBuffer: 1 << 28, timeout: 300_000 });
  return JSON.parse(stdout);
}

/** The test cases as junitparser counts them, after the XML Schema had nothing to say against the file. */
export async function readJunit(text: string): Promise<readonly JunitSuite[]> {
  const { errors, suites } = await readBack('junit', text, publishedFile(JUNIT_SCHEMA));
  assert.deepEqual(errors, []);
  return suites;
}

export interface JunitSuite {
  readonly name: string;
  /** In the attributes of the suite. */
  readonly said: {
    readonly tests: number;
    readonly failures: number;
    readonly errors: number;
    readonly skipped: number;
  };
  /** In its cases. */
  readonly found: Partial<Record<'Passed' | 'Failure' | 'Error' | 'Skipped', number>>;
  readonly names: readonly string[];
}

let sarif: ValidateFunction | undefined;

export function assertSarif(text: string): SarifLog {
  const log = JSON.parse(text);
  sarif ??= sarifValidator();
  assertValid(sarif, log);
  return log;
}

function sarifValidator(): ValidateFunction {
  const { $schema, id, ...schema } = JSON.parse(readFileSync(publishedFile(SARIF_SCHEMA), 'utf8'));
  assert.match($schema, /draft-04/);
  assert.match(id, /sarif/);
  // Draft 4 differs in what this schema does not use; one of its patterns is none under the u flag.
  return new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false }).compile(schema);
}

export interface SarifLog {
  readonly runs: readonly {
    readonly tool: {
      readonly driver: { readonly rules: readonly { readonly id: string; readonly helpUri?: string }[] };
    };
    readonly automationDetails: { readonly id: string };
    readonly invocations: readonly {
      readonly executionSuccessful: boolean;
      readonly toolConfigurationNotifications: readonly { readonly descriptor: { readonly id: string } }[];
    }[];
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly kind: string;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly partialFingerprints: Readonly<Record<string, string>>;
      readonly suppressions?: readonly { readonly status: string; readonly justification: string }[];
      readonly properties: { readonly verdict: string };
    }[];
  }[];
}

let ocsf: Promise<ValidateFunction> | undefined;

/** Every event against the schema of its version, in which no other attribute is allowed. */
export async function assertOcsf(text: string): Promise<readonly OcsfEvent[]> {
  ocsf ??= python('ocsf-schema', OCSF_VERSION).then((schema) =>
    new Ajv2020({ strict: false, allErrors: true, validateFormats: false }).compile(schema),
  );
  const validate = await ocsf;
  const events = text.split('\n').filter((line) => line !== '');
  return events.map((line) => {
    const event = JSON.parse(line);
    assertValid(validate, event);
    return event;
  });
}

export interface OcsfEvent {
  readonly severity_id: number;
  readonly status?: string;
  readonly time: number;
  readonly finding_info: { readonly uid: string };
  readonly compliance: { readonly status: string; readonly status_id: number };
  readonly cloud: { readonly account?: { readonly uid: string } };
}

function assertValid(validate: ValidateFunction, value: unknown): void {
  if (validate(value)) return;
  const errors = (validate.errors ?? []).slice(0, 5).map(({ instancePath, message }) => `${instancePath} ${message}`);
  assert.fail(errors.join('\n'));
}

export interface AsffFinding {
  readonly Id: string;
  readonly ProductArn: string;
  readonly AwsAccountId: string;
  readonly Region: string;
  readonly Title: string;
  readonly Description: string;
  readonly Severity: { readonly Label: string; readonly Normalized: number };
  readonly Compliance: { readonly Status: string; readonly RelatedRequirements: readonly string[] };
  readonly Workflow: { readonly Status: string };
  readonly Note?: { readonly Text: string; readonly UpdatedBy: string };
  readonly Resources: readonly { readonly Type: string; readonly Id: string }[];
}

/** The findings, after the model of BatchImportFindings had nothing to say against them. */
export async function assertAsff(text: string): Promise<readonly AsffFinding[]> {
  const findings: readonly AsffFinding[] = JSON.parse(text);
  assert.deepEqual(await readBack('asff', text), { errors: [], findings: findings.length });
  for (const finding of findings) {
    assert.ok(
      finding.Id.length <= 512 && finding.Title.length <= 256 && finding.Description.length <= 1024,
      finding.Id,
    );
  }
  return findings;
}
