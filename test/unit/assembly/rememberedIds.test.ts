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
import { shiftTimes } from '../../../broker/engine/operations/shiftTimes.ts';
import type { Queue } from '../../../broker/engine/state/queue.ts';
import type { ReceivedMessage } from '../../../broker/engine/state/receivedMessage.ts';
import { SWEEP_MS } from '../../../broker/engine/state/rememberedIds.ts';
import { createEngineDependencies } from '../../../broker/assembly/engineDependencies.ts';
import { type MessageMemory, openMemory } from '../../../broker/contents/openMemory.ts';
import { IDENTITY_KEY, caller, unwrap } from '../../support/engineHarness.ts';

const MAXIMUM_MIB = 2;
const MAXIMUM_BYTES = MAXIMUM_MIB * 1_048_576;
/** More than there is room for in the maximum: each ID has as many bytes and more. */
const FLOOD = MAXIMUM_BYTES / 128;

describe('What FIFO queues remember of deleted messages', () => {
  let clock: ManualClock;
  let engine: Engine;
  let memory: MessageMemory;
  let queue: Queue;
  let failures: (string | undefined)[];
  /** How often the broker heard that IDs have gone. */
  let noticeCount: number;
  let count: number;

  beforeEach(() => {
    clock = new ManualClock();
    failures = [];
    noticeCount = 0;
    count = 0;
    memory = openMemory(
      MAXIMUM_MIB,
      () => engine.remembered.bytes,
      () => failures.push(memory.limit.failure),
    );
    const bounds = {
      refuseMessages: (bytes: number) => memory.refuseMessages(bytes),
      onIdsForgotten: () => {
        noticeCount++;
        memory.onIdsForgotten();
      },
    };
    engine = createEngine(createEngineDependencies(clock, memory.contents, bounds), {
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

  function receive(input: ReceiveInput = {}, from = queue): Result<readonly ReceivedMessage[]> {
    let answer: Result<readonly ReceivedMessage[]> | undefined;
    receiveMessages(engine, from, { waitSeconds: 0, ...input }, caller, (result) => {
      answer = result;
    });
    assert.ok(answer !== undefined);
    return answer;
  }

  function deleteNext(input: ReceiveInput = {}, from = queue): void {
    const [message] = unwrap(receive(input, from));
    assert.ok(message !== undefined);
    unwrap(deleteMessage(engine, from, message.receiptHandle, caller));
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
    assert.match(flood(), /IDs.*--max-memory, 2 MiB.*--data/);
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

  it('is forgotten at its own time: the IDs of later sends are too, without calls', () => {
    unwrap(send());
    const one = engine.remembered.bytes;
    for (const sentLater of [2 * SWEEP_MS, 5 * SWEEP_MS]) {
      clock.advance(sentLater);
      unwrap(send());
    }
    assert.equal(engine.remembered.bytes, 3 * one);
    clock.advance(DEDUPLICATION_WINDOW_MS - 7 * SWEEP_MS);
    assert.equal(engine.remembered.bytes, 2 * one);
    clock.advance(2 * SWEEP_MS);
    assert.equal(engine.remembered.bytes, one);
    clock.advance(5 * SWEEP_MS);
    assert.equal(engine.remembered.bytes, 0);
    unwrap(send());
    clock.advance(DEDUPLICATION_WINDOW_MS);
    assert.equal(engine.remembered.bytes, 0);
  });

  it('looks for room once when many go together, of whichever queue', () => {
    const other = create('other.fifo');
    for (let sent = 0; sent < 10; sent++) {
      unwrap(send());
      unwrap(send(other));
      deleteNext({ attemptId: `a${sent}` });
    }
    clock.advance(DEDUPLICATION_WINDOW_MS);
    assert.equal(engine.remembered.bytes, 0);
    assert.equal(noticeCount, 1);
  });

  it('leaves no room when the clock is set back', () => {
    flood();
    const { bytes } = engine.remembered;
    clock.goBack(1000);
    shiftTimes(engine, -1000);
    assert.equal(engine.remembered.bytes, bytes);
    assert.equal(failures.length, 1);
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
    for (let attempt = 0; attempt < FLOOD / 8; attempt++) {
      const attemptId = String(attempt).padStart(128, 'a');
      assert.equal(unwrap(receive({ attemptId, visibilitySeconds: 0 })).length, 1);
    }
    assert.ok(engine.remembered.attempts.bytes <= MAXIMUM_BYTES / 8);
    assert.ok(engine.remembered.attempts.bytes > MAXIMUM_BYTES / 16);
  });

  it('gives way by age, in whichever queue: a busy one keeps its new attempts', () => {
    const quiet = create('quiet.fifo');
    const attempt = (attemptId: string, at: Queue): void => {
      unwrap(send(at));
      deleteNext({ attemptId }, at);
    };
    // The message was deleted: its attempt cannot be repeated, unless it was forgotten.
    const isRemembered = (attemptId: string, at: Queue): boolean => !receive({ attemptId }, at).ok;
    attempt('first', queue);
    for (let count = 0; count < 200; count++) attempt(`a${count}`, quiet);
    clock.advance(200_000);
    for (let count = 0; count < 200; count++) attempt(`a${count}`, queue);
    assert.deepEqual(
      [isRemembered('a0', queue), isRemembered('a199', queue), isRemembered('a199', quiet)],
      [true, true, true],
    );
    assert.deepEqual([isRemembered('first', queue), isRemembered('a0', quiet)], [false, false]);
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
