import assert from 'node:assert/strict';
import type {
  FoundMessage,
  SearchMessagesParams,
  SearchMessagesResult,
} from '../../../broker/protocol/message.ts';
import { type ConnectionWorld, createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { MemoryConnection } from '../../support/connections/memoryConnection.ts';
import { waitFor } from '../../support/waitFor.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

const FOUND = { messageId: '6ab1', sentAt: 0, excerpt: 'the needle', preview: 'x' } as FoundMessage;

describe('the search box', () => {
  let world: ConnectionWorld;
  let asked: string[];
  let answer: () => Promise<SearchMessagesResult>;

  beforeEach(async () => {
    world = await createConnectionWorld();
    asked = [];
    answer = () => Promise.resolve({ found: [FOUND], searchedCount: 3, searchedBytes: 30 });
    const empty = { ...makeQueue('empty'), counts: { visible: 0, inFlight: 0, delayed: 0 } };
    const peekable = new MemoryConnection('peekable', [makeQueue('boxes', 3), empty], {
      peek: {
        search: ({ queueArn }: SearchMessagesParams) => {
          asked.push(queueArn);
          return answer();
        },
      } as never,
    });
    world.connections.add(peekable);
  });

  const box = () => world.window.quickPick;
  const labels = () => box().items.map(({ label }) => label);

  function open(target?: unknown): void {
    void world.run('searchQueues', target);
  }

  it('shows the queues whose names match while one types, below what Enter does', () => {
    open();
    assert.equal(labels().length, 4);
    box().type('BOX');
    assert.deepEqual(labels(), ['$(search) Search message bodies for “BOX”', '$(inbox) boxes']);
    assert.deepEqual(box().activeItems, [box().items[0]]);
  });

  it('says how many more queues match than it lists', () => {
    const place = world.connections.find('peekable') as MemoryConnection;
    place.queues.queues = Array.from({ length: 53 }, (_, index) => makeQueue(`job-${index}`));
    open();
    box().type('job');
    assert.equal(labels().length, 52);
    assert.equal(labels().at(-1), '$(info) 3 more queues. Type more of the name.');
    box().type('job-5');
    assert.equal(labels().at(-1), '$(inbox) job-52');
  });

  it('tells why the queue that was picked could not be shown', async () => {
    world.services.view = {
      ...world.services.view,
      revealQueue: () => Promise.reject(new Error('No such row.')),
    } as never;
    open();
    box().accept(box().items[0] ?? assert.fail());
    await waitFor(() => world.window.said[0]);
    assert.deepEqual(world.window.said, ['No such row.']);
  });

  it('reads no icons out of what one types', () => {
    open();
    box().type('$(trash)');
    assert.deepEqual(labels(), ['$(search) Search message bodies for “\\$(trash)”']);
  });

  it('does not ask for a text that is longer than a search takes', () => {
    open();
    box().type('n'.repeat(256));
    assert.match(labels()[0] ?? '', /^\$\(search\) Search message bodies for “n+”$/);
    box().type('n'.repeat(257));
    assert.deepEqual(labels(), ['$(info) To search message bodies, enter at most 256 characters.']);
    box().accept(box().items[0]);
    assert.deepEqual([asked, box().isOpen], [[], true]);
  });

  it('searches the bodies of all queues with messages that can be looked into, and says how much it searched', async () => {
    open();
    box().type('needle');
    box().accept(box().items[0]);
    await waitFor(() => (labels()[0] === 'the needle' ? true : undefined));
    // The broker's queues are searched too; the session of this test answers for them.
    assert.deepEqual(asked, [makeQueue('boxes').arn]);
    assert.equal(box().title, 'Searched 3 messages (30 B), newest first. 1 match.');
    assert.deepEqual(labels(), ['the needle']);
    assert.equal(box().isOpen, true);
    box().accept(box().items[0]);
    const [command, row] = world.executed.at(-1) ?? [];
    assert.equal(command, 'queueside.openMessage');
    assert.deepEqual(
      { ...(row as object) },
      {
        message: FOUND,
        queueRef: { connectionId: 'peekable', arn: makeQueue('boxes').arn },
      },
    );
    assert.equal(box().isOpen, false);
  });

  it('shows its matches again after one of them was opened, and those of other queues not', async () => {
    open();
    box().type('needle');
    box().accept(box().items[0]);
    await waitFor(() => (labels()[0] === 'the needle' ? true : undefined));
    box().accept(box().items[0]);
    open();
    assert.equal(labels()[0], '$(history) Matches for “needle” again');
    box().accept(box().items[0]);
    assert.deepEqual([labels(), asked.length, box().isOpen], [['the needle'], 1, true]);
    box().hide();
    open({ connectionId: 'peekable', arn: makeQueue('boxes').arn });
    assert.deepEqual(labels(), []);
  });

  it('shows what it had found again after a match was opened while the search ran', async () => {
    answer = () =>
      asked.length === 1
        ? Promise.resolve({ found: [FOUND], searchedCount: 3, searchedBytes: 30, nextCursor: 'more' })
        : new Promise(() => undefined);
    open();
    box().type('needle');
    box().accept(box().items[0]);
    await waitFor(() => (asked.length === 2 ? true : undefined));
    const [stop, match] = box().items;
    assert.deepEqual([stop?.label, match?.label], ['$(stop-circle) Stop', 'the needle']);
    box().accept(match);
    assert.deepEqual([world.executed.at(-1)?.[0], box().isOpen], ['queueside.openMessage', false]);
    open();
    const [again] = box().items;
    assert.equal(again?.label, '$(history) Matches for “needle” again');
    box().accept(again);
    assert.deepEqual(
      [labels(), box().title],
      [['the needle'], 'Searched 3 messages (30 B), newest first. 1 match. You stopped the search.'],
    );
  });

  it('shows what it found on one line, without reading icons out of it', async () => {
    const excerpt = 'a\n needle $(trash)';
    answer = () => Promise.resolve({ found: [{ ...FOUND, excerpt }], searchedCount: 1, searchedBytes: 1 });
    open();
    box().type('needle');
    box().accept(box().items[0]);
    await waitFor(() => (labels()[0]?.includes('trash') === true ? true : undefined));
    assert.deepEqual(labels(), ['a needle \\$(trash)']);
  });

  it('searches one queue when it was called on its row', async () => {
    open({ connectionId: 'peekable', arn: makeQueue('empty').arn });
    assert.deepEqual(labels(), []);
    box().type('needle');
    box().accept(box().items[0]);
    await waitFor(() => asked[0]);
    assert.deepEqual(asked, [makeQueue('empty').arn]);
  });

  it('stops on request, when you type more, and when the box closes', async () => {
    for (const [stop, end] of [
      [
        () => box().accept(box().items[0]),
        'Searched 0 messages (0 B), newest first. Nothing found. You stopped the search.',
      ],
      [() => box().type('other'), 'Search Queues and Messages'],
      [() => box().hide(), 'Searched 0 messages (0 B), newest first. Nothing found.'],
    ] as const) {
      let finish: (() => void) | undefined;
      answer = () =>
        new Promise((resolve) => {
          finish = () => resolve({ found: [FOUND], searchedCount: 3, searchedBytes: 30 });
        });
      open();
      box().type('needle');
      box().accept(box().items[0]);
      await waitFor(() => finish);
      stop();
      finish?.();
      await new Promise((resolve) => setImmediate(resolve));
      assert.equal(box().title, end);
      assert.ok(!labels().includes('the needle'));
    }
  });
});
