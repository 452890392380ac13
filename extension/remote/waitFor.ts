import type { Schedule } from '../ground/schedule.ts';

/** Until the time is over, or the signal is aborted: whichever comes first, neither is waited for any more. Never rejects. */
export function waitFor(schedule: Schedule, delayMs: number, signal: AbortSignal): Promise<void> {
  if (delayMs <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      stop();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const stop = schedule(delayMs, end);
    signal.addEventListener('abort', end, { once: true });
  });
}
