/** The tools that people use today, from PyPI, in an environment of their own. */

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Command } from './measure.ts';
import { HOME as REGION } from './world.ts';

export const PROWLER = 'prowler==5.46.0';
export const CLOUD_AUDIT = 'cloud-audit==2.5.0';

const VENV = join(import.meta.dirname, '..', '.rig', 'peers');
const BIN = join(VENV, 'bin');
const PYTHON = join(BIN, 'python');

const PROWLER_CHECKS = ['cloudtrail_multi_region_enabled', 'cloudtrail_cloudwatch_logging_enabled'];

// cloud-audit has no option that names checks: what is not wanted is excluded, by its own list.
const LIST_CHECKS = `
from cloud_audit.providers.aws.provider import AWSProvider
from cloud_audit.scanner import _get_check_id
print(' '.join(_get_check_id(check) for check in AWSProvider(regions=['${REGION}']).get_checks()))
`;

/** Installs both where they are missing; some two minutes, once. */
export function installPeers(): void {
  const stamp = join(VENV, 'requirements.txt');
  const wanted = `${PROWLER}\n${CLOUD_AUDIT}\n`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  process.stderr.write(`installing ${PROWLER} and ${CLOUD_AUDIT} into .rig/peers (once, about two minutes)\n`);
  rmSync(VENV, { recursive: true, force: true });
  mkdirSync(join(VENV, '..'), { recursive: true });
  execFileSync('python3', ['-m', 'venv', VENV], { stdio: 'inherit' });
  execFileSync(PYTHON, ['-m', 'pip', '--quiet', '--disable-pip-version-check', 'install', PROWLER, CLOUD_AUDIT], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // Written last: a broken-off installation has no stamp and is made again.
  writeFileSync(stamp, wanted);
}

/** Prowler with the two checks that stand for CloudTrail.1 and CloudTrail.5; all enabled Regions. */
export function prowlerCommand(folder: string, env: Record<string, string>): Command {
  const output = ['--output-formats', 'json-ocsf', '--output-directory', join(folder, 'output')];
  return {
    argv: [join(BIN, 'prowler'), 'aws', '--checks', ...PROWLER_CHECKS, ...output, '--no-banner', '--no-color'],
    env: { ...env, PATH: pathWithPeers() },
    cwd: folder,
  };
}

/** cloud-audit with these CloudTrail checks only; one Region, as by default. */
export function cloudAuditCommand(folder: string, env: Record<string, string>, checks: readonly string[]): Command {
  const excluded = cloudAuditChecks(env).filter((id) => !checks.includes(id));
  return {
    argv: [join(BIN, 'cloud-audit'), 'scan', '--format', 'json', '--output', join(folder, 'report.json')],
    env: { ...env, PATH: pathWithPeers(), CLOUD_AUDIT_EXCLUDE_CHECKS: excluded.join(',') },
    cwd: folder,
  };
}

export function cloudAuditChecks(env: Record<string, string>): readonly string[] {
  return execFileSync(PYTHON, ['-c', LIST_CHECKS], { env, encoding: 'utf8' }).trim().split(' ');
}

function pathWithPeers(): string {
  return [BIN, process.env['PATH']].join(delimiter);
}
