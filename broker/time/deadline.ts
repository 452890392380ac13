import type { Schedule } from './schedule.ts';

/** A moment up to which something else is waited for. */
export interface Deadline {
  /** Resolves at that moment; never, if it is cancelled before. */
  readonly passed: Promise<void>;
  cancel(): void;
}

/** @param delayMs of real time, from now */
export function setDeadline(schedule: Schedule, delayMs: number): Deadline {
  let cancel: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => {
    cancel = schedule(delayMs, resolve);
  });
  return { passed, cancel };
}
