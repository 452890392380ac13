import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
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
    return searchBodies(harness.engine, queue, { text, limit, cursor });
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
