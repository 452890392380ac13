/** Calls back once after `delayMs` of real time; the answer cancels it. */
export type Schedule = (delayMs: number, callback: () => void) => () => void;

export const systemSchedule: Schedule = (delayMs, callback) => {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
};
