/** Chromium without a window, where the machine has one. */

import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser's command (`CHROMIUM` names another), or null: its tests may be skipped where it cannot be found. */
export function findChromium(): string | null {
  const given = process.env.CHROMIUM ?? '';
  const names = given === '' ? NAMES : [given];
  return (
    names.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0) ?? null
  );
}

export interface Opened {
  /** The page as the browser understood it. */
  readonly dom: string;
  /** What it complained about: refused styles and scripts, errors. */
  readonly complaints: readonly string[];
}

/** Opens a page from a file and ends. */
export async function openPage(chromium: string, page: string, width = 1280): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), 'trailproof-chromium-'));
  try {
    const file = join(folder, 'page.html');
    writeFileSync(file, page);
    const words = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--enable-logging=stderr',
      `--user-data-dir=${join(folder, 'profile')}`,
      `--window-size=${width},900`,
      '--dump-dom',
      `file://${file}`,
    ];
    const options = { maxBuffer: 1 << 27, timeout: 60_000 };
    const { stdout, stderr } = await promisify(execFile)(chromium, words, options);
    return { dom: stdout, complaints: stderr.split('\n').filter((line) => line.includes(':CONSOLE')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
