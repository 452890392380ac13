import { DEDUPLICATION_SCOPES, THROUGHPUT_LIMITS } from '../../api/queueAttributes.ts';
import type { FifoSettings, QueueSettings } from './queueSettings.ts';
import { type Limits, RANGES } from '../base/limits.ts';
import { refuseQueuePolicy } from './queuePolicy.ts';
import { parseRedriveAllowPolicy, parseRedrivePolicy } from './redrivePolicy.ts';
import { type Failure, type Result, fail, succeed } from '../base/result.ts';

/** Attributes by the name of the service. Values are strings in both directions (contract §1.0). */
export type AttributeMap = Readonly<Record<string, string>>;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
/** Applies one given value to the settings; an error explains why it is invalid. */
type Setter = (settings: Mutable<QueueSettings>, value: string, limits: Limits) => Failure | undefined;

function refuseValue(name: string, reason?: string): Failure {
  const text = `Invalid value for the parameter ${name}.`;
  return fail('InvalidAttributeValue', reason === undefined ? text : `${text} Reason: ${reason}`, name);
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
  parse: (value: string) => FifoSettings[K] | undefined,
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
    const parsed = parse(value);
    if (parsed === undefined) return refuseValue(name);
    settings.fifo = { ...settings.fifo, [field]: parsed };
    return undefined;
  };
}

const setPolicy: Setter = (settings, value) => {
  const refusal = value === '' ? undefined : refuseQueuePolicy(value);
  if (refusal === undefined) settings.policy = value === '' ? undefined : value;
  return refusal;
};

/** The service reads booleans without regard to case; undefined for other texts. */
function parseBoolean(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}

/** Whether attributes ask for a FIFO queue. */
export function asksForFifo(given: AttributeMap): boolean {
  return parseBoolean(given['FifoQueue'] ?? '') === true;
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
    const isEnabled = parseBoolean(value);
    if (isEnabled === undefined) return refuseValue('SqsManagedSseEnabled');
    settings.sqsManagedSse = isEnabled;
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
  ContentBasedDeduplication: setFifo('ContentBasedDeduplication', 'contentBasedDeduplication', parseBoolean),
  DeduplicationScope: setFifo('DeduplicationScope', 'deduplicationScope', (value) =>
    DEDUPLICATION_SCOPES.find((scope) => scope === value),
  ),
  FifoThroughputLimit: setFifo('FifoThroughputLimit', 'throughputLimit', (value) =>
    THROUGHPUT_LIMITS.find((limit) => limit === value),
  ),
};

/**
 * The settings that result from giving attributes to a queue (contract §4.1, §4.2).
 * Errors: InvalidAttributeName, InvalidAttributeValue, InvalidParameterValue (redrive policies), OverLimit (policy).
 */
export function applyAttributes(
  current: QueueSettings,
  given: AttributeMap,
  limits: Limits,
): Result<QueueSettings> {
  if (
    parseBoolean(given['SqsManagedSseEnabled'] ?? '') === true &&
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
    return refuseValue(
      'FifoThroughputLimit',
      'To set FifoThroughputLimit to perMessageGroupId, the DeduplicationScope must be messageGroup.',
    );
  }
  return succeed(settings);
}

function checkFifoQueue(settings: QueueSettings, value: string): Failure | undefined {
  if (settings.fifo === undefined) return refuseName('FifoQueue');
  return parseBoolean(value) === true
    ? undefined
    : refuseValue('FifoQueue', 'Modifying queue type is not supported.');
}
