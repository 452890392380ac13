import * as l10n from '@vscode/l10n';
import {
  anyNumber,
  listOf,
  matching,
  number,
  oneOf,
  optional,
  shape,
  text,
  type TypeOf,
  variantsOf,
  wholeNumber,
  yesOrNo,
} from './shape.ts';

/** Pools of one broker. */
export const MAXIMUM_POOLS = 100;
/** Processes of one pool. */
export const MAXIMUM_PROCESSES = 100;

/** What is true of a pool whose definition does not say otherwise; times in seconds. */
export const POOL_DEFAULTS = {
  min: 0,
  max: 4,
  cooldown: 60,
  grace: 30,
  mode: 'drain',
  protection: false,
  timeScale: 1,
  policy: { type: 'keda' },
} as const;

export const POOL_NAME = matching(/^[\w-]{1,80}$/, () =>
  l10n.t('1 to 80 letters, digits, hyphens and underscores'),
);

const SECONDS = wholeNumber(0, 86_400);
const SIZE = wholeNumber(0, MAXIMUM_PROCESSES);
const ALARM_NAME = text(255, 1);

export const ADJUSTMENT_TYPES = ['ChangeInCapacity', 'ExactCapacity', 'PercentChangeInCapacity'] as const;

/** How an adjustment changes the size, in the words of Auto Scaling. */
const ADJUSTMENT = {
  /** Default: `ChangeInCapacity`. */
  adjustmentType: optional(oneOf(ADJUSTMENT_TYPES)),
  /** For `PercentChangeInCapacity`: at least this many processes. */
  minAdjustmentMagnitude: optional(wholeNumber(1, MAXIMUM_PROCESSES)),
};

const AMOUNT = wholeNumber(-1000, 1000);

/** Bounds are offsets from the threshold of the alarm; absent: infinity. */
const STEP = shape({
  lower: optional(anyNumber()),
  upper: optional(anyNumber()),
  adjustment: AMOUNT,
});

export type PoolStep = TypeOf<typeof STEP>;

const STEP_RULE = {
  /** Its name, in the account and region of the queue. */
  alarm: ALARM_NAME,
  ...ADJUSTMENT,
  /** Of the most recent points of the alarm. Default: `Average`. */
  aggregation: optional(oneOf(['Average', 'Minimum', 'Maximum'])),
  steps: listOf(STEP, 20),
};

const SIMPLE_RULE = {
  alarm: ALARM_NAME,
  ...ADJUSTMENT,
  adjustment: AMOUNT,
  /** s; default: that of the pool. */
  cooldown: optional(SECONDS),
};

const STEP_RULE_SHAPE = shape(STEP_RULE);
const SIMPLE_RULE_SHAPE = shape(SIMPLE_RULE);

export type StepRule = TypeOf<typeof STEP_RULE_SHAPE>;
export type SimpleRule = TypeOf<typeof SIMPLE_RULE_SHAPE>;

const SCHEDULED_ACTION = shape({
  /** Five fields as of cron, in UTC: minute, hour, day of the month, month, day of the week. */
  recurrence: text(128, 9),
  min: optional(SIZE),
  max: optional(SIZE),
  desired: optional(SIZE),
});

export type ScheduledAction = TypeOf<typeof SCHEDULED_ACTION>;

/** How a pool decides about its size. */
export const POOL_POLICIES = {
  targetTracking: shape({
    /** Visible messages for each process in service, or all visible messages. Default: `backlogPerConsumer`. */
    metric: optional(oneOf(['backlogPerConsumer', 'visible'])),
    target: anyNumber(),
    disableScaleIn: optional(yesOrNo()),
  }),
  step: shape({ ...STEP_RULE, scaleIn: optional(STEP_RULE_SHAPE) }),
  simple: shape({ ...SIMPLE_RULE, scaleIn: optional(SIMPLE_RULE_SHAPE) }),
  keda: shape({
    /** Messages for each process. Default: 5. */
    queueLength: optional(anyNumber()),
    /** From 0 to 1 happens when there are more. Default: 0. */
    activationQueueLength: optional(number(0, Number.MAX_SAFE_INTEGER)),
    /** Default: true. */
    scaleOnInFlight: optional(yesOrNo()),
    /** Default: false. */
    scaleOnDelayed: optional(yesOrNo()),
    /** s; default: 30. */
    pollingInterval: optional(wholeNumber(1, 3600)),
    /** s from the last activity to 0 processes; default: the cooldown of the pool. */
    cooldownPeriod: optional(SECONDS),
  }),
  scheduled: shape({ actions: listOf(SCHEDULED_ACTION, 100) }),
  manual: shape({}),
} as const;

const POLICY = variantsOf('type', POOL_POLICIES);

export type PoolPolicy = TypeOf<typeof POLICY>;
export type PolicyType = keyof typeof POOL_POLICIES;
export type PolicyOf<T extends PolicyType> = Extract<PoolPolicy, { readonly type: T }>;

/**
 * A pool: how many processes of one program receive from a queue, and who decides that. The broker checks afterwards what
 * the members say together: exactly one of `command` and `launch`, `min` up to `max`, and so on.
 */
export const POOL_DEFINITION = shape({
  name: POOL_NAME,
  /** The name of a queue in the broker's own account and region. */
  queue: text(80, 1),
  /** A command line for the shell. */
  command: optional(text(8192, 1)),
  /** The name of a launch configuration of the editor. */
  launch: optional(text(256, 1)),
  /** Default: 0. */
  min: optional(SIZE),
  /** Default: 4. */
  max: optional(SIZE),
  /** How many when it starts; default: `min`. */
  desired: optional(SIZE),
  /** Default: `keda`. */
  policy: optional(POLICY),
  /** s until a process is in service; absent: until its first receive. */
  warmup: optional(SECONDS),
  /** s; default: 60. Auto Scaling: 300. */
  cooldown: optional(SECONDS),
  /** s from SIGTERM to SIGKILL; default: 30. */
  grace: optional(wholeNumber(0, 3600)),
  /**
   * `drain` (default): before SIGTERM, the process gets no more messages and may finish those that it has. `asAws`: SIGTERM
   * at once.
   */
  mode: optional(oneOf(['drain', 'asAws'])),
  /** New processes are protected from scale-in. Default: false. */
  protection: optional(yesOrNo()),
  /** Minutes of policies, warm-up and cooldown pass this many times as fast. Default: 1. */
  timeScale: optional(number(1, 600)),
});

export type PoolDefinition = TypeOf<typeof POOL_DEFINITION>;
