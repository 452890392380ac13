import assert from 'node:assert/strict';
import type { QueueSummary } from '../../../broker/protocol/queue.ts';
import {
  type ArrangedQueues,
  type Arrangement,
  arrangeQueues,
  isGroup,
  PLAIN_ARRANGEMENT,
  prefixOf,
} from '../../../extension/queues/tree/arrangement.ts';
import { ArrangementStore } from '../../../extension/queues/tree/arrangementStore.ts';
import { MemoryMemento } from '../../support/memoryMemento.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

const arnOf = (name: string): string => makeQueue(name).arn;

function queue(name: string, visible: number, more: Partial<QueueSummary> = {}): QueueSummary {
  return { ...makeQueue(name), counts: { visible, inFlight: 0, delayed: 0 }, ...more };
}

const QUEUES = [
  queue('billing-invoices', 0),
  queue('billing-refunds', 7, { oldestSentAt: 50 }),
  queue('mails', 3, { oldestSentAt: 900, deadLetterTarget: arnOf('mails-dead') }),
  queue('mails-dead', 2, { oldestSentAt: 10, deadLetterSources: [arnOf('mails')] }),
  queue('steps.fifo', 0),
];

function arrange(change: Partial<Arrangement>, filter = '', revealed?: string): ArrangedQueues {
  const { pinned, ...arrangement } = { ...PLAIN_ARRANGEMENT, ...change };
  const isPinned = (arn: string) => pinned.includes(arn);
  return arrangeQueues(QUEUES, { ...arrangement, isPinned, isRevealed: (arn) => arn === revealed }, filter);
}

/** Rows by name; a group as its key and the names in it. */
function names({ rows }: ArrangedQueues): unknown[] {
  return rows.map((row) =>
    isGroup(row) ? [`${row.kind} ${row.key}`.trim(), ...row.queues.map(({ name }) => name)] : row.name,
  );
}

const PAIR = `deadLetters ${arnOf('mails-dead')}`;

describe('the queues of the view', () => {
  for (const [what, change, expected] of [
    ['by name', {}, ['billing-invoices', 'billing-refunds', 'mails', 'mails-dead', 'steps.fifo']],
    [
      'by number of messages, the most first',
      { sorting: 'messages' },
      ['billing-refunds', 'mails', 'mails-dead', 'billing-invoices', 'steps.fifo'],
    ],
    [
      'by age of the oldest message, empty ones last',
      { sorting: 'age' },
      ['mails-dead', 'billing-refunds', 'mails', 'billing-invoices', 'steps.fifo'],
    ],
    [
      'by prefix, where two queues have it',
      { grouping: 'prefix' },
      [['prefix billing-', 'billing-invoices', 'billing-refunds'], 'mails', 'mails-dead', 'steps.fifo'],
    ],
    [
      'by dead-letter queue',
      { grouping: 'deadLetters' },
      ['billing-invoices', 'billing-refunds', [PAIR, 'mails', 'mails-dead'], 'steps.fifo'],
    ],
    [
      'by the messages of groups, and within them',
      { grouping: 'prefix', sorting: 'messages' },
      [['prefix billing-', 'billing-refunds', 'billing-invoices'], 'mails', 'mails-dead', 'steps.fifo'],
    ],
    [
      'by the oldest message of groups',
      { grouping: 'deadLetters', sorting: 'age' },
      [[PAIR, 'mails-dead', 'mails'], 'billing-refunds', 'billing-invoices', 'steps.fifo'],
    ],
    ['without empty ones', { hidesEmpty: true }, ['billing-refunds', 'mails', 'mails-dead']],
    [
      'pinned first, also an empty one while empty ones are hidden',
      { pinned: [arnOf('steps.fifo')], hidesEmpty: true },
      [['pinned', 'steps.fifo'], 'billing-refunds', 'mails', 'mails-dead'],
    ],
  ] as const)
    it(`are shown ${what}`, () => assert.deepEqual(names(arrange(change)), expected));

  it('are counted where they are hidden, as far as they match the filter', () => {
    assert.equal(arrange({ hidesEmpty: true }).hiddenCount, 2);
    assert.equal(arrange({ hidesEmpty: true }, 'STEPS').hiddenCount, 1);
    assert.equal(arrange({ hidesEmpty: true, pinned: [arnOf('steps.fifo')] }).hiddenCount, 1);
    assert.deepEqual(names(arrange({}, 'MAILS')), ['mails', 'mails-dead']);
  });

  it('are shown when they were asked for, although they are empty', () => {
    const { rows, hiddenCount } = arrange({ hidesEmpty: true }, '', arnOf('steps.fifo'));
    assert.deepEqual(names({ rows, hiddenCount }), ['billing-refunds', 'mails', 'mails-dead', 'steps.fifo']);
    assert.equal(hiddenCount, 1);
  });

  it('have a prefix up to the first separator', () => {
    for (const [name, prefix] of [
      ['billing-invoices', 'billing-'],
      ['billing.invoices.fifo', 'billing.'],
      ['billing_invoices-dead', 'billing_'],
      ['mails', undefined],
      ['steps.fifo', undefined],
      ['-odd', undefined],
      ['odd-', undefined],
    ] as const)
      assert.equal(prefixOf(name), prefix, name);
  });
});

describe('the arrangement of the view', () => {
  const open = (memento: MemoryMemento) => {
    let changes = 0;
    const emitter = {
      event: () => ({ dispose: () => undefined }),
      fire: () => {
        changes++;
      },
      dispose: () => undefined,
    };
    const store = new ArrangementStore(memento, emitter);
    return { store, countChanges: () => changes };
  };

  it('is remembered', () => {
    const memento = new MemoryMemento();
    const { store, countChanges } = open(memento);
    assert.deepEqual(store.current, PLAIN_ARRANGEMENT);
    store.change({ sorting: 'age', grouping: 'prefix', hidesEmpty: true });
    store.pin(['a', 'b']);
    store.unpin(['a']);
    assert.equal(countChanges(), 3);
    const again = open(memento).store;
    assert.deepEqual(again.current, {
      sorting: 'age',
      grouping: 'prefix',
      hidesEmpty: true,
      pinned: ['b'],
    });
    assert.deepEqual(
      ['a', 'b'].map((ref) => again.isPinned(ref)),
      [false, true],
    );
  });

  it('is the plain one as far as what was kept is not understood', () => {
    const memento = new MemoryMemento();
    for (const [kept, expected] of [
      ['nonsense', {}],
      [{ sorting: 'colour', grouping: 7, hidesEmpty: 'yes', pinned: 'all' }, {}],
      [
        { sorting: 'messages', pinned: ['a', 5] },
        { sorting: 'messages', pinned: ['a'] },
      ],
    ] as const) {
      void memento.update('queueside.queuesView', kept);
      assert.deepEqual(open(memento).store.current, { ...PLAIN_ARRANGEMENT, ...expected });
    }
  });

  it('keeps the newest 200 pins', () => {
    const { store } = open(new MemoryMemento());
    store.pin(Array.from({ length: 250 }, (_, number) => String(number)));
    assert.equal(store.current.pinned.length, 200);
    assert.ok(store.isPinned('249'));
  });
});
