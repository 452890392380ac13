import assert from 'node:assert/strict';
import type { QueueSummary, SetQueueAttributesParams } from '../../../broker/protocol/queue.ts';
import { makeQueue } from '../webviewSamples.ts';
import type { FakePanel } from './fakeWindow.ts';
import { MemoryConnection } from './memoryConnection.ts';

/** A connection with the queues `orders` and `orders-dead`, which can be edited; all of them have the same values. */
export class EditableQueues {
  values: { attributes: Record<string, string>; tags: Record<string, string> } = {
    attributes: { VisibilityTimeout: '30', SqsManagedSseEnabled: 'true' },
    tags: { team: 'a' },
  };
  readonly changes: SetQueueAttributesParams[] = [];
  /** Names. */
  readonly created: string[] = [];
  /** ARNs. */
  readonly deleted: string[] = [];
  /** Changes that were taken back. */
  readonly undone: string[] = [];
  /** Why an undo fails. */
  refusal: string | undefined;
  readonly place = new MemoryConnection('editable', [makeQueue('orders', 2), makeQueue('orders-dead', 0)], {
    attributes: (arn) => Promise.resolve({ ...this.find(arn), ...structuredClone(this.values) }),
    edit: {
      maximumMessageBytes: 2048,
      check: () => Promise.resolve({ problems: [], messagesLost: 0 }),
      change: (params) => this.change(params),
    },
    undo: {
      list: () => Promise.resolve([]),
      messages: () => Promise.reject(new Error('not asked for')),
      change: (undoId) => {
        this.undone.push(undoId);
        return this.refusal === undefined ? Promise.resolve() : Promise.reject(new Error(this.refusal));
      },
      loss: () => Promise.reject(new Error('not asked for')),
    },
    create: ({ name }) => {
      this.created.push(name);
      const queue = makeQueue(name);
      this.place.queues.queues = [...this.place.queues.queues, queue];
      return Promise.resolve(queue);
    },
    delete: (arn) => {
      this.deleted.push(arn);
      return Promise.resolve();
    },
  });

  find(arn: string): QueueSummary {
    const queue = this.place.queues.findByArn(arn);
    assert.ok(queue);
    return queue;
  }

  private change(params: SetQueueAttributesParams) {
    this.changes.push(params);
    const { attributes, tags = {}, removedTags = [], expected } = params;
    const isChanged = Object.keys(attributes).some(
      (name) => this.values.attributes[name] !== expected?.attributes[name],
    );
    if (expected !== undefined && isChanged)
      return Promise.reject(Object.assign(new Error('changed'), { data: { parameter: 'expected' } }));
    const { values } = this;
    this.values = {
      attributes: { ...values.attributes, ...attributes },
      tags: { ...values.tags, ...tags },
    };
    for (const key of removedTags) delete this.values.tags[key];
    const undoId = `change ${this.changes.length}`;
    return Promise.resolve({ ...this.find(params.queueArn), ...structuredClone(this.values), undoId });
  }
}

/** What the page of the editor sends to change a queue. */
export function applying(attributes: Record<string, string>, expected: Record<string, string>) {
  return {
    type: 'apply',
    requestId: 1,
    draft: { attributes, tags: {} },
    removedTags: [],
    expected: { attributes: expected, tags: {} },
  };
}

/** The nth message of a type that a panel was sent. @param turns of the event loop, many where sockets are in between */
export async function waitForPosted(
  panel: FakePanel,
  type: string,
  count = 1,
  turns = 100,
): Promise<Readonly<Record<string, unknown>>> {
  return waitForTurns(() => panel.posted.filter((message) => message.type === type)[count - 1], turns);
}

/** Most of what is here waits for promises only, so a few turns of the event loop are enough. */
export async function waitForTurns<T>(find: () => T | undefined, limit = 100): Promise<T> {
  for (let turns = 0; turns < limit; turns += 1) {
    const found = find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('It did not come.');
}
