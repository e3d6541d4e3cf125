/** A signal that aborts at the deadline or when the run is stopped; `done` lets go of both. */
export interface Deadline {
  readonly signal: AbortSignal;
  done(): void;
}

/**
 * AbortSignal.any over AbortSignal.timeout would keep a timer and two signals for each call until the deadline has passed,
 * however soon the call ended: tens of thousands of them in a large run.
 */
export function deadlineOf(stop: AbortSignal, ms: number): Deadline {
  const controller = new AbortController();
  const onStop = (): void => controller.abort(stop.reason);
  const timer = setTimeout(() => controller.abort(new DOMException('the call took too long', 'TimeoutError')), ms);
  stop.addEventListener('abort', onStop, { once: true });
  if (stop.aborted) onStop();
  return {
    signal: controller.signal,
    done: () => {
      clearTimeout(timer);
      stop.removeEventListener('abort', onStop);
    },
  };
}
