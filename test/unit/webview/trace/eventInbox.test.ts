import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type EventBatch, EventInbox } from '../../../../webview/trace/log/eventInbox.ts';
import { makeTraceEvents } from '../../../support/webviewSamples.ts';

/** An inbox whose frames are drawn by hand. */
function makeInbox() {
  const handled: EventBatch[] = [];
  const frames: (() => void)[] = [];
  const inbox = new EventInbox(
    (callback) => frames.push(callback),
    (batch) => handled.push(batch),
  );
  return { inbox, handled, frames, drawFrame: () => frames.shift()?.() };
}

describe('the inbox of events', () => {
  it('hands on what came since the last frame, and asks for one frame only', () => {
    const { inbox, handled, frames, drawFrame } = makeInbox();
    inbox.add({ start: 'snapshot', events: makeTraceEvents(3), dropped: 0 });
    inbox.add({ start: 'continue', events: makeTraceEvents(2, 9), dropped: 5 });
    assert.equal(frames.length, 1);
    assert.equal(handled.length, 0);
    drawFrame();
    assert.deepEqual(
      handled.map(({ start, events, dropped }) => [start, events.length, dropped]),
      [
        ['snapshot', 3, 0],
        ['continue', 2, 5],
      ],
    );
    assert.equal(frames.length, 0);
  });

  it('spreads a large batch over frames, in order and with its start and gap once', () => {
    const { inbox, handled, frames, drawFrame } = makeInbox();
    const events = makeTraceEvents(6_000);
    inbox.add({ start: 'run', startedAt: 40, events, dropped: 7 });
    while (frames.length > 0) drawFrame();
    assert.equal(handled.length, 3);
    assert.deepEqual(
      handled.map(({ start, startedAt, dropped }) => [start, startedAt, dropped]),
      [
        ['run', 40, 7],
        ['continue', undefined, 0],
        ['continue', undefined, 0],
      ],
    );
    assert.deepEqual(
      handled.flatMap((batch) => batch.events.map(({ sequence }) => sequence)),
      events.map(({ sequence }) => sequence),
    );
  });

  it('forgets what a snapshot would forget', () => {
    const { inbox, handled, drawFrame } = makeInbox();
    inbox.add({ start: 'snapshot', events: makeTraceEvents(3), dropped: 0 });
    inbox.add({ start: 'snapshot', events: [], dropped: 0 });
    drawFrame();
    assert.deepEqual(handled, [{ start: 'snapshot', events: [], dropped: 0 }]);
  });

  it('is bounded while no frame is drawn, and says what it dropped', () => {
    const { inbox, handled } = makeInbox();
    const [event] = makeTraceEvents(1);
    assert.ok(event);
    const events = Array.from({ length: 50_000 }, () => event);
    for (let batch = 0; batch < 6; batch += 1) inbox.add({ start: 'continue', events, dropped: 0 });
    inbox.flush();
    assert.equal(handled.length, 4);
    assert.equal(handled[0]?.dropped, 100_000);
  });

  it('keeps one copy of the names that many events share', () => {
    const { inbox, handled, drawFrame } = makeInbox();
    const [first, second] = [1, 2].map(() => structuredClone(makeTraceEvents(1)[0]));
    assert.ok(first && second);
    inbox.add({ start: 'continue', events: [first, second], dropped: 0 });
    drawFrame();
    const [one, other] = handled[0]?.events ?? [];
    assert.equal(one?.consumer, other?.consumer);
    assert.deepEqual(one, makeTraceEvents(1)[0]);
  });
});
