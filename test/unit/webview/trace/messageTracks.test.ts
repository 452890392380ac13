import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as fc from 'fast-check';
import type { TraceEvent } from '../../../../broker/protocol/trace.ts';
import { EventLog } from '../../../../webview/trace/log/eventLog.ts';
import {
  describeGroup,
  describeMoment,
  describeTrack,
  findTrackAt,
} from '../../../../webview/trace/lanes/describeTrack.ts';
import { LaneList, type Lanes } from '../../../../webview/trace/lanes/laneList.ts';
import { formatTime } from '../../../../webview/shared/timeFormat.ts';
import { makeScenario } from '../../../support/traceScenario.ts';
import { makeTraceEvents } from '../../../support/webviewSamples.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:orders';
const WORKER = { id: 'worker', name: 'Worker', kind: 'program', accessKeyId: 'worker' } as const;

type Step = Omit<TraceEvent, 'sequence'>;

/** A log with these events, which are about message `m` of `orders` unless they say otherwise. */
function makeLog(steps: readonly Step[], capacity = 1000): EventLog {
  const log = new EventLog(capacity);
  const events = steps.map((step, index) => ({
    queueArn: QUEUE,
    messageId: 'm',
    ...step,
    sequence: index + 1,
  }));
  log.append({ events, start: 'snapshot', dropped: 0 });
  return log;
}

function readSpans(log: EventLog, messageId = 'm'): string[] {
  const spans = log.tracks.get(messageId)?.spans ?? [];
  return spans.map(({ state, start, end }) => `${state} ${start}-${end ?? ''}`);
}

const lives: readonly (readonly [string, readonly Step[], readonly string[]])[] = [
  [
    'is queued, in flight and gone',
    [
      { kind: 'sent', at: 10 },
      { kind: 'received', at: 30, consumer: WORKER },
      { kind: 'deleted', at: 70, consumer: WORKER },
    ],
    ['queued 10-30', 'inFlight 30-70'],
  ],
  [
    'is delayed before it is queued',
    [
      { kind: 'sent', at: 10, timeoutMs: 5000 },
      { kind: 'visible', at: 5010 },
    ],
    ['delayed 10-5010', 'queued 5010-'],
  ],
  [
    'is held while its consumer is stopped',
    [
      { kind: 'sent', at: 10 },
      { kind: 'received', at: 20, consumer: WORKER },
      { kind: 'held', at: 30 },
      { kind: 'released', at: 90 },
    ],
    ['queued 10-20', 'inFlight 20-30', 'held 30-90', 'inFlight 90-'],
  ],
  [
    'is queued once when it expires and is said to be visible',
    [
      { kind: 'sent', at: 10 },
      { kind: 'received', at: 20, consumer: WORKER },
      { kind: 'expired', at: 50 },
      { kind: 'visible', at: 50 },
    ],
    ['queued 10-20', 'inFlight 20-50', 'queued 50-'],
  ],
  [
    'is queued again when its consumer gives it back',
    [
      { kind: 'sent', at: 10 },
      { kind: 'received', at: 20, consumer: WORKER },
      { kind: 'visibilityChanged', at: 40, timeoutMs: 0 },
    ],
    ['queued 10-20', 'inFlight 20-40', 'queued 40-'],
  ],
  [
    'waited since its send when only the first receive is kept',
    [{ kind: 'received', at: 100, ageMs: 60, receiveCount: 1, consumer: WORKER }],
    ['queued 40-100', 'inFlight 100-'],
  ],
];

describe('the life of a message as a lane', () => {
  for (const [title, steps, spans] of lives) {
    it(title, () => assert.deepEqual(readSpans(makeLog(steps)), spans));
  }

  it('continues in the dead-letter queue', () => {
    const dead = `${QUEUE}-dead`;
    const log = makeLog([
      { kind: 'sent', at: 10 },
      { kind: 'movedToDeadLetter', at: 20, otherQueueArn: dead },
    ]);
    assert.equal(log.tracks.get('m')?.queueArn, dead);
    assert.equal(log.tracks.get('m')?.goneKind, undefined);
  });

  it('ends for all messages of a queue that is purged', () => {
    const log = makeLog([
      { kind: 'sent', at: 10 },
      { kind: 'sent', at: 11, messageId: 'n' },
      { kind: 'sent', at: 12, messageId: 'other', queueArn: 'arn:other' },
    ]);
    const purge: TraceEvent = { sequence: 4, at: 50, kind: 'purged', queueArn: QUEUE };
    log.append({ events: [purge], start: 'continue', dropped: 0 });
    assert.deepEqual(
      ['m', 'n', 'other'].map((id) => log.tracks.get(id)?.goneKind),
      ['purged', 'purged', undefined],
    );
  });

  it('is forgotten with its last event, and what followed it becomes the start of the flow', () => {
    const log = makeLog(
      [
        { kind: 'sent', at: 1, messageId: 'a' },
        { kind: 'sent', at: 2, messageId: 'b', causedBy: 'a' },
        { kind: 'sent', at: 3, messageId: 'c', causedBy: 'b' },
      ],
      3,
    );
    const [b, c] = ['b', 'c'].map((id) => log.tracks.get(id));
    assert.equal(c?.root.messageId, 'a');
    log.append({
      events: [{ sequence: 4, at: 4, kind: 'sent', messageId: 'd' }],
      start: 'continue',
      dropped: 0,
    });
    assert.equal(log.tracks.get('a'), undefined);
    assert.equal(c?.root, b);
    assert.equal(b?.cause, undefined);
    assert.deepEqual(
      b?.root.members.map(({ messageId }) => messageId),
      ['b', 'c'],
    );
  });

  it('links messages of one trace id, and a redriven message with what it was', () => {
    const log = makeLog([
      { kind: 'sent', at: 1, messageId: 'a', flowId: 'trace' },
      { kind: 'sent', at: 2, messageId: 'b', flowId: 'trace' },
      { kind: 'redriven', at: 3, messageId: 'b', otherMessageId: 'c' },
      { kind: 'sent', at: 3, messageId: 'c' },
    ]);
    assert.equal(log.tracks.get('b')?.cause?.messageId, 'a');
    assert.equal(log.tracks.get('c')?.cause?.messageId, 'b');
  });

  it('is drawn the same whatever batches and bounds its events come in', () => {
    const all = makeScenario(12);
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 200 }), fc.integer({ min: 1, max: 40 }), (capacity, size) => {
        const log = new EventLog(capacity);
        for (let from = 0; from < all.length; from += size)
          log.append({
            events: structuredClone(all.slice(from, from + size)),
            start: 'continue',
            dropped: 0,
          });
        const kept = new Set(all.slice(-capacity).map(({ messageId }) => messageId));
        kept.delete(undefined);
        assert.deepEqual(new Set(log.tracks.list().map(({ messageId }) => messageId)), kept);
        for (const track of log.tracks.list()) {
          assert.ok(track.root.members.includes(track));
          assert.ok(!track.root.isEvicted);
          for (const [index, span] of track.spans.entries())
            assert.equal(span.end, track.spans[index + 1]?.start ?? span.end);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('the lanes', () => {
  const keysOf = (lanes: Lanes): string[] =>
    Array.from({ length: lanes.count }, (_, row) => lanes.at(row)?.key ?? '');
  const logOf = (): EventLog => {
    const log = new EventLog(1000);
    log.append({ events: makeScenario(), start: 'snapshot', dropped: 0 });
    return log;
  };

  it('put a message of a flow below the one that caused it', () => {
    const log = logOf();
    const lanes = new LaneList(log).update({}, 'flows');
    for (let row = 0; row < lanes.count; row += 1) {
      const lane = lanes.at(row);
      const track = lane?.tracks[0];
      assert.ok(lane && track);
      assert.equal(lanes.rowOf(track), row);
      assert.equal(lanes.rowOfKey(lane.key), row);
      if (track.cause === undefined) continue;
      assert.equal(lane.depth, 1);
      assert.equal(lanes.rowOf(track.cause), row - 1);
    }
    assert.equal(lanes.count, log.tracks.size);
  });

  it('put all messages of a group in one lane', () => {
    const lanes = new LaneList(logOf()).update({}, 'groups');
    const groups = Array.from({ length: lanes.count }, (_, row) => lanes.at(row));
    const told = groups.map(({ group, tracks } = assert.fail()) => group && describeGroup(group, tracks));
    assert.deepEqual(
      told.sort((left = '', right = '') => (left < right ? -1 : 1)),
      [
        'Group customer-17 of payments.fifo, 3 messages: 0 waiting, 0 in flight, 3 gone',
        'Group customer-4711 of payments.fifo, 3 messages: 0 waiting, 1 in flight, 2 gone',
        'No message group of images, 6 messages: 0 waiting, 0 in flight, 6 gone',
        'No message group of images-dead-letters, 1 message: 1 waiting, 0 in flight, 0 gone',
        'No message group of images-done, 4 messages: 4 waiting, 0 in flight, 0 gone',
      ],
    );
  });

  it('leave what happened to a message that is dead-lettered in the lane where it happened', () => {
    const lanes = new LaneList(logOf()).update({}, 'groups');
    const groups = Array.from({ length: lanes.count }, (_, row) => lanes.at(row));
    const parts = (queue: string) => {
      const lane = groups.find(({ group } = assert.fail()) => group?.queueArn?.endsWith(`:${queue}`));
      const track = lane?.tracks.find(({ groups: { length } }) => length > 1) ?? assert.fail();
      const here = <T extends { readonly group: unknown }>(all: readonly T[]) =>
        all.filter(({ group }) => group === lane?.group);
      return {
        spans: here(track.spans).map(({ state }) => state),
        marks: here(track.marks).map(({ kind }) => kind),
      };
    };
    assert.deepEqual(parts('images'), {
      spans: ['queued', 'inFlight', 'queued', 'inFlight', 'queued'],
      marks: ['expired', 'expired', 'movedToDeadLetter'],
    });
    assert.deepEqual(parts('images-dead-letters'), { spans: ['queued'], marks: [] });
  });

  it('find the message under the pointer only where it was then', () => {
    const lanes = new LaneList(logOf()).update({}, 'groups');
    const groups = Array.from({ length: lanes.count }, (_, row) => lanes.at(row));
    const dead = groups.find(({ group } = assert.fail()) => group?.queueArn?.endsWith('dead-letters'));
    const [track] = dead?.tracks ?? [];
    assert.ok(dead?.group && track);
    const inFlight = track.spans.find(({ state }) => state === 'inFlight') ?? assert.fail();
    const pointed = { reachMs: 0, now: track.lastAt + 1000, group: dead.group };
    assert.equal(findTrackAt([track], inFlight.start + 1, pointed), undefined);
    assert.equal(findTrackAt([track], track.lastAt + 1, pointed), track);
    const words = { nameOf: () => 'Worker', tellTime: formatTime };
    const [line] = describeMoment(track, { ...pointed, moment: inFlight.start + 100 }, words);
    assert.match(line ?? '', / · images$/u, 'it was there at that moment');
  });

  it('are those of messages with an event that the filter shows, also of events that come later', () => {
    const log = new EventLog(1000);
    const list = new LaneList(log);
    const filter = { kinds: ['deleted'] } as const;
    log.setFilter(filter);
    log.append({ events: makeTraceEvents(6), start: 'snapshot', dropped: 0 });
    assert.equal(list.update(filter, 'messages').count, 0);
    log.append({ events: makeTraceEvents(10, 7), start: 'continue', dropped: 0 });
    assert.equal(list.update(filter, 'messages').count, 2);
    log.setFilter({});
    log.append({ events: makeTraceEvents(1, 17), start: 'continue', dropped: 0 });
    assert.deepEqual(keysOf(list.update({}, 'messages')).length, 3);
    log.append({ events: [], start: 'snapshot', dropped: 0 });
    assert.equal(list.update({}, 'messages').count, 0);
  });

  it('have a text for screen readers, and one for what is under the pointer', () => {
    const log = makeLog(lives[0]?.[1] ?? []);
    const track = log.tracks.get('m');
    assert.ok(track);
    const words = { nameOf: () => 'Worker', tellTime: formatTime };
    const describe = (moment: number) => describeMoment(track, { moment, reachMs: 5, now: 100 }, words);
    assert.equal(describeTrack(track, 100, words), 'Message m, orders, Deleted after 60 ms, never received');
    assert.deepEqual(describe(40), [
      'm · orders',
      'In flight by Worker for 40 ms',
      `From ${describe(40)[2]?.slice(5)}`,
    ]);
    assert.match(describe(69)[1] ?? '', /^Deleted at/u);
    assert.equal(findTrackAt([track], 40, { reachMs: 0, now: 100 }), track);
    assert.equal(findTrackAt([track], 90, { reachMs: 5, now: 100 }), undefined);
  });
});
