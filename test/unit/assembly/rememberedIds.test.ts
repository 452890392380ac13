import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { ManualClock } from '../../../broker/engine/base/clock.ts';
import { DEDUPLICATION_WINDOW_MS } from '../../../broker/engine/base/limits.ts';
import type { Result } from '../../../broker/engine/base/result.ts';
import type { Engine } from '../../../broker/engine/engine.ts';
import { createEngine } from '../../../broker/engine/operations/createEngine.ts';
import { createQueue } from '../../../broker/engine/operations/createQueue.ts';
import { deleteMessage } from '../../../broker/engine/operations/deleteMessage.ts';
import { deleteQueue } from '../../../broker/engine/operations/deleteQueue.ts';
import { purgeQueue } from '../../../broker/engine/operations/purgeQueue.ts';
import { type ReceiveInput, receiveMessages } from '../../../broker/engine/operations/receiveMessages.ts';
import { type SentMessage, sendMessage } from '../../../broker/engine/operations/sendMessage.ts';
import type { Queue } from '../../../broker/engine/state/queue.ts';
import type { ReceivedMessage } from '../../../broker/engine/state/receivedMessage.ts';
import { createEnginePorts } from '../../../broker/assembly/engineDependencies.ts';
import { type MessageMemory, openMemory } from '../../../broker/memory/openMemory.ts';
import { IDENTITY_KEY, caller, unwrap } from '../../support/engineHarness.ts';

const MAXIMUM_MIB = 8;
const MAXIMUM_BYTES = MAXIMUM_MIB * 1_048_576;
/** More than there is room for in the maximum: each ID has as many bytes and more. */
const FLOOD = MAXIMUM_BYTES / 128;

describe('What FIFO queues remember of messages that are gone', () => {
  let clock: ManualClock;
  let engine: Engine;
  let memory: MessageMemory;
  let queue: Queue;
  let failures: (string | undefined)[];
  let count: number;

  beforeEach(() => {
    clock = new ManualClock();
    failures = [];
    count = 0;
    memory = openMemory(
      MAXIMUM_MIB,
      () => engine.remembered.bytes,
      () => failures.push(memory.limit.failure),
    );
    engine = createEngine(createEnginePorts(clock, memory.contents, memory), {
      identityKey: IDENTITY_KEY,
      attemptBytes: memory.attemptBytes,
    });
    queue = create('orders.fifo');
  });

  function create(name: string): Queue {
    const attributes = { FifoQueue: 'true', VisibilityTimeout: '43200' };
    return unwrap(createQueue(engine, { name, attributes }, caller));
  }

  /** Sends under an ID that no send had before. */
  function send(to = queue): Result<SentMessage> {
    const deduplicationId = String(count++).padStart(128, 'd');
    return sendMessage(engine, to, { body: 'x', groupId: 'g', deduplicationId }, caller);
  }

  function receive(input: ReceiveInput = {}): Result<readonly ReceivedMessage[]> {
    let answer: Result<readonly ReceivedMessage[]> | undefined;
    receiveMessages(engine, queue, { waitSeconds: 0, ...input }, caller, (result) => {
      answer = result;
    });
    assert.ok(answer !== undefined);
    return answer;
  }

  function deleteNext(input: ReceiveInput = {}): void {
    const [message] = unwrap(receive(input));
    assert.ok(message !== undefined);
    unwrap(deleteMessage(engine, queue, message.receiptHandle, caller));
  }

  /** Sends small messages and deletes each at once until a send is refused. @returns the refusal's text */
  function flood(): string {
    for (;;) {
      const sent = send();
      if (!sent.ok) {
        assert.equal(sent.code, 'ServiceUnavailable');
        assert.equal(queue.messageCount, 0);
        return sent.message;
      }
      assert.ok(count <= FLOOD, 'the IDs are not counted');
      deleteNext();
    }
  }

  it('is bounded: a flood of new IDs is refused as too many messages are', () => {
    assert.match(flood(), /IDs.*--max-memory, 8 MiB.*--data/);
    assert.ok(engine.remembered.bytes <= MAXIMUM_BYTES);
    assert.equal(failures.length, 1);
  });

  it('is forgotten after five minutes, also without calls; then there is room', () => {
    flood();
    clock.advance(DEDUPLICATION_WINDOW_MS);
    assert.equal(engine.remembered.bytes, 0);
    assert.equal(failures.at(-1), undefined);
    assert.equal(failures.length, 2);
    unwrap(send());
  });

  for (const [title, remove] of [
    ['the queue is purged', () => unwrap(purgeQueue(engine, queue, caller))],
    ['the queue is deleted', () => deleteQueue(engine, queue, caller)],
  ] as const) {
    it(`leaves room when ${title}`, () => {
      const other = create('other.fifo');
      flood();
      remove();
      assert.equal(engine.remembered.bytes, 0);
      assert.equal(failures.at(-1), undefined);
      unwrap(send(other));
    });
  }

  it('never grows by receives that have an ID each: the oldest attempts give way, no receive is refused', () => {
    unwrap(send());
    for (let attempt = 0; attempt < FLOOD; attempt++) {
      const attemptId = String(attempt).padStart(128, 'a');
      assert.equal(unwrap(receive({ attemptId, visibilitySeconds: 0 })).length, 1);
    }
    assert.ok(engine.remembered.attempts.bytes <= MAXIMUM_BYTES / 8);
    assert.ok(engine.remembered.attempts.bytes > MAXIMUM_BYTES / 16);
  });

  it('still has the newest attempt, which can be repeated', () => {
    for (let attempt = 0; attempt < 500; attempt++) {
      unwrap(send());
      deleteNext({ attemptId: `a${attempt}` });
    }
    unwrap(send());
    const first = unwrap(receive({ attemptId: 'again' }));
    assert.equal(first.length, 1);
    assert.deepEqual(unwrap(receive({ attemptId: 'again' })), first);
  });
});
