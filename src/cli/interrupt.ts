/**
 * Ctrl-C once: the signal aborts, calls in flight end, and what is known is reported as incomplete. Twice: the process
 * ends at once, as by the signal itself.
 */
export function interruptible(stderr: NodeJS.WriteStream): {
  readonly signal: AbortSignal;
  readonly release: () => void;
} {
  const controller = new AbortController();
  const onSignal = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted) {
      release();
      process.kill(process.pid, signal);
      return;
    }
    stderr.write('\ntrailproof: interrupted; reporting what is known. Again to stop at once.\n');
    controller.abort();
  };
  const release = (): void => {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return { signal: controller.signal, release };
}
