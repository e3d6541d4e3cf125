/** Documents against the JSON Schemas that the project publishes. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

const FOLDER = join(import.meta.dirname, '../../schemas');
const compiled = new Map<string, ValidateFunction>();

/** Fails where the document is not as `schemas/NAME.schema.json` says. */
export function assertValid(name: string, document: unknown): void {
  let validate = compiled.get(name);
  if (validate === undefined) {
    const schema = JSON.parse(readFileSync(join(FOLDER, `${name}.schema.json`), 'utf8'));
    validate = new Ajv2020({ strict: false, formats: { 'date-time': true } }).compile(schema);
    compiled.set(name, validate);
  }
  assert.ok(validate(document), JSON.stringify(validate.errors?.slice(0, 3)));
}
