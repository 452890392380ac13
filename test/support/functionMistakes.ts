import type { FindingRule } from '../../broker/protocol/findings.ts';
import { FindingFunctions, type Handler, report } from './findingFunction.ts';
import type { FindingsHarness } from './findingsHarness.ts';
import { type Program, SECOND, type WaitingProgram } from './findingSteps.ts';

type FunctionRule =
  | Extract<FindingRule, `function${string}`>
  | 'filterDropsAll'
  | 'unreadItemFailures'
  | 'badItemFailures'
  | 'swallowedError'
  | 'fifoFailureSkipped';

const REPORTS = { reportsItemFailures: true };
const kindFilter = (pattern: object): object => ({ patterns: [JSON.stringify(pattern)] });
const repeat = (body: string, times: number): readonly string[] => Array.from({ length: times }, () => body);

/** A queue whose messages a function gets. */
function process(
  harness: FindingsHarness,
  bodies: readonly string[],
  handler: Handler,
  wanted: object = {},
): FindingFunctions {
  const functions = new FindingFunctions(harness);
  const queue = harness.createQueue('tasks', { VisibilityTimeout: '30' });
  // The first batch has several messages.
  functions.send(queue, bodies);
  functions.run(queue, handler, wanted);
  functions.settle();
  return functions;
}

/** The same of one group of a FIFO queue. */
function processGroup(
  harness: FindingsHarness,
  handler: Handler,
  bodies = ['a', 'b', 'c'],
): FindingFunctions {
  const functions = new FindingFunctions(harness);
  const queue = harness.createQueue('tasks.fifo', { VisibilityTimeout: '30' });
  functions.send(queue, bodies, 'group');
  functions.run(queue, handler, REPORTS);
  functions.settle();
  return functions;
}

/** Passes each message on, from one queue to the next and from the last to the first, while there are hops left. */
function passOn(harness: FindingsHarness, queues: readonly string[], hops: number): void {
  const functions = new FindingFunctions(harness);
  const [first, ...others] = queues.map((name) => harness.createQueue(name, { VisibilityTimeout: '30' }));
  if (first === undefined) return;
  let left = hops;
  for (const [index, queue] of [first, ...others].entries()) {
    const next = others[index] ?? first;
    const handler: Handler = ([record], { send }) => {
      if (left-- > 0) send(next, record?.body ?? '');
    };
    functions.run(queue, handler, {}, { name: `work-${queue.name}` });
  }
  functions.send(first, ['go']);
}

/** The first messages of a batch fail, and are reported. */
const reportFirst: Handler = (records) => report(records[0]?.messageId ?? '');

/** For every finding about functions, handlers and mappings that make the mistake. */
export const FUNCTION_MISTAKES: Readonly<Record<FunctionRule, readonly Program[]>> = {
  filterDropsAll: [
    {
      does: 'filters text by members of JSON',
      run: (harness) =>
        void process(harness, repeat('order 1', 3), () => null, kindFilter({ body: { kind: ['order'] } })),
    },
    {
      does: 'filters JSON as text',
      run: (harness) =>
        void process(harness, repeat('{"kind":"order"}', 3), () => null, kindFilter({ body: ['order'] })),
    },
    {
      does: 'looks for a member of the body beside the body',
      run: (harness) =>
        void process(harness, repeat('{"kind":"order"}', 3), () => null, kindFilter({ kind: ['order'] })),
    },
    {
      does: 'looks for a member that is deeper in the body',
      run: (harness) =>
        void process(
          harness,
          repeat(JSON.stringify({ Type: 'Notification', Message: '{"kind":"order"}' }), 3),
          () => null,
          kindFilter({ body: { kind: ['order'] } }),
        ),
    },
    {
      does: 'filters by a value that no message has',
      run: (harness) =>
        void process(
          harness,
          repeat('{"kind":"order"}', 10),
          () => null,
          kindFilter({ body: { kind: ['Order'] } }),
        ),
    },
  ],
  functionShortVisibility: [
    {
      does: 'may take 6 of 30 s',
      run: (harness) => {
        const queue = harness.createQueue('tasks', { VisibilityTimeout: '30' });
        const functions = new FindingFunctions(harness);
        functions.run(queue, () => null, {}, { timeout: 6 });
        functions.send(queue, ['work']);
      },
    },
    {
      does: 'may take longer than its messages are its own, since its timeout was changed',
      run: (harness) => {
        const queue = harness.createQueue('tasks', { VisibilityTimeout: '30' });
        const functions = new FindingFunctions(harness);
        functions.run(queue, () => null);
        functions.redeclare('work', 60);
        functions.send(queue, ['work']);
      },
    },
  ],
  unreadItemFailures: [
    {
      does: 'reports a failure to a mapping that does not read it',
      run: (harness) => void process(harness, ['a', 'b'], reportFirst),
    },
    {
      does: 'reports what is no message to a mapping that does not read it',
      run: (harness) => void process(harness, ['a', 'b'], () => report('none')),
    },
  ],
  badItemFailures: [
    {
      does: 'reports an ID that is none of its batch',
      run: (harness) => void process(harness, ['a', 'b'], () => report('none'), REPORTS),
    },
    {
      does: 'reports without an ID',
      run: (harness) =>
        void process(harness, ['a', 'b'], () => ({ batchItemFailures: [{ id: 'x' }] }), REPORTS),
    },
    {
      does: 'reports one message, and not a list',
      run: (harness) => void process(harness, ['a'], () => ({ batchItemFailures: 'a' }), REPORTS),
    },
    { does: 'returns no JSON', run: (harness) => void process(harness, ['a'], () => 'done', REPORTS) },
  ],
  swallowedError: [
    {
      does: 'catches an error and only logs it',
      run: (harness) =>
        void process(harness, ['a'], (_records, { log }) => {
          log('[ERROR]\t2026-08-03T14:02:11.038Z\t8f6c\tno width');
        }),
    },
  ],
  fifoFailureSkipped: [
    {
      does: 'reports the first message of a group and goes on with the others',
      run: (harness) => void processGroup(harness, reportFirst),
    },
  ],
  functionRecursion: [
    { does: 'sends each message to its own queue', run: (harness) => passOn(harness, ['tasks'], 6) },
    {
      does: 'sends each message in a circle',
      run: (harness) => passOn(harness, ['tasks', 'more', 'others'], 14),
    },
  ],
};

/** For every finding about them and time: see `WAITING`. */
export const FUNCTION_WAITING: Readonly<Record<FunctionRule, readonly WaitingProgram[]>> = {
  filterDropsAll: [],
  functionShortVisibility: [],
  unreadItemFailures: [],
  badItemFailures: [],
  swallowedError: [],
  fifoFailureSkipped: [],
  functionRecursion: [],
};

/** Functions that make no mistake. */
export const GOOD_FUNCTIONS: readonly Program[] = [
  {
    does: 'is a function that processes batches',
    run: (harness) => void process(harness, repeat('work', 25), () => undefined),
  },
  {
    does: 'is a function that fails once, and reports a failure once',
    run: (harness) => {
      let calls = 0;
      const handler: Handler = ([record]) => {
        calls++;
        if (calls === 1) throw new Error('oops');
        return calls === 2 ? report(record?.messageId ?? '') : {};
      };
      const functions = process(harness, ['a', 'b'], handler, REPORTS);
      functions.wait(70 * SECOND);
    },
  },
  {
    does: 'is a function that logs an error and reports the message',
    run: (harness) => {
      let calls = 0;
      const handler: Handler = ([record], { log }) => {
        calls++;
        if (calls > 1) return {};
        log('ERROR no width');
        return report(record?.messageId ?? '');
      };
      process(harness, ['a', 'b'], handler, REPORTS).wait(40 * SECOND);
    },
  },
  {
    does: 'is a function that logs warnings',
    run: (harness) =>
      void process(harness, repeat('a', 3), (_records, { log }) => {
        log('[WARNING]\t2026-08-03T14:02:11.038Z\t8f6c\tno width');
        log('(node:17) DeprecationWarning: Error() is deprecated');
        log('    at Object.<anonymous> (/app/index.js:1:1)');
        log('0 ERRORS');
      }),
  },
  {
    does: 'is a function that stops at the first failure of a group',
    run: (harness) => {
      let calls = 0;
      const handler: Handler = (records) =>
        ++calls === 1 ? report(...records.slice(1).map(({ messageId }) => messageId)) : {};
      processGroup(harness, handler).wait(40 * SECOND);
    },
  },
  {
    does: 'is a function with a filter that takes one message of ten',
    run: (harness) => {
      const functions = process(
        harness,
        [...repeat('{"kind":"refund"}', 9), '{"kind":"order"}'],
        () => null,
        kindFilter({ body: { kind: ['order'] } }),
      );
      const queue = harness.createQueue('tasks', { VisibilityTimeout: '30' });
      functions.send(queue, repeat('{"kind":"refund"}', 50));
      functions.send(queue, repeat('text', 50));
    },
  },
  {
    does: 'is a function that sends what is left to its own queue',
    run: (harness) => passOn(harness, ['tasks'], 3),
  },
  {
    does: 'is a chain of three functions',
    run: (harness) => passOn(harness, ['tasks', 'more', 'others'], 2),
  },
];
