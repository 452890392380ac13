import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { BatchedMessage, BatchedSend } from '../../../broker/protocol/messages.ts';
import type { MessageHandle } from '../../../extension/remote/heldMessages.ts';
import {
  type MessageSource,
  type TakenMessage,
  TransferCallError,
} from '../../../extension/remote/transfer/ports.ts';
import { Transfer, type TransferOptions } from '../../../extension/remote/transfer/transfer.ts';
import { ModelJournal } from '../../support/transfer/modelQueue.ts';

const HOLD_SECONDS = 300;

/** Returns the scripted messages, and records the calls. */
class ScriptedSource implements MessageSource {
  readonly holdSeconds = HOLD_SECONDS;
  readonly asked: string[] = [];
  /** IDs of messages whose next delete fails. */
  readonly undeletable = new Set<string>();
  readonly #takes: (readonly TakenMessage[])[];

  constructor(...takes: readonly (readonly TakenMessage[])[]) {
    this.#takes = [...takes];
  }

  take() {
    const messages = this.#takes.shift() ?? [];
    return Promise.resolve({ messages, isLast: this.#takes.length === 0 });
  }

  hold(messages: readonly MessageHandle[], seconds: number) {
    this.asked.push(`hold ${listIds(messages)} ${seconds}`);
    return Promise.resolve(new Map<string, string>());
  }

  delete(messages: readonly MessageHandle[]) {
    this.asked.push(`delete ${listIds(messages)}`);
    const failed = messages.filter(({ messageId }) => this.undeletable.delete(messageId));
    return Promise.resolve(new Map(failed.map(({ messageId }) => [messageId, 'no'])));
  }
}

const listIds = (messages: readonly MessageHandle[]) => messages.map(({ messageId }) => messageId).join();
const take = (ids: string, groupId?: string): readonly TakenMessage[] =>
  ids.split('').map((messageId) => ({
    messageId,
    handle: messageId,
    message: { body: messageId, ...(groupId !== undefined && { groupId }) },
  }));

describe('The pump of a transfer', () => {
  let now: number;
  let sent: string[];
  /** Bodies that the target rejects. */
  let rejected: string;

  beforeEach(() => {
    now = 1_000_000_000;
    sent = [];
    rejected = '';
  });

  function run(source: MessageSource, more: Partial<TransferOptions> = {}) {
    const accept = ({ body }: BatchedMessage): BatchedSend =>
      rejected.includes(body) ? { refusal: 'too large' } : { messageId: `t${body}`, isDuplicate: false };
    return new Transfer({
      mode: 'copy',
      source,
      target: {
        send: (messages) => {
          sent.push(messages.map(({ body }) => body).join(''));
          return Promise.resolve(messages.map(accept));
        },
      },
      journal: new ModelJournal(() => undefined),
      clock: {
        readNow: () => now,
        wait: (ms) => {
          now += ms;
          return Promise.resolve();
        },
      },
      maximum: 1_000,
      messagesPerSecond: undefined,
      isFifo: false,
      signal: new AbortController().signal,
      onProgress: () => undefined,
      ...more,
    }).run();
  }

  it('extends what a copy holds before half of its visibility timeout has run out, and then gives it back', async () => {
    const source = new ScriptedSource(take('ab'), take('cd'), take('ef'));
    // Two messages take 160 seconds.
    await run(source, { messagesPerSecond: 1 / 80 });
    assert.deepEqual(source.asked, ['hold a,b 300', 'hold a,b,c,d 300', 'hold a,b,c,d,e,f 0']);
  });

  it('keeps to the rate', async () => {
    const start = now;
    await run(new ScriptedSource(take('abcdefghij'), take('klmnopqrst'), take('u')), {
      messagesPerSecond: 5,
    });
    assert.equal(now - start, 4_000);
  });

  it('sends one message of a group at a time, none behind one that was rejected, and gives those back', async () => {
    rejected = 'b';
    const source = new ScriptedSource(
      [...take('abc', 'g'), ...take('y', 'other')],
      take('de', 'g'),
      take('x', 'other'),
    );
    const report = await run(source, { mode: 'move', isFifo: true });
    assert.deepEqual(sent, ['a', 'b', 'y', 'x']);
    assert.deepEqual([report.storedCount, report.failedCount, report.firstFailure], [3, 4, 'too large']);
    assert.deepEqual(source.asked, ['delete a', 'delete y', 'delete x', 'hold b,c,d,e 0']);
  });

  it('tries once more to delete what could not be deleted', async () => {
    const source = new ScriptedSource(take('ab'));
    source.undeletable.add('b');
    const report = await run(source, { mode: 'move' });
    assert.deepEqual(source.asked, ['delete a,b', 'delete b']);
    assert.deepEqual([report.storedCount, report.inBothCount, report.hidden.count], [2, 0, 0]);
  });

  for (const [end, counts] of [
    ['finished', { inBothCount: 0, missedCount: 1 }],
    ['cancelled', { inBothCount: 1, missedCount: 0 }],
  ] as const) {
    it(`counts what an earlier run has stored and the source does not give again, when it is ${end}`, async () => {
      const journal = new ModelJournal(() => undefined);
      await journal.noteStored(['a', 'b']);
      const abort = new AbortController();
      const onProgress = () => {
        if (end === 'cancelled') abort.abort();
      };
      const source = new ScriptedSource(take('ac'));
      const report = await run(source, { mode: 'move', journal, onProgress, signal: abort.signal });
      assert.deepEqual(source.asked, ['delete a', 'delete c']);
      const { inBothCount, missedCount } = report;
      assert.deepEqual([report.end, { inBothCount, missedCount }], [end, counts]);
    });
  }

  it('sends the messages of a rejected batch one by one', async () => {
    const batches: number[] = [];
    const report = await run(new ScriptedSource(take('abc')), {
      target: {
        send: (messages) => {
          batches.push(messages.length);
          return messages.some(({ body }) => body === 'b')
            ? Promise.reject(new TransferCallError('too long', 'message'))
            : Promise.resolve(messages.map(() => ({ messageId: 't', isDuplicate: false })));
        },
      },
    });
    assert.deepEqual(batches, [3, 1, 1, 1]);
    assert.deepEqual([report.storedCount, report.failedCount, report.firstFailure], [2, 1, 'too long']);
  });

  it('stops at the first failure that concerns all messages, and gives back what it holds', async () => {
    const source = new ScriptedSource(take('abc'), take('de'));
    const report = await run(source, {
      target: { send: () => Promise.reject(new TransferCallError('denied', 'stop')) },
    });
    assert.deepEqual([report.end, report.problem, report.unsureCount], ['failed', 'denied', 0]);
    assert.deepEqual(source.asked, ['hold a,b,c 0']);
  });

  it('stops at a message that is not stored for a reason of the target, and keeps what was stored', async () => {
    const source = new ScriptedSource(take('abc'), take('de'));
    const report = await run(source, {
      mode: 'move',
      target: {
        send: (messages) =>
          Promise.resolve(
            messages.map(({ body }) =>
              body === 'b' ? { refusal: 'internal', stops: true } : { messageId: body, isDuplicate: false },
            ),
          ),
      },
    });
    assert.deepEqual([report.end, report.problem], ['failed', 'internal']);
    assert.deepEqual([report.storedCount, report.failedCount, report.unsureCount], [2, 0, 0]);
    assert.deepEqual(source.asked, ['delete a,c', 'hold b 0']);
  });

  for (const [name, isWhole] of [
    ['each message of a batch', false],
    ['each batch as a whole', true],
  ] as const) {
    it(`receives no further messages after 30 in a row if the target rejects ${name}`, async () => {
      rejected = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN';
      const batches = ['abcdefghij', 'klmnopqrst', 'uvwxyzABCD', 'EFGHIJKLMN'].map((ids) => take(ids));
      const source = new ScriptedSource(...batches);
      const send = () => Promise.reject(new TransferCallError('wrong', 'message'));
      const report = await run(source, { ...(isWhole && { target: { send } }) });
      assert.deepEqual(
        [report.end, report.problem, report.failedCount],
        ['failed', 'Too many messages in a row were rejected.', 30],
      );
    });
  }

  it('goes on after many rejected messages with stored ones among them', async () => {
    rejected = 'abcdefghijklmnopqrstuvwxyABCDEFGHIJKLMN';
    const batches = ['abcdefghij', 'klmnopqrst', 'uvwxyzABCD', 'EFGHIJKLMN'].map((ids) => take(ids));
    const report = await run(new ScriptedSource(...batches));
    assert.deepEqual([report.end, report.storedCount, report.failedCount], ['finished', 1, 39]);
  });

  it('counts messages as perhaps stored whose send had no response', async () => {
    const report = await run(new ScriptedSource(take('abc')), {
      target: { send: () => Promise.reject(new TransferCallError('timed out', 'unsure')) },
    });
    assert.deepEqual([report.end, report.storedCount, report.unsureCount], ['failed', 0, 3]);
  });

  for (const [mode, isFifo, id] of [
    ['move', true, 'a.transfer'],
    ['move', false, 'own'],
    ['copy', true, 'own'],
  ] as const) {
    it(`sends a message by a ${mode} ${isFifo ? 'of a FIFO queue ' : ''}with the deduplication ID ${id}`, async () => {
      const given: unknown[] = [];
      const message = { body: 'x', groupId: 'g', deduplicationId: 'own' };
      await run(new ScriptedSource([{ messageId: 'a', handle: 'a', message }]), {
        mode,
        isFifo,
        target: {
          send: (messages) => {
            given.push(...messages.map(({ deduplicationId }) => deduplicationId));
            return Promise.resolve(messages.map(() => ({ messageId: 't', isDuplicate: false })));
          },
        },
      });
      assert.deepEqual(given, [id]);
    });
  }

  for (const [isFifo, isDuplicate, maybeTwiceCount] of [
    [false, false, 1],
    [true, false, 1],
    [true, true, 0],
  ] as const) {
    it(`counts what was on its way before as ${maybeTwiceCount} that may be stored twice, ${isFifo ? `deduplicated: ${isDuplicate}` : 'not FIFO'}`, async () => {
      const journal = new ModelJournal(() => undefined);
      await journal.noteSending(['a']);
      const report = await run(new ScriptedSource(take('ab')), {
        isFifo,
        journal,
        target: {
          send: (messages) =>
            Promise.resolve(
              messages.map(({ body }) => ({ messageId: body, isDuplicate: isDuplicate && body === 'a' })),
            ),
        },
      });
      assert.deepEqual(
        [report.storedCount, report.duplicateCount, report.maybeTwiceCount],
        [2, 0, maybeTwiceCount],
      );
    });
  }
});
