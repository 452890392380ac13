import assert from 'node:assert/strict';
import { setQueueAttributes } from '../../../broker/engine/operations/setQueueAttributes.ts';
import type { Finding } from '../../../broker/protocol/findings.ts';
import { unwrap } from '../../support/engineHarness.ts';
import { FindingFunctions, type Handler, report } from '../../support/findingFunction.ts';
import { FindingsHarness } from '../../support/findingsHarness.ts';
import { FUNCTION_MISTAKES } from '../../support/functionMistakes.ts';
import { makeCaller } from '../../support/testCaller.ts';

const order = (kind: string): string => JSON.stringify({ kind });

describe('Findings about functions', () => {
  for (const [rule, programs] of Object.entries(FUNCTION_MISTAKES)) {
    for (const { does, run } of programs) {
      it(`are ${rule} and nothing else of a function that ${does}`, () => {
        const harness = new FindingsHarness();
        run(harness);
        assert.deepEqual(
          harness.found.map((finding) => finding.rule),
          [rule],
        );
      });
    }
  }

  let harness: FindingsHarness;
  let functions: FindingFunctions;
  const rules = (): readonly string[] => harness.found.map(({ rule }) => rule);
  const only = (): Finding => {
    assert.equal(harness.found.length, 1, rules().join());
    return harness.found[0] as Finding;
  };

  /** A function that works on the queue `tasks`. */
  const declare = (handler: Handler, wanted = {}, timeout = 3) => {
    const queue = harness.createQueue('tasks', { VisibilityTimeout: '30' });
    functions.run(queue, handler, wanted, { timeout });
    return queue;
  };

  beforeEach(() => {
    harness = new FindingsHarness();
    functions = new FindingFunctions(harness);
  });

  it('name the function as the consumer, and the messages', () => {
    const queue = declare(([record]) => report(record?.messageId ?? ''));
    functions.send(queue, ['a']);
    const { consumer, messageIds, count, title } = only();
    assert.equal(consumer?.name, 'work');
    assert.equal(messageIds.length, 1);
    assert.equal(count, 1);
    assert.equal(title, 'Failures that work reports are ignored');
  });

  describe('of filters', () => {
    const rows: readonly (readonly [
      does: string,
      pattern: object,
      body: string,
      says: RegExp,
      advice: RegExp,
    ])[] = [
      ['text', { body: { kind: ['order'] } }, 'order', /The body is text/, /^Send a JSON object/],
      ['JSON', { body: ['order'] }, order('order'), /The body is JSON/, /^Write the filter for JSON/],
      [
        'the place of a field',
        { kind: ['order'] },
        order('order'),
        /is about kind, which the message does not have there: its body has that name at another place\.$/,
        /^Put the field/,
      ],
      [
        'a field that is nowhere',
        { body: { sort: ['order'] } },
        order('order'),
        /is about body\.sort, which the message does not have\.$/,
        /^Put the field/,
      ],
    ];
    for (const [does, pattern, body, says, advice] of rows) {
      it(`say what to do about ${does} with the third message`, () => {
        const queue = declare(() => null, { patterns: [JSON.stringify(pattern)] });
        functions.send(queue, [body, body]);
        assert.deepEqual(rules(), []);
        functions.send(queue, [body]);
        const { severity, explanation, remedy, count } = only();
        assert.equal(severity, 'error');
        assert.equal(count, 3);
        assert.match(explanation, says);
        assert.match(remedy, advice);
      });
    }

    it('are warnings with the tenth message if the values differ', () => {
      const queue = declare(() => null, { patterns: [JSON.stringify({ body: { kind: ['Order'] } })] });
      functions.send(
        queue,
        Array.from({ length: 9 }, () => order('order')),
      );
      assert.deepEqual(rules(), []);
      functions.send(queue, [order('order')]);
      assert.equal(only().severity, 'warning');
    });

    it('disappear with the first message that passes', () => {
      const queue = declare(() => null, { patterns: [JSON.stringify({ body: { kind: ['order'] } })] });
      functions.send(queue, ['text', 'text', 'text']);
      assert.deepEqual(rules(), ['filterDropsAll']);
      functions.send(queue, [order('order')]);
      assert.deepEqual(rules(), []);
      functions.send(queue, ['text', 'text', 'text', 'text']);
      assert.deepEqual(rules(), []);
    });
  });

  describe('of short visibility timeouts', () => {
    for (const [timeout, window, seconds] of [
      [5, 0, undefined],
      [6, 0, 36],
      [5, 1, 31],
      [20, 10, 130],
    ] as const) {
      it(`suggest ${seconds ?? 'nothing'} for ${timeout} s and a window of ${window} s`, () => {
        const queue = declare(() => null, { windowSeconds: window }, timeout);
        functions.send(queue, ['a']);
        functions.wait(window * 1000);
        assert.equal(harness.found[0]?.suggestion?.value, seconds?.toString());
        if (seconds !== undefined) assert.equal(only().severity, 'information');
      });
    }

    it('disappear when the queue has the value, and when the function has a shorter timeout', () => {
      const queue = declare(() => null, {}, 6);
      functions.send(queue, ['a']);
      assert.deepEqual(rules(), ['functionShortVisibility']);
      const set = (VisibilityTimeout: string) =>
        unwrap(setQueueAttributes(harness.engine, queue, { VisibilityTimeout }, makeCaller()));
      set('36');
      assert.deepEqual(rules(), []);
      set('30');
      functions.send(queue, ['a']);
      assert.deepEqual(rules(), ['functionShortVisibility']);
      functions.redeclare('work', 5);
      functions.send(queue, ['a']);
      assert.deepEqual(rules(), []);
    });

    it('are errors if they are shorter than the timeout', () => {
      const queue = declare(() => null, {}, 6);
      functions.redeclare('work', 31);
      functions.send(queue, ['a']);
      assert.equal(only().severity, 'error');
      assert.match(only().explanation, /may take 31 s, but its messages are visible again after 30 s/);
    });
  });

  it('count batches with a wrong report, and only the messages of those that are ignored', () => {
    const queue = harness.createQueue('tasks', { VisibilityTimeout: '30' });
    const other = harness.createQueue('others', { VisibilityTimeout: '30' });
    functions.send(queue, ['a', 'b', 'c']);
    functions.send(other, ['a', 'b', 'c']);
    functions.run(queue, () => report('x'), { reportsItemFailures: true });
    functions.run(
      other,
      ([first, second]) => report(first?.messageId ?? '', second?.messageId ?? ''),
      {},
      { name: 'other' },
    );
    functions.settle();
    const counts = harness.found.map(({ rule, count }) => `${rule} ${count}`);
    assert.deepEqual(counts.sort(), ['badItemFailures 1', 'unreadItemFailures 2']);
  });

  it('disappear when ten messages in a row were processed without the mistake, and not before', () => {
    let isGood = false;
    const queue = declare(([record]) => (isGood ? null : report(record?.messageId ?? '')));
    functions.send(queue, ['a', 'b']);
    isGood = true;
    functions.send(
      queue,
      Array.from({ length: 10 }, () => 'work'),
    );
    assert.deepEqual(rules(), ['unreadItemFailures']);
    functions.send(queue, ['work']);
    assert.deepEqual(rules(), []);
  });

  it('quote the error that may be swallowed, as a hint', () => {
    const queue = declare((_records, { log }) => log('ERROR no width'));
    functions.send(queue, ['a']);
    const { severity, explanation } = only();
    assert.equal(severity, 'information');
    assert.match(explanation, /This is a hint: .* It wrote: ERROR no width$/);
  });

  it('say how long a chain of messages is, and over how many queues', () => {
    const queues = ['tasks', 'more'].map((name) => harness.createQueue(name, { VisibilityTimeout: '30' }));
    const [tasks, more] = queues;
    assert.ok(tasks && more);
    let left = 9;
    const sendTo =
      (queue: typeof tasks): Handler =>
      (_records, { send }) =>
        void (left-- > 0 && send(queue, 'x'));
    functions.run(tasks, sendTo(more));
    functions.run(more, sendTo(tasks), {}, { name: 'other' });
    functions.send(tasks, ['a']);
    assert.deepEqual(
      harness.found.map(({ title, explanation }) => [
        title,
        /over (\d+) queues: (\d+) in a chain/.exec(explanation)?.slice(1),
      ]),
      [['other is invoked by its own messages', ['2', '5']]],
    );
  });
});
