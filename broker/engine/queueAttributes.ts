import { type Limits, RANGES } from './limits.ts';
import type { FifoSettings, QueueSettings } from './queueSettings.ts';
import { parseRedriveAllowPolicy, parseRedrivePolicy } from './redrivePolicy.ts';
import { type Failure, type Result, fail, succeed } from './result.ts';

/** Attributes by the name of the service. Values are strings in both directions (contract §1.0). */
export type AttributeMap = Readonly<Record<string, string>>;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
/** Applies one given value to the settings; a failure says why not. */
type Setter = (settings: Mutable<QueueSettings>, value: string, limits: Limits) => Failure | undefined;

function refuseValue(name: string): Failure {
  return fail('InvalidAttributeValue', `Invalid value for the parameter ${name}.`, name);
}

function refuseName(name: string): Failure {
  return fail('InvalidAttributeName', `Unknown Attribute ${name}.`, name);
}

type NumericSetting = {
  [K in keyof QueueSettings]: QueueSettings[K] extends number ? K : never;
}[keyof QueueSettings];

function setNumber(
  name: string,
  field: NumericSetting,
  min: number,
  max: (limits: Limits) => number,
): Setter {
  return (settings, value, limits) => {
    if (!/^\d{1,10}$/.test(value)) return refuseValue(name);
    const number = Number(value);
    if (number < min || number > max(limits)) return refuseValue(name);
    settings[field] = number;
    return undefined;
  };
}

function setRanged(name: string, field: NumericSetting, range: { min: number; max: number }): Setter {
  return setNumber(name, field, range.min, () => range.max);
}

function setFifo<K extends keyof FifoSettings>(
  name: string,
  field: K,
  values: Record<string, FifoSettings[K]>,
): Setter {
  return (settings, value) => {
    if (settings.fifo === undefined) {
      return name === 'ContentBasedDeduplication'
        ? refuseName(name)
        : fail(
            'InvalidAttributeName',
            `You can specify the ${name} only when FifoQueue is set to true.`,
            name,
          );
    }
    const parsed = Object.hasOwn(values, value) ? values[value] : undefined;
    if (parsed === undefined) return refuseValue(name);
    settings.fifo = { ...settings.fifo, [field]: parsed };
    return undefined;
  };
}

const MAX_POLICY_LENGTH = 8192;

const setPolicy: Setter = (settings, value) => {
  if (value === '') {
    settings.policy = undefined;
    return undefined;
  }
  if (value.length > MAX_POLICY_LENGTH || !isPolicy(value)) return refuseValue('Policy');
  settings.policy = value;
  return undefined;
};

/** The shape of a policy document (contract §9.3); what it allows is the policy evaluation's business. */
function isPolicy(text: string): boolean {
  try {
    const policy: unknown = JSON.parse(text);
    if (typeof policy !== 'object' || policy === null) return false;
    const statement: unknown = (policy as { Statement?: unknown }).Statement;
    const statements: unknown[] = Array.isArray(statement) ? statement : [statement];
    return statements.every((entry) => {
      if (typeof entry !== 'object' || entry === null) return false;
      const effect: unknown = (entry as { Effect?: unknown }).Effect;
      return effect === 'Allow' || effect === 'Deny';
    });
  } catch {
    return false;
  }
}

/** Every settable attribute. `FifoQueue` is not here: it is fixed by the name at creation. */
const SETTERS: Readonly<Record<string, Setter>> = {
  VisibilityTimeout: setRanged('VisibilityTimeout', 'visibilitySeconds', RANGES.visibilitySeconds),
  DelaySeconds: setRanged('DelaySeconds', 'delaySeconds', RANGES.delaySeconds),
  MaximumMessageSize: setNumber(
    'MaximumMessageSize',
    'maximumMessageBytes',
    RANGES.maximumMessageBytes.min,
    (limits) => limits.messageBytes,
  ),
  MessageRetentionPeriod: setRanged('MessageRetentionPeriod', 'retentionSeconds', RANGES.retentionSeconds),
  ReceiveMessageWaitTimeSeconds: setRanged(
    'ReceiveMessageWaitTimeSeconds',
    'receiveWaitSeconds',
    RANGES.waitSeconds,
  ),
  Policy: setPolicy,
  RedrivePolicy: (settings, value) => {
    if (value === '') {
      settings.redrivePolicy = undefined;
      return undefined;
    }
    const parsed = parseRedrivePolicy(value);
    if (!parsed.ok) return parsed;
    settings.redrivePolicy = parsed.value;
    return undefined;
  },
  RedriveAllowPolicy: (settings, value) => {
    if (value === '') {
      settings.redriveAllowPolicy = undefined;
      return undefined;
    }
    const parsed = parseRedriveAllowPolicy(value);
    if (!parsed.ok) return parsed;
    settings.redriveAllowPolicy = parsed.value;
    return undefined;
  },
  SqsManagedSseEnabled: (settings, value) => {
    if (value !== 'true' && value !== 'false') return refuseValue('SqsManagedSseEnabled');
    settings.sqsManagedSse = value === 'true';
    if (settings.sqsManagedSse) settings.kmsMasterKeyId = undefined;
    return undefined;
  },
  KmsMasterKeyId: (settings, value) => {
    settings.kmsMasterKeyId = value === '' ? undefined : value;
    if (value !== '') settings.sqsManagedSse = false;
    return undefined;
  },
  KmsDataKeyReusePeriodSeconds: setRanged(
    'KmsDataKeyReusePeriodSeconds',
    'kmsReuseSeconds',
    RANGES.kmsReuseSeconds,
  ),
  ContentBasedDeduplication: setFifo('ContentBasedDeduplication', 'contentBasedDeduplication', {
    true: true,
    false: false,
  }),
  DeduplicationScope: setFifo('DeduplicationScope', 'deduplicationScope', {
    queue: 'queue',
    messageGroup: 'messageGroup',
  }),
  FifoThroughputLimit: setFifo('FifoThroughputLimit', 'throughputLimit', {
    perQueue: 'perQueue',
    perMessageGroupId: 'perMessageGroupId',
  }),
};

/**
 * The settings that result from giving attributes to a queue (contract §4.1, §4.2).
 * Errors: InvalidAttributeName, InvalidAttributeValue, InvalidParameterValue (redrive policies).
 */
export function applyAttributes(
  current: QueueSettings,
  given: AttributeMap,
  limits: Limits,
): Result<QueueSettings> {
  if (
    given['SqsManagedSseEnabled'] === 'true' &&
    given['KmsMasterKeyId'] !== undefined &&
    given['KmsMasterKeyId'] !== ''
  ) {
    return fail(
      'InvalidAttributeName',
      'You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.',
    );
  }
  const settings: Mutable<QueueSettings> = { ...current };
  for (const [name, value] of Object.entries(given)) {
    if (name === 'FifoQueue') {
      const refusal = checkFifoQueue(settings, value);
      if (refusal !== undefined) return refusal;
      continue;
    }
    const setter = Object.hasOwn(SETTERS, name) ? SETTERS[name] : undefined;
    if (setter === undefined) return refuseName(name);
    const refusal = setter(settings, value, limits);
    if (refusal !== undefined) return refusal;
  }
  const fifo = settings.fifo;
  if (fifo?.throughputLimit === 'perMessageGroupId' && fifo.deduplicationScope !== 'messageGroup') {
    return refuseValue('FifoThroughputLimit');
  }
  return succeed(settings);
}

function checkFifoQueue(settings: QueueSettings, value: string): Failure | undefined {
  if (settings.fifo === undefined) return refuseName('FifoQueue');
  if (value === 'true') return undefined;
  return fail(
    'InvalidAttributeValue',
    'Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.',
    'FifoQueue',
  );
}
