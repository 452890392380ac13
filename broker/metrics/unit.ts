const SIZES = ['Bytes', 'Kilobytes', 'Megabytes', 'Gigabytes', 'Terabytes'] as const;
const BIT_SIZES = ['Bits', 'Kilobits', 'Megabits', 'Gigabits', 'Terabits'] as const;
const PER_SECOND = [...SIZES, ...BIT_SIZES].map((size) => `${size}/Second`);

/** The units of metrics, in the order in which the service lists them. */
export const UNITS: readonly string[] = [
  'Seconds',
  'Microseconds',
  'Milliseconds',
  ...SIZES,
  ...BIT_SIZES,
  'Percent',
  'Count',
  ...PER_SECOND,
  'Count/Second',
  'None',
];
