import type { GivenDimension, GivenQuery } from '../metrics/queries.ts';

/** What an alarm is set to, as PutMetricAlarm has it: DescribeAlarms answers the members that were given. */
export interface AlarmSettings {
  readonly AlarmName: string;
  readonly AlarmDescription?: string | undefined;
  readonly ActionsEnabled?: boolean | undefined;
  readonly OKActions?: readonly string[] | undefined;
  readonly AlarmActions?: readonly string[] | undefined;
  readonly InsufficientDataActions?: readonly string[] | undefined;
  readonly MetricName?: string | undefined;
  readonly Namespace?: string | undefined;
  readonly Statistic?: string | undefined;
  readonly ExtendedStatistic?: string | undefined;
  readonly Dimensions?: readonly GivenDimension[] | undefined;
  /** s. */
  readonly Period?: number | undefined;
  readonly Unit?: string | undefined;
  readonly EvaluationPeriods?: number | undefined;
  readonly DatapointsToAlarm?: number | undefined;
  readonly Threshold?: number | undefined;
  readonly ComparisonOperator?: string | undefined;
  readonly TreatMissingData?: string | undefined;
  readonly EvaluateLowSampleCountPercentile?: string | undefined;
  readonly Metrics?: readonly GivenQuery[] | undefined;
}

/** The lists of actions, by the state that runs them. */
export const ACTION_MEMBERS = {
  OK: 'OKActions',
  ALARM: 'AlarmActions',
  INSUFFICIENT_DATA: 'InsufficientDataActions',
} as const;

export const MAXIMUM_ACTIONS = 5;
