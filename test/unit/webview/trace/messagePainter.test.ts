import assert from 'node:assert/strict';
import { makeLanePlot } from '../../../../webview/trace/lanes/lanePlot.ts';
import type { LaneTheme } from '../../../../webview/trace/lanes/laneTheme.ts';
import { paintMessages } from '../../../../webview/trace/lanes/messagePainter.ts';
import { ClockLine } from '../../../../webview/trace/log/clockLine.ts';
import type { MessageTrack, TrackGroup, TrackSpan } from '../../../../webview/trace/log/messageTrack.ts';

const GROUP: TrackGroup = { key: 'orders', queueArn: 'orders', groupId: undefined };
const WIDTH_PX = 400;
/** One pixel is one second. */
const WINDOW = { from: 1_000_000, to: 1_000_000 + WIDTH_PX * 1_000 };
const MESSAGES = 4_000;

function makeTrack(order: number, span: Omit<TrackSpan, 'consumerId' | 'group'>): MessageTrack {
  const track: Omit<MessageTrack, 'root'> = {
    messageId: String(order),
    order,
    queueArn: 'orders',
    groupId: undefined,
    group: GROUP,
    groups: [GROUP],
    firstAt: span.start,
    lastAt: span.end ?? span.start,
    receiveCount: 1,
    isUncertain: false,
    goneKind: span.end === undefined ? undefined : 'deleted',
    lastPosition: order,
    positions: [order],
    spans: [{ ...span, consumerId: 'worker', group: GROUP }],
    marks: [],
    cause: undefined,
    members: [],
    isEvicted: false,
  };
  return Object.assign(track, { root: track as MessageTrack });
}

/** Paints so many messages into one lane. @returns how many rectangles that took */
function countRectangles(makeSpan: (index: number) => Omit<TrackSpan, 'consumerId' | 'group'>): number {
  let count = 0;
  const context = { fillRect: () => (count += 1), strokeRect: () => undefined };
  const look = { color: 'c', ink: 'i', fill: 'f', heldFill: 'h' };
  const theme = { dim: 'd', background: 'b', consumer: () => look };
  const plot = makeLanePlot(
    context as unknown as CanvasRenderingContext2D,
    theme as unknown as LaneTheme,
    { line: new ClockLine(), window: WINDOW, now: WINDOW.to },
    WIDTH_PX,
  );
  const tracks = Array.from({ length: MESSAGES }, (_, index) => makeTrack(index, makeSpan(index)));
  paintMessages(plot, { tracks, group: GROUP }, 0, () => ({ index: 0, name: 'Worker' }));
  return count;
}

describe('a lane of very many messages draws each pixel a few times only', () => {
  const share = (index: number): number => index / MESSAGES;
  const reach = WIDTH_PX * 1_000;

  for (const state of ['inFlight', 'held', 'queued'] as const) {
    it(`${state}: those that began before the view`, () => {
      // In the last second before it, and in the hour before that.
      for (const spread of [1_000, 40_000, 3_600_000]) {
        const start = (index: number): number => WINDOW.from - spread * (1 - share(index));
        assert.ok(countRectangles((index) => ({ state, start: start(index), end: undefined })) <= 4);
      }
    });

    it(`${state}: those that ended one after the other in view`, () => {
      const drawn = countRectangles((index) => ({
        state,
        start: WINDOW.from - 1_000,
        end: WINDOW.from + share(index) * reach,
      }));
      assert.ok(drawn <= 2 * WIDTH_PX, String(drawn));
    });

    it(`${state}: those that began one after the other in view`, () => {
      const start = (index: number): number => WINDOW.from + share(index) * reach;
      const drawn = countRectangles((index) => ({ state, start: start(index), end: undefined }));
      assert.ok(drawn > 0 && drawn <= 2 * WIDTH_PX + 2, String(drawn));
    });
  }
});
