#!/usr/bin/env node
// Plain JavaScript that every Node can read, so that an old one can say what is missing.
import { existsSync } from 'node:fs';
import module from 'node:module';

const needed = 24;
if (Number(process.versions.node.split('.')[0]) < needed) {
  process.stderr.write(
    `trailproof: needs Node ${needed} or newer, this is ${process.versions.node}; install a newer Node.\n`,
  );
  process.exitCode = 2;
} else {
  module.enableCompileCache?.();
  const source = new URL('../src/cli/main.ts', import.meta.url);
  const built = new URL('../dist/cli/main.js', import.meta.url);
  // A checkout runs its sources as they are; the package ships without them.
  const { run } = await import((existsSync(source) ? source : built).href);
  await run();
}
