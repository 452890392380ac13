const DECADES = Array.from({ length: 12 }, (_, power) => 10 ** power);
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Distances of the marks of an axis of whole numbers. */
export const COUNT_INCREMENTS = DECADES.flatMap((decade) => [decade, 2 * decade, 5 * decade]);
/** Of an axis of rates and averages, which may be small. */
export const RATE_INCREMENTS = [0.1, 0.2, 0.5, ...COUNT_INCREMENTS];
/** Of an axis of durations, ms: every multiple has a short name. */
export const DURATION_INCREMENTS = [
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  1_000,
  2_000,
  5_000,
  10_000,
  15_000,
  30_000,
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12, 24, 48, 120, 240].map((hours) => hours * HOUR_MS),
];
/** Of an axis of durations, ms, that are mostly shorter than a few. */
export const LATENCY_INCREMENTS = [0.1, 0.2, 0.5, ...DURATION_INCREMENTS];
/** Of an axis of sizes, bytes. */
export const BYTE_INCREMENTS = [1, 1024, 1024 ** 2].flatMap((unit) =>
  [1, 2, 4, 8, 16, 32, 64, 128, 256, 512].map((size) => size * unit),
);
