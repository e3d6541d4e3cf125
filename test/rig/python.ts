/** Finds or installs the Python parts of the rig: moto and the AWS CLI. */

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/** A Python environment of the rig: where it is made, from which requirements, and what they are. */
interface Environment {
  readonly folder: string;
  readonly requirements: string;
  readonly what: string;
}

const RIG: Environment = {
  folder: join(ROOT, '.rig', 'venv'),
  requirements: join(import.meta.dirname, 'requirements.txt'),
  what: 'moto and the AWS CLI',
};

const FORMATS: Environment = {
  folder: join(ROOT, '.rig', 'formats'),
  requirements: join(import.meta.dirname, 'formats-requirements.txt'),
  what: 'schemas and readers of the report formats',
};

// The rig seeds only with calls that work from 5.2.1 on; a new major version may differ in anything.
const CHECK_MOTO =
  'import moto, moto.server, flask_cors, sys; v = tuple(map(int, moto.__version__.split(".")[:3])); ' +
  'sys.exit(not (5, 2, 1) <= v < (6,))';

// It ends with its standard input: a test process that is killed must not leave a server behind.
const SERVE_MOTO =
  'import os, sys, threading; from moto.server import main; ' +
  'threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start(); main(sys.argv[1:])';

/** Thrown where a real part cannot be had; tests skip on it, except in CI. */
export class MissingPart extends Error {}

/** The command that runs moto's server without its arguments, or the URL of one that runs already. */
export type MotoCommand = { command: string[] } | { url: string };

/**
 * The moto to use: `MOTO_SERVER` (a command or a URL), python3 where it has moto, or the rig's own
 * environment, which is made on first use. `RIG_FRESH=1` skips the python3 and aws that lie about, as a
 * fresh machine would.
 */
export function findMoto(): MotoCommand {
  const given = process.env.MOTO_SERVER;
  if (given !== undefined && given !== '')
    return /^https?:/.test(given) ? { url: given } : { command: given.split(' ') };
  const serve = ['-c', SERVE_MOTO];
  if (!isFresh() && probe('python3', ['-c', CHECK_MOTO])) return { command: ['python3', ...serve] };
  return { command: [join(rigVenv(), 'bin', 'python'), ...serve] };
}

/** The AWS CLI to use: the one in PATH, or that of the rig's own environment. */
export function findAwsCli(): string {
  if (!isFresh() && probe('aws', ['--version'])) return 'aws';
  return join(rigVenv(), 'bin', 'aws');
}

/** Why tests that need the AWS CLI are skipped, for node:test's `skip`; false where it is there. Throws in CI. */
export function whyNoAwsCli(): string | false {
  try {
    findAwsCli();
    return false;
  } catch (error) {
    if (!(error instanceof MissingPart) || process.env.CI) throw error;
    return error.message;
  }
}

let made: string | undefined;

/** The rig's Python environment, made if it is missing or was made from other requirements. */
export function rigVenv(): string {
  made ??= makeVenv(RIG);
  return made;
}

let formats: string | undefined;

/** The Python that has the schemas and readers of the report formats, made likewise. */
export function formatsPython(): string {
  formats ??= join(makeVenv(FORMATS), 'bin', 'python');
  return formats;
}

function makeVenv({ folder, requirements, what }: Environment): string {
  const wanted = readFileSync(requirements, 'utf8');
  const stamp = join(folder, 'requirements.txt');
  const isUsable = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (isUsable()) return folder;
  if (!probe('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))'])) {
    throw new MissingPart(`the test rig needs Python 3.10 or newer as python3 (it runs ${what})`);
  }
  mkdirSync(join(ROOT, '.rig'), { recursive: true });
  return withLock(`${folder}.lock`, () => {
    if (isUsable()) return folder;
    process.stderr.write(`test rig: installing ${what} into ${relative(ROOT, folder)} (once, about 20 s)\n`);
    rmSync(folder, { recursive: true, force: true });
    install(['python3', '-m', 'venv', folder], what, 'python3 -m venv (on Debian the package python3-venv)');
    const pip = [join(folder, 'bin', 'python'), '-m', 'pip', 'install', '--quiet', '-r', requirements];
    install(pip, what, 'pip install');
    // Written last: a broken-off installation has no stamp and is made again.
    writeFileSync(stamp, wanted);
    return folder;
  });
}

function install([command = '', ...args]: string[], what: string, step: string): void {
  try {
    execFileSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: 300_000 });
  } catch (error) {
    const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    throw new MissingPart(`the test rig could not install ${what}: ${step} failed\n${text.slice(-2000)}`);
  }
}

/** Runs one installer at a time; a lock whose holder has died is taken over. */
function withLock<T>(path: string, work: () => T): T {
  for (let waited = 0; ; waited += 200) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      break;
    } catch {
      if (waited > 300_000) throw new MissingPart(`${path} is held by another run; remove it if none is running`);
      if (!isAlive(path)) rmSync(path, { force: true });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
  try {
    return work();
  } finally {
    rmSync(path, { force: true });
  }
}

function isAlive(lock: string): boolean {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')) || process.pid, 0);
    return true;
  } catch (error) {
    // The holder may have removed it in the meantime, which the next try will find.
    return error instanceof Error && 'code' in error && error.code === 'ENOENT';
  }
}

function probe(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 60_000 }).status === 0;
}

function isFresh(): boolean {
  return process.env.RIG_FRESH === '1';
}
