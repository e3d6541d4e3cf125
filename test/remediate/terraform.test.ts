/**
 * Terraform's configurations, read by two parsers that are not ours and checked against the provider's own schema: over the
 * plan of the demo and over hostile names.
 */

import { deepEqual, equal, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import fc from 'fast-check';
import { terraformFiles } from '../../src/remediate/terraform/files.ts';
import { quoted } from '../../src/remediate/terraform/hcl.ts';
import { type HclBody, parseHcl, whyNoPythonTools } from '../rig/python-tools.ts';
import { hasTerraform, TerraformHome, terraform, whyNoTerraform } from '../rig/terraform.ts';
import { demoPlan } from '../support/demo-plan.ts';
import { emptyWorld, HOSTILE_NAMES, hostileChanges, planOf } from './hostile.ts';

type Block = { attributes: Record<string, 'required' | 'optional' | 'computed'>; blocks: Record<string, Block> };

/** `terraform providers schema -json` of provider 5.100, as far as these configurations use it. */
const SCHEMA: Record<string, Block> = JSON.parse(
  readFileSync(join(import.meta.dirname, 'provider-schema.json'), 'utf8'),
);

const { plan, world } = await demoPlan();
const demo = configurations(terraformFiles(world, plan));
const hostile = hostileChanges().flatMap((changes) => configurations(terraformFiles(emptyWorld(), planOf(changes))));

function configurations(files: readonly { name: string; text: string }[]): readonly string[] {
  return files.filter(({ name }) => name.endsWith('.tf')).map(({ text }) => text);
}

describe('Terraform configurations', () => {
  test('there is a folder for each account of the plan, and a trail for each that is changed', () => {
    const accounts = new Set(plan.steps.map(({ change }) => change.account));
    equal(demo.length, accounts.size);
    const trails = new Set(plan.steps.flatMap(({ change }) => ('trail' in change ? [change.trail] : [])));
    equal(demo.join('').split('resource "aws_cloudtrail"').length - 1, trails.size);
  });

  test('the same plan gives the same text', () => {
    deepEqual(configurations(terraformFiles(world, plan)), demo);
  });

  test('HCL is parsed, and every argument is one of the provider', { skip: whyNoPythonTools() }, () => {
    let seen = 0;
    for (const parsed of parseHcl([...demo, ...hostile])) seen += checkResources(parsed);
    ok(seen > 300, `${seen} resources`);
  });

  test('Terraform itself reads it, and would lay it out the same', { skip: skipWithoutTerraform() }, () => {
    for (const text of [...demo, ...hostile]) {
      const { status, stdout, stderr } = spawnSync('terraform', ['fmt', '-check', '-diff', '-no-color', '-'], {
        input: text,
        encoding: 'utf8',
        env: { PATH: process.env.PATH, HOME: tmpdir() },
      });
      equal(status, 0, `${stdout}${stderr}`.slice(0, 2000));
    }
  });

  test('any text arrives in Terraform as it is', { skip: skipWithoutTerraform() }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'trailproof-quoted-'));
    const random = fc.sample(fc.string({ unit: 'grapheme', maxLength: 60 }), { numRuns: 300, seed: 7 });
    // Terraform keeps texts in normal form C.
    const texts = [...HOSTILE_NAMES, ...random].map((text) => text.toWellFormed().normalize('NFC'));
    try {
      const outputs = texts.map((text, index) => `output "o${index}" {\n  value = ${quoted(text)}\n}\n`);
      writeFileSync(join(folder, 'main.tf'), outputs.join('\n'));
      const apply = await terraform(folder, ['apply', '-auto-approve', '-no-color']);
      equal(apply.code, 0, apply.stderr);
      const { stdout } = await terraform(folder, ['output', '-json']);
      const values: Record<string, { value: string }> = JSON.parse(stdout);
      deepEqual(
        texts.map((_, index) => values[`o${index}`]?.value),
        texts,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('Terraform configurations under the provider', () => {
  const skip = whyNoTerraform();
  const home = new TerraformHome();
  after(() => home.remove());

  test('are valid: the demo with every type of resource, and a plain name in every partition', { skip }, async () => {
    // The provider looks closer than its schema: a topic has to be an ARN, a type one of CloudTrail's.
    const inventions = ['allow-publish', 'record-reads-and-writes', 'connect-logs'];
    const placed = hostileChanges()
      .slice(HOSTILE_NAMES.length)
      .map((changes) => changes.filter(({ kind }) => !inventions.includes(kind)))
      .flatMap((changes) => configurations(terraformFiles(emptyWorld(), planOf(changes))));
    const sample = [...withEveryType(demo), ...placed];
    for (const text of sample) {
      const { path, env } = await home.folder({ 'main.tf': text });
      const { code, stdout, stderr } = await terraform(path, ['validate', '-no-color'], env);
      equal(code, 0, `${stdout}${stderr}`);
    }
  });

  test('the schema that is checked without it is the provider’s', { skip }, async () => {
    const { path, env } = await home.folder({});
    writeFileSync(join(path, 'main.tf'), demo[0] ?? '');
    const { stdout } = await terraform(path, ['providers', 'schema', '-json'], env);
    const all = JSON.parse(stdout).provider_schemas['registry.terraform.io/hashicorp/aws'].resource_schemas;
    for (const [type, { attributes }] of Object.entries(SCHEMA)) {
      deepEqual(Object.keys(all[type].block.attributes).sort(), Object.keys(attributes), type);
    }
  });
});

function skipWithoutTerraform(): string | false {
  return hasTerraform() ? false : 'terraform is not on this machine';
}

/** As few texts as have every type of resource among them. */
function withEveryType(texts: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return texts.filter((text) => {
    const types = [...text.matchAll(/^resource "(\w+)"/gm)].map(([, type]) => type ?? '');
    const isNew = types.some((type) => !seen.has(type));
    for (const type of types) seen.add(type);
    return isNew;
  });
}

/** Checks every resource of a parsed file against the schema, and counts them. */
function checkResources(file: HclBody): number {
  const resources = (file['resource'] ?? []) as Record<string, Record<string, HclBody>>[];
  for (const one of resources) {
    const [[type = '', labelled = {}] = []] = own(one);
    const [[label = '', body = {}] = []] = own(labelled);
    if (type === '"terraform_data"') continue;
    const schema = SCHEMA[type.slice(1, -1)];
    ok(schema !== undefined, type);
    ok(/^"[A-Za-z_][\w-]*"$/.test(label), label);
    checkBody(`${type}.${label}`, body, schema, new Set(['provider', 'depends_on', 'lifecycle']));
  }
  return resources.length;
}

function checkBody(where: string, body: HclBody, schema: Block, meta: ReadonlySet<string>): void {
  for (const [name, value] of own(body)) {
    if (meta.has(name)) continue;
    const nested = schema.blocks[name];
    const attribute = schema.attributes[name];
    ok(nested !== undefined || attribute === 'required' || attribute === 'optional', `${where}: ${name}`);
    if (nested === undefined) continue;
    for (const one of value as HclBody[]) checkBody(`${where}.${name}`, one, nested, new Set());
  }
  for (const [name, kind] of Object.entries(schema.attributes)) {
    if (kind === 'required') ok(name in body, `${where} has no ${name}`);
  }
}

/** Without what the parser adds of its own. */
function own<T>(body: Record<string, T>): [string, T][] {
  return Object.entries(body).filter(([name]) => !name.startsWith('__'));
}
