import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { foldCase } from '../../../broker/protocol/foldCase.ts';
import { searchBodies } from '../../../broker/control/searchBodies.ts';
import { sendMessage } from '../../../broker/engine/operations/sendMessage.ts';
import type { Queue } from '../../../broker/engine/state/queue.ts';
import { caller, EngineHarness, unwrap } from '../../support/engineHarness.ts';

describe('a search in the bodies of a queue', () => {
  let harness: EngineHarness;
  let queue: Queue;

  beforeEach(() => {
    harness = new EngineHarness();
    queue = harness.createQueue('orders');
  });

  function send(body: string): void {
    unwrap(sendMessage(harness.engine, queue, { body }, caller));
    harness.clock.advance(1000);
  }

  function search(text: string, limit = 1000, cursor?: string) {
    return searchBodies(harness.engine, queue, { text, limit, cursor }, () => 0);
  }

  it('finds a text in any case, newest first, whatever the state of its message', () => {
    for (const body of ['Order 1', 'invoice', 'ORDER 2', 'order 3']) send(body);
    harness.receive(queue, { maxMessages: 1 });
    const { found, searchedCount, nextCursor } = search('oRDER');
    assert.deepEqual(
      found.map(({ preview, state }) => [preview, state]),
      [
        ['order 3', 'visible'],
        ['ORDER 2', 'visible'],
        ['Order 1', 'inFlight'],
      ],
    );
    assert.deepEqual([searchedCount, nextCursor], [4, undefined]);
  });

  it('continues after the part before, and reports when it has seen all', () => {
    for (let number = 1; number <= 5; number++) send(`order ${number}`);
    const seen: string[] = [];
    const counts: number[] = [];
    let cursor: string | undefined;
    do {
      const part = search('order', 2, cursor);
      seen.push(...part.found.map(({ preview }) => preview));
      counts.push(part.searchedCount);
      cursor = part.nextCursor;
    } while (cursor !== undefined);
    assert.deepEqual(seen, ['order 5', 'order 4', 'order 3', 'order 2', 'order 1']);
    assert.deepEqual(counts, [2, 2, 1]);
  });

  it('ends a part behind the message that brings it to 2 MiB', () => {
    for (let number = 0; number < 4; number++) send(`${number}${'x'.repeat(900_000)}`);
    const part = search('x');
    assert.deepEqual([part.searchedCount, part.searchedBytes], [3, 3 * 900_001]);
    assert.equal(search('x', 1000, part.nextCursor).searchedCount, 1);
  });

  it('ends a part behind the message that brings it to 5 ms, and has at least one message in each', () => {
    for (let number = 0; number < 6; number++) send(`order ${number}`);
    let nowMs = 0;
    const searchAt = (stepMs: number) =>
      searchBodies(harness.engine, queue, { text: 'order', limit: 1000, cursor: undefined }, () => {
        nowMs += stepMs;
        return nowMs;
      });
    assert.deepEqual([searchAt(2).searchedCount, searchAt(60).searchedCount], [3, 1]);
    assert.equal(searchAt(2).nextCursor === undefined, false);
    assert.deepEqual([searchAt(0.1).searchedCount, searchAt(0.1).nextCursor], [6, undefined]);
  });

  it('finds a letter in any case in which it has one form, and where it is', () => {
    for (const [body, text, excerpt] of [
      ['İİİ Straße', 'STRAßE', 'İİİ Straße'],
      ['ΟΔΟΣ 1', 'οδος', 'ΟΔΟΣ 1'],
      ['οδός', 'ΟΔΌΣ', 'οδός'],
      ['5 K', '5 k', '5 K'],
      [`${'İ'.repeat(100)} Äpfel`, 'äPFEL', `${'İ'.repeat(39)} Äpfel`],
      ['𐐀', '𐐨', '𐐀'],
    ] as const) {
      queue = harness.createQueue(`q${Buffer.from(body).toString('hex').slice(0, 60)}`);
      send(body);
      assert.deepEqual(
        search(text).found.map((each) => each.excerpt),
        [excerpt],
      );
    }
  });

  it('leaves each character at its place in a text without case', () => {
    for (let start = 0; start <= 0x10ffff; start += 64) {
      const characters = Array.from({ length: 64 }, (_, index) => String.fromCodePoint(start + index)).join(
        '',
      );
      assert.equal(foldCase(characters).length, characters.length, start.toString(16));
    }
  });

  for (const [name, stepMs] of [
    ['of rising ages', 1000],
    ['of the same age', 0],
  ] as const)
    it(`goes through messages ${name} once, from where the part before ended`, () => {
      const count = 2000;
      for (let number = 0; number < count; number++) {
        unwrap(sendMessage(harness.engine, queue, { body: `order ${number}` }, caller));
        harness.clock.advance(stepMs);
      }
      let readCount = 0;
      for (const message of queue.byAge.all()) {
        const { older } = message;
        Object.defineProperty(message, 'older', {
          get: () => {
            readCount++;
            return older;
          },
        });
      }
      let cursor: string | undefined;
      const seen = new Set<string>();
      do {
        const part = search('order', 100, cursor);
        for (const { preview } of part.found) seen.add(preview);
        cursor = part.nextCursor;
      } while (cursor !== undefined);
      assert.equal(seen.size, count);
      // Each part looks again at the last message of the part before.
      assert.ok(readCount <= count + count / 100, `${readCount} steps`);
    });

  it('takes signs of patterns as they are', () => {
    for (const body of ['a.b', 'axb', '[1]*', '1']) send(body);
    for (const [text, body] of [
      ['a.b', 'a.b'],
      ['[1]*', '[1]*'],
    ] as const)
      assert.deepEqual(
        search(text).found.map(({ preview }) => preview),
        [body],
      );
  });

  it('shows what is around the text, in one line, and no half characters', () => {
    send(`${'😀'.repeat(40)}\n  needle\t${'😀'.repeat(100)}`);
    const excerpt = search('NEEDLE').found[0]?.excerpt ?? '';
    assert.match(excerpt, /^😀+ needle 😀+$/u);
    assert.ok(excerpt.length <= 120);
  });

  it('takes a cursor that is none of its own for the beginning', () => {
    send('order');
    assert.equal(search('order', 10, 'nonsense').found.length, 1);
  });
});
