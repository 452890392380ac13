import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { DebugMessage } from '../../../extension/debug/debugMessage.ts';
import { type HoldChange, HoldCounter } from '../../../extension/debug/holdCounter.ts';

type Step = readonly [session: string, message: DebugMessage, change: HoldChange];

interface Story {
  readonly steps: readonly Step[];
  /** The adapter lets only the named thread go at a step. */
  readonly stepsOneThread?: boolean;
}

const event = (name: string, body: object = {}): DebugMessage => ({ type: 'event', event: name, body });
const stopped = (threadId: number): DebugMessage => event('stopped', { threadId });
const allStopped = (threadId: number): DebugMessage =>
  event('stopped', { threadId, allThreadsStopped: true });
const continued = (threadId: number, more: object = {}): DebugMessage =>
  event('continued', { threadId, ...more });
const request = (seq: number, command: string, args: object = {}): DebugMessage => ({
  type: 'request',
  seq,
  command,
  arguments: args,
});
const response = (seq: number, command: string, body: object = {}): DebugMessage => ({
  type: 'response',
  request_seq: seq,
  command,
  success: true,
  body,
});
const refusal = (seq: number, command: string): DebugMessage => ({
  type: 'response',
  request_seq: seq,
  command,
  success: false,
});
const listed = (...ids: number[]): DebugMessage =>
  response(900, 'threads', { threads: ids.map((id) => ({ id })) });

/** A request and the answer to it, of which only the answer changes anything. */
function ask(session: string, command: string, args: object, change: HoldChange, body: object = {}): Step[] {
  return [
    [session, request(7, command, args), undefined],
    [session, response(7, command, body), change],
  ];
}

const STEPS = ['next', 'stepIn', 'stepOut', 'stepBack'] as const;

const STORIES: Readonly<Record<string, Story>> = {
  'holds at a stop and releases when the program goes on': {
    steps: [
      ['a', stopped(1), 'hold'],
      ['a', continued(1), 'release'],
    ],
  },
  'holds until the last of several stopped threads goes on': {
    steps: [
      ['a', stopped(1), 'hold'],
      ['a', stopped(2), undefined],
      ['a', continued(1), undefined],
      ['a', continued(2), 'release'],
    ],
  },
  'releases when the adapter says that all threads go on': {
    steps: [
      ['a', stopped(1), 'hold'],
      ['a', stopped(2), undefined],
      ['a', continued(1, { allThreadsContinued: true }), 'release'],
    ],
  },
  'takes an answer to continue that says nothing for all threads': {
    steps: [
      ['a', stopped(1), 'hold'],
      ['a', stopped(2), undefined],
      ...ask('a', 'continue', { threadId: 1 }, 'release'),
      ['a', continued(1), undefined],
    ],
  },
  'keeps the others when the answer to continue says so': {
    steps: [
      ['a', stopped(1), 'hold'],
      ['a', stopped(2), undefined],
      ...ask('a', 'continue', { threadId: 2 }, undefined, { allThreadsContinued: false }),
      ['a', continued(1), 'release'],
    ],
  },
  'keeps the others when one thread alone is asked to go on': {
    steps: [
      ['a', response(1, 'initialize', { supportsSingleThreadExecutionRequests: true }), undefined],
      ['a', stopped(1), 'hold'],
      ['a', stopped(2), undefined],
      ...ask('a', 'continue', { threadId: 1, singleThread: true }, undefined),
      ...ask('a', 'reverseContinue', { threadId: 2, singleThread: true }, 'release'),
    ],
  },
  'passes over a wish for one thread that the adapter cannot fulfil': {
    steps: [
      ['a', response(1, 'initialize', {}), undefined],
      ['a', allStopped(1), 'hold'],
      ['a', listed(1, 2), undefined],
      ...ask('a', 'next', { threadId: 1, singleThread: true }, 'release'),
    ],
  },
  'follows a capability that comes later': {
    steps: [
      ['a', response(1, 'initialize', {}), undefined],
      [
        'a',
        event('capabilities', { capabilities: { supportsSingleThreadExecutionRequests: true } }),
        undefined,
      ],
      ['a', allStopped(1), 'hold'],
      ['a', listed(1, 2), undefined],
      ...ask('a', 'next', { threadId: 1, singleThread: true }, undefined),
    ],
  },
  'stays until the adapter agrees to go on': {
    steps: [
      ['a', stopped(1), 'hold'],
      ['a', request(7, 'continue', { threadId: 1 }), undefined],
      ['a', refusal(7, 'continue'), undefined],
      ['a', request(8, 'terminate'), undefined],
      ['a', refusal(8, 'terminate'), undefined],
      ...ask('a', 'continue', { threadId: 1 }, 'release'),
    ],
  },
  'lets the clock run during a step of the only thread': {
    steps: [
      ['a', stopped(1), 'hold'],
      ...ask('a', 'stepIn', { threadId: 1 }, 'release'),
      ['a', stopped(1), 'hold'],
    ],
  },
  'keeps what stopped before the answer to a step': {
    steps: [
      ['a', stopped(1), 'hold'],
      ['a', request(7, 'next', { threadId: 1 }), undefined],
      ['a', stopped(1), undefined],
      ['a', response(7, 'next'), undefined],
      ...ask('a', 'continue', { threadId: 1 }, 'release'),
    ],
  },
  'keeps what stopped before the answer to continue': {
    steps: [
      ['a', allStopped(1), 'hold'],
      ['a', request(7, 'continue', { threadId: 1 }), undefined],
      ['a', allStopped(2), undefined],
      ['a', response(7, 'continue', { allThreadsContinued: true }), undefined],
    ],
  },
  'does not let a program go at a jump or a frame that is run again: it stops at once': {
    steps: [
      ['a', stopped(1), 'hold'],
      ...ask('a', 'goto', { threadId: 1 }, undefined),
      ...ask('a', 'restartFrame', {}, undefined),
    ],
  },
  'knows the threads that stopped with another from the list of threads': {
    steps: [
      ['a', allStopped(1), 'hold'],
      ['a', listed(1, 2), undefined],
      ['a', continued(1), undefined],
      ['a', listed(1, 2), undefined],
      ['a', continued(2), 'release'],
    ],
  },
  'knows them from their starts': {
    steps: [
      ['a', event('thread', { threadId: 1, reason: 'started' }), undefined],
      ['a', event('thread', { threadId: 2, reason: 'started' }), undefined],
      ['a', allStopped(1), 'hold'],
      ['a', listed(1, 2), undefined],
      ['a', event('thread', { threadId: 2, reason: 'exited' }), undefined],
      ['a', continued(1), 'release'],
    ],
  },
  'releases when the stopped thread ends': {
    steps: [
      ['a', stopped(1), 'hold'],
      ['a', event('thread', { threadId: 1, reason: 'exited' }), 'release'],
    ],
  },
  'releases a stop without a thread when any thread goes on': {
    steps: [
      ['a', event('stopped'), 'hold'],
      ['a', continued(3), 'release'],
    ],
  },
  'knows a thread by the number 0': {
    steps: [
      ['a', stopped(0), 'hold'],
      ['a', stopped(1), undefined],
      ['a', continued(1), undefined],
      ['a', continued(0), 'release'],
    ],
  },
  'holds while any process of the program is stopped': {
    steps: [
      ['a', stopped(1), 'hold'],
      ['b', stopped(1), undefined],
      ['a', event('terminated'), undefined],
      ['b', event('exited'), 'release'],
      ['b', event('terminated'), undefined],
    ],
  },
  'holds a second process that is stopped while the first goes on': {
    steps: [
      ['a', stopped(1), 'hold'],
      ['b', stopped(1), undefined],
      ...ask('a', 'continue', { threadId: 1 }, undefined),
      ...ask('b', 'continue', { threadId: 1 }, 'release'),
    ],
  },
  'releases when the session is left at a breakpoint': {
    steps: [
      ['a', stopped(1), 'hold'],
      ...ask('a', 'disconnect', {}, 'release'),
      ['a', event('terminated'), undefined],
    ],
  },
  'releases when the program is started again, and holds at its next stop': {
    steps: [
      ['a', allStopped(1), 'hold'],
      ['a', listed(1, 2), undefined],
      ...ask('a', 'restart', {}, 'release'),
      ['a', stopped(1), 'hold'],
    ],
  },
  'forgets what an ended session asked for': {
    steps: [
      ['a', stopped(1), 'hold'],
      ['a', request(7, 'disconnect'), undefined],
      ['a', event('terminated'), 'release'],
      ['a', response(7, 'disconnect'), undefined],
    ],
  },
  'does nothing about other traffic': {
    steps: [
      ['a', request(7, 'variables'), undefined],
      ['a', response(7, 'variables'), undefined],
      ['a', event('output'), undefined],
      ['a', continued(1), undefined],
      ['a', { type: 'response', command: 'continue' }, undefined],
      ['a', { type: 'request', command: 'continue' }, undefined],
      ['unknown', stopped(1), undefined],
    ],
  },
  ...Object.fromEntries(
    STEPS.flatMap((step): [string, Story][] => [
      [
        `lets only the named thread go at ${step} where threads stop one by one`,
        {
          steps: [
            ['a', stopped(1), 'hold'],
            ['a', stopped(2), undefined],
            ...ask('a', step, { threadId: 1 }, undefined),
            ['a', stopped(1), undefined],
            ...ask('a', 'continue', { threadId: 1 }, undefined, { allThreadsContinued: false }),
            ...ask('a', step, { threadId: 2 }, 'release'),
          ],
        },
      ],
      [
        `lets all threads go at ${step} where all stop`,
        {
          steps: [
            ['a', allStopped(1), 'hold'],
            ['a', listed(1, 2), undefined],
            ...ask('a', step, { threadId: 1 }, 'release'),
            ['a', allStopped(1), 'hold'],
          ],
        },
      ],
      [
        `lets only the named thread go at ${step} where all stop and the adapter steps one`,
        {
          stepsOneThread: true,
          steps: [
            ['a', allStopped(1), 'hold'],
            ['a', listed(1, 2), undefined],
            ...ask('a', step, { threadId: 1 }, undefined),
            ['a', allStopped(1), undefined],
            ...ask('a', 'continue', { threadId: 1 }, 'release'),
          ],
        },
      ],
      [
        `lets all threads go at ${step} when the adapter says that it did`,
        {
          stepsOneThread: true,
          steps: [
            ['a', stopped(1), 'hold'],
            ['a', stopped(2), undefined],
            ['a', request(7, step, { threadId: 1 }), undefined],
            ['a', continued(1, { allThreadsContinued: true }), 'release'],
            ['a', response(7, step), undefined],
          ],
        },
      ],
    ]),
  ),
};

describe('the counter of programs at a breakpoint', () => {
  for (const [name, story] of Object.entries(STORIES)) {
    it(name, () => {
      const counter = new HoldCounter();
      for (const session of ['a', 'b']) counter.open('program', session, story.stepsOneThread ?? false);
      const changes = story.steps.map(([session, message]) => counter.observe('program', session, message));
      assert.deepEqual(
        changes,
        story.steps.map(([, , change]) => change),
      );
      assert.deepEqual(counter.heldPrograms, changes.findLast(Boolean) === 'hold' ? ['program'] : []);
    });
  }

  it('keeps programs apart', () => {
    const counter = new HoldCounter();
    counter.open('one', 'a', false);
    counter.open('two', 'b', false);
    assert.equal(counter.observe('one', 'a', stopped(1)), 'hold');
    assert.equal(counter.observe('two', 'b', stopped(1)), 'hold');
    assert.equal(counter.end('one', 'a'), 'release');
    assert.deepEqual(counter.heldPrograms, ['two']);
  });

  it('begins again with an adapter that takes the place of one that crashed', () => {
    const counter = new HoldCounter();
    counter.open('program', 'a', false);
    counter.observe('program', 'a', stopped(1));
    assert.equal(counter.end('program', 'a'), 'release');
    counter.open('program', 'a', false);
    assert.equal(counter.observe('program', 'a', stopped(1)), 'hold');
  });
});
