import { createHash, randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import type { ActionName } from '../../broker/api/actions.ts';
import { explainRefusal } from '../../broker/connections/client/failures.ts';
import type { Gate } from '../../broker/connections/client/gate.ts';
import type { ConnectionDefinition } from '../../broker/connections/definition.ts';
import { findSafeguard, type ProtectionLevel } from '../../broker/protection/protectionLevel.ts';
import type { SendMessageParams, SendMessageResult } from '../../broker/protocol/message.ts';
import type { Capabilities, Capability, SendBatch } from '../connections/capabilities.ts';
import type { ListedQueue } from '../connections/connection.ts';
import { forCount } from '../ground/forCount.ts';
import { createCreating } from './creating.ts';
import { createEditing } from './editing.ts';
import { createMoveTasks } from './moveTasks.ts';
import { QueueReading } from './queueReading.ts';
import { findListed, type RemoteContext, unwrap } from './remoteContext.ts';
import { writeEntry } from './remoteMessages.ts';

/** Of Amazon SQS; an endpoint that takes less says so itself. */
const MAXIMUM_MESSAGE_BYTES = 1_048_576;
const CHUNK_BYTES = 65_536;
/** Of one call, which the user is asked about once. */
const MAXIMUM_COPIES = 10;

/** What is called for capabilities that change something, or may. */
const ACTIONS: Partial<Record<Capability, ActionName>> = {
  edit: 'SetQueueAttributes',
  create: 'CreateQueue',
  moveTasks: 'StartMessageMoveTask',
  send: 'SendMessage',
  exchange: 'ReceiveMessage',
  purge: 'PurgeQueue',
  delete: 'DeleteQueue',
  sample: 'ReceiveMessage',
};

/** Why the level of a connection rejects what a capability does; undefined: it does not. */
export function findRefusal(
  capability: Capability,
  definition: ConnectionDefinition,
  readLevel: () => ProtectionLevel,
): string | undefined {
  const action = ACTIONS[capability];
  if (action === undefined || findSafeguard(readLevel(), action) !== 'refusal') return undefined;
  return explainRefusal('level', action, { definition, readLevel }).message;
}

/** Whether the gate asks before it does so. */
export function asksFor(capability: Capability, level: ProtectionLevel): boolean {
  const action = ACTIONS[capability];
  return action !== undefined && !/nothing|refusal/.test(findSafeguard(level, action));
}

/** What the gate to another endpoint makes possible; peeking and clock are not. */
export function createCapabilities(context: RemoteContext): Partial<Capabilities> {
  const { queues, getGate } = context;
  const reading = new QueueReading(context);
  return {
    attributes: async (arn) => {
      const queue = findListed(context, arn);
      return { ...queue, ...(await reading.read(queue)) };
    },
    edit: createEditing(context, reading),
    create: createCreating(context),
    moveTasks: createMoveTasks(context),
    send: {
      maximumMessageBytes: MAXIMUM_MESSAGE_BYTES,
      message: async (params, batch) => {
        const queue = findListed(context, params.queueArn);
        const { result, problem } = await send(getGate(), queue, params, batch);
        void queues.countOne(params.queueArn);
        if (problem !== undefined) throw new Error(problem);
        return result;
      },
    },
    exchange: { receives: true },
    trace: context.openTrace,
    purge: async (arn, question) => {
      const { url: QueueUrl } = findListed(context, arn);
      unwrap(await getGate().call('PurgeQueue', { QueueUrl }, { ...(question && { batch: question }) }));
      void queues.countOne(arn);
      // The service does not say it, and its counts are approximate.
      return undefined;
    },
    delete: async (arn, question) => {
      const { url: QueueUrl } = findListed(context, arn);
      unwrap(await getGate().call('DeleteQueue', { QueueUrl }, { ...(question && { batch: question }) }));
      queues.remove(arn);
    },
  };
}

/** @returns `problem`, if only some of the copies were sent */
async function send(
  gate: Gate,
  queue: ListedQueue,
  params: SendMessageParams,
  batch: SendBatch | undefined,
): Promise<{ readonly result: SendMessageResult; readonly problem?: string }> {
  const { body, count = 1 } = params;
  if (count > MAXIMUM_COPIES) {
    throw new Error(l10n.t('You can send at most {0} copies at a time to another endpoint.', MAXIMUM_COPIES));
  }
  const sizeBytes = Buffer.byteLength(body);
  const common = {
    bodyMd5: createHash('md5').update(body).digest('hex'),
    sizeBytes,
    chunks: Math.max(1, Math.ceil(sizeBytes / CHUNK_BYTES)),
    duplicateCount: 0,
  };
  const entry = describeEntry(queue, params);
  if (count === 1) {
    const { MessageId = '', SequenceNumber } = unwrap(
      await gate.call('SendMessage', { QueueUrl: queue.url, ...entry }, { ...(batch && { batch }) }),
    );
    return {
      result: {
        ...common,
        messageId: MessageId,
        sentCount: 1,
        ...(SequenceNumber !== undefined && { sequenceNumber: SequenceNumber }),
      },
    };
  }
  const Entries = Array.from({ length: count }, (_, index) => ({
    ...entry,
    // Copies are other messages, not duplicates of the first.
    ...(entry.MessageDeduplicationId !== undefined && { MessageDeduplicationId: randomUUID() }),
    Id: String(index),
  }));
  const { Successful = [], Failed = [] } = unwrap(
    await gate.call('SendMessageBatch', { QueueUrl: queue.url, Entries }),
  );
  const [first] = Successful;
  const reasons = [...new Set(Failed.map(({ Message, Code = '' }) => Message ?? Code))].join('; ');
  if (first === undefined) throw new Error(reasons);
  const sentCount = Successful.length;
  return {
    result: { ...common, messageId: first.MessageId ?? '', sentCount },
    ...(sentCount < count && {
      problem: forCount(
        sentCount,
        l10n.t('Sent 1 of {0} copies. The others failed: {1}', count, reasons),
        l10n.t('Sent {0} of {1} copies. The others failed: {2}', sentCount, count, reasons),
      ),
    }),
  };
}

function describeEntry(
  { kind }: ListedQueue,
  { delaySeconds, ...message }: SendMessageParams,
): ReturnType<typeof writeEntry> {
  return {
    ...writeEntry(message),
    // FIFO queues have no delay of a message.
    ...(delaySeconds !== undefined && kind !== 'fifo' && { DelaySeconds: delaySeconds }),
  };
}
