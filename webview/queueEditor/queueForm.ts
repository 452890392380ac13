import {
  DEDUPLICATION_SCOPES,
  NUMBER_ATTRIBUTES,
  type NumberAttributeName,
  type SettableAttribute,
  THROUGHPUT_LIMITS,
} from '../../broker/api/queueAttributes.ts';
import type { QueueKind } from '../../broker/protocol/queue.ts';
import { compact, defaultSettings, NUMBER_NAMES, type Settings } from './settings.ts';
import { formatQuantity, parseQuantity } from './units.ts';

/** A tag as the grid edits it. */
export interface TagRow {
  /** Tells rows apart while they are edited. */
  readonly key: number;
  readonly name: string;
  readonly value: string;
}

/** Everything that the user can type or choose. */
export interface QueueForm {
  /** Of a queue to create. */
  readonly name: string;
  readonly kind: QueueKind;
  /** As typed, with units. */
  readonly numbers: Readonly<Record<NumberAttributeName, string>>;
  readonly contentBasedDeduplication: boolean;
  readonly deduplicationScope: string;
  readonly throughputLimit: string;
  /** ARN of the dead-letter queue; empty: none. */
  readonly deadLetterArn: string;
  /** As typed. */
  readonly maxReceiveCount: string;
  /** Empty: not set. */
  readonly redrivePermission: string;
  readonly sourceArns: readonly string[];
  readonly encryption: 'off' | 'sqs' | 'kms';
  readonly kmsKeyId: string;
  /** As typed. */
  readonly policy: string;
  readonly tags: readonly TagRow[];
}

/** In place of the ARN of a dead-letter queue that is to be created. */
export const NEW_QUEUE = 'new';

/** What AWS's console proposes, too. */
export const PROPOSED_RECEIVES = 3;

/** The form of a queue with these settings. */
export function fillForm(
  name: string,
  kind: QueueKind,
  settings: Settings,
  tags: Readonly<Record<string, string>>,
): QueueForm {
  const blank: QueueForm = {
    name,
    kind,
    numbers: Object.fromEntries(NUMBER_NAMES.map((each) => [each, ''])) as QueueForm['numbers'],
    contentBasedDeduplication: false,
    deduplicationScope: DEDUPLICATION_SCOPES[0],
    throughputLimit: THROUGHPUT_LIMITS[0],
    deadLetterArn: '',
    maxReceiveCount: String(PROPOSED_RECEIVES),
    redrivePermission: '',
    sourceArns: [],
    encryption: 'off',
    kmsKeyId: '',
    policy: '',
    tags: fillTags(tags),
  };
  const names = Object.keys(settings) as SettableAttribute[];
  return names.reduce((form, each) => fillAttribute(form, each, settings), blank);
}

/** A form for a new queue. */
export function newForm(kind: QueueKind, maximumBytes: number, name = ''): QueueForm {
  return fillForm(name, kind, defaultSettings(kind, maximumBytes), {});
}

export function fillTags(tags: Readonly<Record<string, string>>): TagRow[] {
  return Object.entries(tags).map(([name, value], key) => ({ key, name, value }));
}

/** The form with one attribute as it is in the settings. */
export function fillAttribute(form: QueueForm, name: SettableAttribute, settings: Settings): QueueForm {
  const value = settings[name] ?? '';
  switch (name) {
    case 'ContentBasedDeduplication':
      return { ...form, contentBasedDeduplication: value === 'true' };
    case 'DeduplicationScope':
      return { ...form, deduplicationScope: value };
    case 'FifoThroughputLimit':
      return { ...form, throughputLimit: value };
    case 'RedrivePolicy': {
      const { deadLetterTargetArn, maxReceiveCount } = readObject(value);
      if (typeof deadLetterTargetArn !== 'string') return { ...form, deadLetterArn: '' };
      return { ...form, deadLetterArn: deadLetterTargetArn, maxReceiveCount: String(maxReceiveCount) };
    }
    case 'RedriveAllowPolicy': {
      const { redrivePermission, sourceQueueArns } = readObject(value);
      return {
        ...form,
        redrivePermission: typeof redrivePermission === 'string' ? redrivePermission : '',
        sourceArns: Array.isArray(sourceQueueArns) ? sourceQueueArns.map(String) : [],
      };
    }
    case 'SqsManagedSseEnabled':
    case 'KmsMasterKeyId': {
      const kmsKeyId = settings.KmsMasterKeyId ?? '';
      const isManaged = settings.SqsManagedSseEnabled === 'true';
      return { ...form, kmsKeyId, encryption: kmsKeyId === '' ? (isManaged ? 'sqs' : 'off') : 'kms' };
    }
    case 'Policy':
      return { ...form, policy: value === '' ? '' : layOut(value) };
    default:
      return {
        ...form,
        numbers: { ...form.numbers, [name]: formatQuantity(Number(value), NUMBER_ATTRIBUTES[name].unit) },
      };
  }
}

/** The settings that the form asks for; what is typed wrongly is as it was in `base`. */
export function readForm(form: QueueForm, base: Settings): Settings {
  const numbers = NUMBER_NAMES.map((name) => {
    // Without a key, how long one is reused is nothing that the form shows.
    const isOff = name === 'KmsDataKeyReusePeriodSeconds' && form.encryption !== 'kms';
    const value = isOff ? undefined : parseQuantity(form.numbers[name], NUMBER_ATTRIBUTES[name].unit);
    return [name, value === undefined ? (base[name] ?? '') : String(value)];
  });
  return {
    ...Object.fromEntries(numbers),
    ...(form.kind === 'fifo'
      ? {
          ContentBasedDeduplication: String(form.contentBasedDeduplication),
          DeduplicationScope: form.deduplicationScope,
          FifoThroughputLimit: form.throughputLimit,
        }
      : {}),
    RedrivePolicy: writeRedrive(form),
    RedriveAllowPolicy: writeRedriveAllow(form),
    SqsManagedSseEnabled: String(form.encryption === 'sqs'),
    KmsMasterKeyId: form.encryption === 'kms' ? form.kmsKeyId.trim() : '',
    Policy: form.policy.trim() === '' ? '' : compact(form.policy.trim()),
  };
}

/** Of rows in which something is typed. */
export function readTags({ tags }: QueueForm): Record<string, string> {
  return Object.fromEntries(
    tags.filter(({ name, value }) => name !== '' || value !== '').map(({ name, value }) => [name, value]),
  );
}

/** FIFO queues end in `.fifo`, whether the user typed that or not. */
export function completeName({ name, kind }: Pick<QueueForm, 'name' | 'kind'>): string {
  const typed = name.trim();
  return kind === 'fifo' && typed !== '' && !typed.endsWith('.fifo') ? `${typed}.fifo` : typed;
}

/** The name that a dead-letter queue of this queue gets. */
export function nameDeadLetterQueue(name: string, kind: QueueKind): string {
  return kind === 'fifo' ? name.replace(/(?:\.fifo)?$/, '-dlq.fifo') : `${name}-dlq`;
}

function writeRedrive({ deadLetterArn, maxReceiveCount }: QueueForm): string {
  if (deadLetterArn === '') return '';
  return JSON.stringify({ deadLetterTargetArn: deadLetterArn, maxReceiveCount: Number(maxReceiveCount) });
}

function writeRedriveAllow({ redrivePermission, sourceArns }: QueueForm): string {
  if (redrivePermission === '') return '';
  return JSON.stringify(
    redrivePermission === 'byQueue'
      ? { redrivePermission, sourceQueueArns: sourceArns.filter((arn) => arn !== '') }
      : { redrivePermission },
  );
}

function layOut(policy: string): string {
  try {
    return JSON.stringify(JSON.parse(policy), undefined, 2);
  } catch {
    return policy;
  }
}

function readObject(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text)) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}
