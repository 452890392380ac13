import type { QueueKind } from '../../broker/protocol/queue.ts';
import { queueNameOf } from '../shared/queueName.ts';
import type { QueueValues } from './changes.ts';
import { nameDeadLetterQueue, NEW_QUEUE } from './queueForm.ts';
import { defaultSettings, listChanged } from './settings.ts';

/** A queue as `queueside.json` defines it, with its dead-letter queue, which the file has to name too. */
export function writeDefinition(
  name: string,
  kind: QueueKind,
  { settings, tags }: QueueValues,
  maximumBytes: number,
): string {
  const changed = listChanged(defaultSettings(kind, maximumBytes), settings);
  const attributes = changed
    .filter((each) => each !== 'RedrivePolicy')
    .map((each) => [each, readValue(settings[each] ?? '')]);
  const redrive = settings.RedrivePolicy ?? '';
  const deadLetter = redrive === '' ? undefined : readDeadLetter(redrive, name, kind);
  const queue = {
    ...(attributes.length === 0 ? {} : { attributes: Object.fromEntries(attributes) }),
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    ...(deadLetter === undefined ? {} : { deadLetter }),
  };
  const queues = { ...(deadLetter === undefined ? {} : { [deadLetter.queue]: {} }), [name]: queue };
  return `${JSON.stringify({ queues }, undefined, 2)}\n`;
}

function readDeadLetter(policy: string, name: string, kind: QueueKind) {
  const { deadLetterTargetArn: arn, maxReceiveCount } = JSON.parse(policy) as {
    readonly deadLetterTargetArn: string;
    readonly maxReceiveCount: number;
  };
  return { queue: arn === NEW_QUEUE ? nameDeadLetterQueue(name, kind) : queueNameOf(arn), maxReceiveCount };
}

/** Numbers, booleans and policies as what they are; a policy that is not finished stays text. */
function readValue(value: string): unknown {
  if (!/^(?:0|[1-9]\d{0,9}|true|false)$/.test(value) && !value.startsWith('{')) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
