import {
  DEDUPLICATION_SCOPES,
  NUMBER_ATTRIBUTES,
  type NumberAttribute,
  type NumberAttributeName,
  SETTABLE_ATTRIBUTES,
  type SettableAttribute,
  THROUGHPUT_LIMITS,
} from '../../broker/api/queueAttributes.ts';
import type { QueueKind } from '../../broker/protocol/queue.ts';

/** A value for each attribute that the type of queue has; an empty text: not set. Two queues can be compared by it. */
export type Settings = Readonly<Partial<Record<SettableAttribute, string>>>;

/** Of Amazon SQS; used until the broker has told its own. */
export const DEFAULT_MAXIMUM_BYTES = 1_048_576;

export const NUMBER_NAMES = Object.keys(NUMBER_ATTRIBUTES) as NumberAttributeName[];

const FIFO_DEFAULTS: Settings = {
  ContentBasedDeduplication: 'false',
  DeduplicationScope: DEDUPLICATION_SCOPES[0],
  FifoThroughputLimit: THROUGHPUT_LIMITS[0],
};

/** The range of a number, with the broker's own limit where the service lets it have one. */
export function rangeOf(name: NumberAttributeName, maximumBytes: number): Required<NumberAttribute> {
  const declared: NumberAttribute = NUMBER_ATTRIBUTES[name];
  const max = declared.max ?? maximumBytes;
  return { ...declared, max, default: declared.default ?? max };
}

/** What a new queue has. */
export function defaultSettings(kind: QueueKind, maximumBytes: number): Settings {
  return {
    ...Object.fromEntries(NUMBER_NAMES.map((name) => [name, String(rangeOf(name, maximumBytes).default)])),
    ...(kind === 'fifo' ? FIFO_DEFAULTS : {}),
    RedrivePolicy: '',
    RedriveAllowPolicy: '',
    SqsManagedSseEnabled: 'true',
    KmsMasterKeyId: '',
    Policy: '',
  };
}

/** Attributes as GetQueueAttributes returns them; it leaves out what is not set. */
export function readSettings(
  attributes: Readonly<Record<string, string>>,
  kind: QueueKind,
  maximumBytes: number,
): Settings {
  const defaults = { ...defaultSettings(kind, maximumBytes), SqsManagedSseEnabled: 'false' };
  return Object.fromEntries(
    SETTABLE_ATTRIBUTES.filter((name) => defaults[name] !== undefined).map((name) => [
      name,
      compact(attributes[name] ?? defaults[name] ?? ''),
    ]),
  );
}

/** Policies are the same whatever their white space. */
export function compact(value: string): string {
  if (!/^\s*\{/.test(value)) return value;
  try {
    return JSON.stringify(JSON.parse(value));
  } catch {
    return value;
  }
}

/** Attributes whose values differ. */
export function listChanged(from: Settings, to: Settings): SettableAttribute[] {
  return SETTABLE_ATTRIBUTES.filter((name) => (from[name] ?? '') !== (to[name] ?? ''));
}

/** Of the other type of queue only what this type has, too. */
export function onlyKnown(settings: Settings, known: Settings): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => name in known));
}
