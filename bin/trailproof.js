#!/usr/bin/env node
// Plain JavaScript that every Node can read, so that an old one can say what is missing.
import { existsSync } from 'node:fs';
import module from 'node:module';
import v8 from 'node:v8';

const needed = 24;
if (Number(process.versions.node.split('.')[0]) < needed) {
  process.stderr.write(
    `trailproof: needs Node ${needed} or newer, this is ${process.versions.node}; install a newer Node.\n`,
  );
  process.exitCode = 2;
} else {
  module.enableCompileCache?.();
  // Collect earlier rather than let the heap grow: it costs little time and halves the memory of a large run.
  v8.setFlagsFromString('--heap-growing-percent=30');
  const source = new URL('../src/cli/main.ts', import.meta.url);
  const built = new URL('../dist/cli/main.js', import.meta.url);
  // A checkout runs its sources as they are; the package ships without them.
  const { run } = await import((existsSync(source) ? source : built).href);
  await run();
}
