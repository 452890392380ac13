const MINUTE_SECONDS = 60;
const SHORT_PERIODS: ReadonlySet<number> = new Set([1, 5, 10, 20, 30]);

/** Whether points can be read by a period: 1, 5, 10, 20 or 30 seconds, or whole minutes. */
export function isMetricPeriod(seconds: number): boolean {
  return SHORT_PERIODS.has(seconds) || (seconds > 0 && seconds % MINUTE_SECONDS === 0);
}
