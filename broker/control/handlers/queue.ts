import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { createQueue } from '../../engine/operations/createQueue.ts';
import { deleteQueue } from '../../engine/operations/deleteQueue.ts';
import { startMoveTask } from '../../engine/operations/moveTasks.ts';
import { purgeQueue } from '../../engine/operations/purgeQueue.ts';
import type { Queue } from '../../engine/state/queue.ts';
import { readAttributes } from '../../engine/operations/readAttributes.ts';
import { succeed } from '../../engine/base/result.ts';
import type { QueueDetails } from '../../protocol/queue.ts';
import { type Answer, notFound } from '../channel/answer.ts';
import { checkChange, checkCreation } from '../checkQueue.ts';
import { createEditorCaller } from '../editorCall.ts';
import { snapshotQueues, summarizeQueue } from '../queueSummary.ts';
import type { ControlServices } from '../services.ts';
import type { HandlersOf } from './handler.ts';

export function createQueueHandlers(
  services: ControlServices,
): HandlersOf<
  'listQueues' | 'getQueue' | 'createQueue' | 'deleteQueue' | 'purgeQueue' | 'checkQueue' | 'redriveQueue'
> {
  const { engine, faults, info } = services;
  return {
    listQueues: () => succeed(snapshotQueues(services, info().endpoint)),
    getQueue: ({ queueArn }) => withQueue(services, queueArn, (queue) => describeQueue(services, queue)),
    createQueue: ({ name, attributes, tags }) => {
      const created = createQueue(
        engine,
        { name, attributes: attributes ?? {}, tags: tags ?? {} },
        createEditorCaller(services, 'CreateQueue'),
      );
      return created.ok ? succeed(summarizeQueue(engine, faults, created.value, info().endpoint)) : created;
    },
    deleteQueue: ({ queueArn }) =>
      withQueue(services, queueArn, (queue) => {
        const { messagesLost } = deleteQueue(engine, queue, createEditorCaller(services, 'DeleteQueue'));
        return succeed({ messagesLost });
      }),
    purgeQueue: ({ queueArn }) =>
      withQueue(services, queueArn, (queue) =>
        purgeQueue(engine, queue, createEditorCaller(services, 'PurgeQueue')),
      ),
    checkQueue: ({ queueArn, name = '', attributes, tags = {} }) =>
      queueArn === undefined
        ? succeed(checkCreation(engine, name, attributes, tags, createEditorCaller(services, 'CreateQueue')))
        : withQueue(services, queueArn, (queue) => succeed(checkChange(engine, queue, attributes, tags))),
    redriveQueue: ({ queueArn, toQueueArn, maxPerSecond }) => {
      const started = startMoveTask(
        engine,
        randomUUID(),
        { sourceArn: queueArn, destinationArn: toQueueArn, maxPerSecond },
        createEditorCaller(services, 'StartMessageMoveTask'),
      );
      return started.ok ? succeed({ toMove: started.value.toMove }) : started;
    },
  };
}

/** Runs an operation on an existing queue. */
export function withQueue<Q, T>(
  { engine }: { readonly engine: { findByArn(arn: string): Q | undefined } },
  arn: string,
  use: (queue: Q) => Answer<T>,
): Answer<T> {
  const queue = engine.findByArn(arn);
  return queue === undefined ? notFound(l10n.t('There is no queue {0}.', arn)) : use(queue);
}

export function describeQueue({ engine, faults, info }: ControlServices, queue: Queue): Answer<QueueDetails> {
  const attributes = readAttributes(engine, queue, ['All']);
  if (!attributes.ok) return attributes;
  return succeed({
    ...summarizeQueue(engine, faults, queue, info().endpoint),
    attributes: attributes.value,
    tags: Object.fromEntries(queue.tags),
  });
}
