import type { CheckedAlarm } from './checkAlarm.ts';
import type { AlarmState } from './evaluate.ts';
import type { AlarmSettings } from './settings.ts';

/** What an alarm says, why, and since when; times are epoch ms on the broker's clock. */
export interface AlarmStatus {
  readonly state: AlarmState;
  readonly reason: string;
  /** JSON. */
  readonly reasonData: string | undefined;
  /** When state or reason changed. */
  readonly updatedAt: number;
  /** When the state changed. */
  readonly transitionedAt: number;
}

export interface Alarm {
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
  readonly arn: string;
  settings: AlarmSettings;
  checked: CheckedAlarm;
  configuredAt: number;
  status: AlarmStatus;
  readonly tags: Map<string, string>;
}

const INITIAL_REASON = 'Unchecked: Initial alarm creation';

export function initialStatus(now: number): AlarmStatus {
  return {
    state: 'INSUFFICIENT_DATA',
    reason: INITIAL_REASON,
    reasonData: undefined,
    updatedAt: now,
    transitionedAt: now,
  };
}

export function alarmArnOf(region: string, account: string, name: string): string {
  return `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;
}

/** The queue of an alarm on a metric of a queue. */
export function findQueueArn({ region, account, checked }: Alarm): string | undefined {
  const identity = checked.queries.find(({ metric }) => metric !== undefined)?.metric?.identity;
  if (identity?.namespace !== 'AWS/SQS') return undefined;
  const queue = identity.dimensions.find(({ name }) => name === 'QueueName')?.value;
  return queue === undefined ? undefined : `arn:aws:sqs:${region}:${account}:${queue}`;
}

/** The members of an alarm as answers have them (docs/cloudwatch.md): those that were given, and lists also when empty. */
export function describeAlarm({ arn, settings, configuredAt, status }: Alarm) {
  const { Metrics: metrics, Dimensions: dimensions, ...rest } = settings;
  return {
    ...rest,
    ...(metrics === undefined ? { Dimensions: dimensions ?? [] } : { Metrics: metrics }),
    ActionsEnabled: settings.ActionsEnabled ?? true,
    OKActions: settings.OKActions ?? [],
    AlarmActions: settings.AlarmActions ?? [],
    InsufficientDataActions: settings.InsufficientDataActions ?? [],
    AlarmArn: arn,
    AlarmConfigurationUpdatedTimestamp: configuredAt,
    StateValue: status.state,
    StateReason: status.reason,
    StateReasonData: status.reasonData,
    StateUpdatedTimestamp: status.updatedAt,
    StateTransitionedTimestamp: status.transitionedAt,
  };
}
