import assert from 'node:assert/strict';
import { type DebugMessage, type HoldChange, HoldCounter } from '../../../extension/debug/holdCounter.ts';

const stopped = (threadId: number): DebugMessage => ({ type: 'event', event: 'stopped', body: { threadId } });
const continued = (threadId: number, allThreadsContinued?: boolean): DebugMessage => ({
  type: 'event',
  event: 'continued',
  body: { threadId, ...(allThreadsContinued === undefined ? {} : { allThreadsContinued }) },
});
const request = (command: string, more: object = {}): DebugMessage => ({ type: 'request', command, ...more });
const response = (command: string, seq: number, more: object = {}): DebugMessage => ({
  type: 'response',
  command,
  request_seq: seq,
  success: true,
  ...more,
});
const event = (name: string): DebugMessage => ({ type: 'event', event: name });

type Step = readonly [session: string, message: DebugMessage, change: HoldChange];

const STORIES: Readonly<Record<string, readonly Step[]>> = {
  'holds at a stop and releases when the program goes on': [
    ['a', stopped(1), 'hold'],
    ['a', continued(1, true), 'release'],
  ],
  'holds once for several stopped threads, until the last goes on': [
    ['a', stopped(1), 'hold'],
    ['a', stopped(2), undefined],
    ['a', continued(1), undefined],
    ['a', continued(2), 'release'],
  ],
  'releases on a continue request, for adapters that send no event': [
    ['a', stopped(1), 'hold'],
    ['a', stopped(2), undefined],
    ['a', request('continue', { arguments: { threadId: 1 } }), 'release'],
    ['a', continued(1), undefined],
  ],
  'keeps other threads when one alone goes on': [
    ['a', stopped(1), 'hold'],
    ['a', stopped(2), undefined],
    ['a', request('next', { arguments: { threadId: 1, singleThread: true } }), undefined],
    ['a', stopped(1), undefined],
    ['a', request('continue', { arguments: { threadId: 2 } }), 'release'],
  ],
  'lets the clock run during a step': [
    ['a', stopped(1), 'hold'],
    ['a', request('stepIn', { arguments: { threadId: 1 } }), 'release'],
    ['a', stopped(1), 'hold'],
  ],
  'holds while any process of the program stands': [
    ['a', stopped(1), 'hold'],
    ['b', stopped(1), undefined],
    ['a', event('terminated'), undefined],
    ['b', event('exited'), 'release'],
    ['b', event('terminated'), undefined],
  ],
  'releases when the session is ended at a breakpoint': [
    ['a', stopped(1), 'hold'],
    ['a', request('disconnect'), 'release'],
    ['a', event('terminated'), undefined],
  ],
  'holds again when the adapter refuses to go on': [
    ['a', stopped(1), 'hold'],
    ['a', request('continue', { seq: 7, arguments: { threadId: 1 } }), 'release'],
    ['a', response('continue', 7, { success: false }), 'hold'],
    ['a', request('terminate', { seq: 8 }), 'release'],
    ['a', response('terminate', 8, { success: false }), 'hold'],
  ],
  'holds again when only one of the threads went on': [
    ['a', stopped(1), 'hold'],
    ['a', stopped(2), undefined],
    ['a', request('continue', { seq: 7, arguments: { threadId: 2 } }), 'release'],
    ['a', response('continue', 7, { body: { allThreadsContinued: false } }), 'hold'],
    ['a', continued(1), 'release'],
  ],
  'keeps what stopped while it was going on': [
    ['a', stopped(1), 'hold'],
    ['a', request('next', { seq: 7, arguments: { threadId: 1 } }), 'release'],
    ['a', stopped(1), 'hold'],
    ['a', response('next', 7), undefined],
  ],
  'releases when the stopped thread ends': [
    ['a', stopped(1), 'hold'],
    ['a', { type: 'event', event: 'thread', body: { threadId: 1, reason: 'exited' } }, 'release'],
  ],
  'releases a stop without a thread when any thread goes on': [
    ['a', { type: 'event', event: 'stopped', body: {} }, 'hold'],
    ['a', continued(3), 'release'],
  ],
  'forgets what an ended session asked for': [
    ['a', stopped(1), 'hold'],
    ['a', request('disconnect', { seq: 7 }), 'release'],
    ['a', event('terminated'), undefined],
    ['a', response('disconnect', 7, { success: false }), undefined],
  ],
  'holds a second process that stops while the first goes on': [
    ['a', stopped(1), 'hold'],
    ['b', stopped(1), undefined],
    ['a', request('continue', { seq: 7, arguments: { threadId: 1 } }), undefined],
    ['a', response('continue', 7), undefined],
    ['b', request('continue', { seq: 9, arguments: { threadId: 1 } }), 'release'],
  ],
  'does nothing about other traffic': [
    ['a', request('variables'), undefined],
    ['a', event('output'), undefined],
    ['a', continued(1), undefined],
    ['a', { type: 'response', command: 'continue' }, undefined],
  ],
};

describe('the counter of programs at a breakpoint', () => {
  for (const [name, steps] of Object.entries(STORIES)) {
    it(name, () => {
      const counter = new HoldCounter();
      const changes = steps.map(([session, message]) => counter.observe('program', session, message));
      assert.deepEqual(
        changes,
        steps.map(([, , change]) => change),
      );
      assert.deepEqual(counter.heldPrograms, changes.findLast(Boolean) === 'hold' ? ['program'] : []);
    });
  }

  it('keeps programs apart', () => {
    const counter = new HoldCounter();
    assert.equal(counter.observe('one', 'a', stopped(1)), 'hold');
    assert.equal(counter.observe('two', 'b', stopped(1)), 'hold');
    assert.equal(counter.end('one', 'a'), 'release');
    assert.deepEqual(counter.heldPrograms, ['two']);
  });
});
