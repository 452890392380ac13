/** What an alarm says. */
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export const COMPARISONS = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
] as const;
export type Comparison = (typeof COMPARISONS)[number];

export const MISSING_DATA = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;
export type MissingData = (typeof MISSING_DATA)[number];

/** When an alarm goes off. */
export interface AlarmRule {
  readonly comparison: Comparison;
  readonly threshold: number;
  /** N: how many periods are compared; at least 1. */
  readonly evaluationPeriods: number;
  /** M: how many of them must breach the threshold; 1 to N. */
  readonly datapointsToAlarm: number;
  readonly missingData: MissingData;
}

/**
 * How many periods are read for N: more than N, because points can be late. The service's own rule is not documented; its
 * examples read 5 for 3 (docs/cloudwatch.md).
 */
export function countEvaluatedPeriods({ evaluationPeriods }: AlarmRule): number {
  return evaluationPeriods + 2;
}

export function breaches({ comparison, threshold }: AlarmRule, value: number): boolean {
  switch (comparison) {
    case 'GreaterThanOrEqualToThreshold':
      return value >= threshold;
    case 'GreaterThanThreshold':
      return value > threshold;
    case 'LessThanThreshold':
      return value < threshold;
    case 'LessThanOrEqualToThreshold':
      return value <= threshold;
  }
}

/**
 * The state after one evaluation (docs/cloudwatch.md).
 * @param points a value for each period, undefined without one, the newest last: {@link countEvaluatedPeriods} of them
 * @param before the state until now, which stays where the points don't say enough
 */
export function evaluateAlarm(
  rule: AlarmRule,
  points: readonly (number | undefined)[],
  before: AlarmState,
): AlarmState {
  const { evaluationPeriods, datapointsToAlarm, missingData } = rule;
  const real = points.filter((point) => point !== undefined);
  const isAlarm = (count: number): AlarmState => (count >= datapointsToAlarm ? 'ALARM' : 'OK');
  const countBreaching = (values: readonly number[]): number =>
    values.filter((value) => breaches(rule, value)).length;
  // With enough points, gaps are skipped and nothing is filled in.
  if (real.length >= evaluationPeriods) return isAlarm(countBreaching(real.slice(-evaluationPeriods)));
  const breaching = countBreaching(real);
  if (missingData === 'breaching') return isAlarm(breaching + evaluationPeriods - real.length);
  if (missingData === 'notBreaching') return isAlarm(breaching);
  if (real.length === 0) return missingData === 'ignore' ? before : 'INSUFFICIENT_DATA';
  if (breaching >= datapointsToAlarm) return 'ALARM';
  if (breaching < real.length) return 'OK';
  // Only breaching points, and too few of them: an alarm if the oldest is as old as the alarm must last.
  const oldest = points.length - points.findIndex((point) => point !== undefined);
  return missingData === 'missing' && oldest >= datapointsToAlarm ? 'ALARM' : before;
}
