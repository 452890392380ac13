import type { Message } from '../../engine/state/message.ts';
import { messageIdOf } from '../../engine/base/identity.ts';
import { findNextEvent, retentionEnd, visibleAt } from '../../engine/operations/nextEvent.ts';
import { findMessage } from '../../engine/operations/peek.ts';
import { succeed } from '../../engine/base/result.ts';
import { shiftTimes } from '../../engine/operations/shiftTimes.ts';
import { type ClockState, clockChanged, type MessageDeadline } from '../../protocol/clock.ts';
import { notFound } from '../channel/answer.ts';
import { createEditorCaller } from '../editorCall.ts';
import type { ControlServices } from '../services.ts';
import type { HandlersOf } from './handler.ts';
import { withQueue } from './queue.ts';

export function createClockHandlers(
  services: ControlServices,
): HandlersOf<
  | 'getClock'
  | 'advanceClock'
  | 'advanceClockToNext'
  | 'advanceClockToMessage'
  | 'resetClock'
  | 'holdClock'
  | 'releaseClock'
> {
  const { holds, engine } = services;
  return {
    getClock: () => succeed(readClock(services)),
    advanceClock: ({ byMs }) => succeed(advance(services, byMs)),
    advanceClockToNext: () => {
      engine.begin();
      engine.settle();
      const next = findNextEvent(engine);
      return next === undefined
        ? notFound('message that waits for time')
        : succeed(advance(services, next.at - services.clock.now()));
    },
    advanceClockToMessage: ({ queueArn, messageId, deadline = 'visible' }) =>
      withQueue(services, queueArn, (queue) => {
        engine.begin();
        engine.settle();
        const message = findMessage(engine, queue, messageId);
        if (message === undefined) return notFound(`message ${messageId} in ${queueArn}`);
        const at = deadlineOf(services, message, deadline);
        return at === undefined
          ? notFound(`deadline of message ${messageId}: it is visible, or held`)
          : succeed(advance(services, at - services.clock.now()));
      }),
    resetClock: () => succeed(resetClock(services)),
    holdClock: ({ consumerId, processIds }, session) => {
      const heldCount = holds.place(session, consumerId, processIds);
      announceClock(services);
      return succeed({ heldCount });
    },
    releaseClock: ({ consumerId }, session) => {
      const releasedCount = holds.lift(session, consumerId);
      announceClock(services);
      return succeed({ releasedCount });
    },
  };
}

/** Tells every session where the clock stands, and returns it. */
export function announceClock(services: ControlServices): ClockState {
  const state = readClock(services);
  services.broadcast(clockChanged, state);
  return state;
}

function readClock({ clock, engine }: ControlServices): ClockState {
  const { nextDeadline, offsetMs } = clock;
  const next = findNextEvent(engine);
  return {
    now: clock.now(),
    offsetMs,
    ...(nextDeadline === undefined ? {} : { nextDeadline }),
    ...(next === undefined
      ? {}
      : {
          nextEvent: {
            at: next.at,
            kind: next.kind,
            queueArn: next.message.queue.arn,
            messageId: messageIdOf(engine.identityKey, next.message.number),
          },
        }),
  };
}

function deadlineOf({ engine }: ControlServices, message: Message, deadline: MessageDeadline) {
  return deadline === 'retention' ? retentionEnd(message) : visibleAt(engine, message);
}

function advance(services: ControlServices, byMs: number): ClockState {
  const { clock, recorder } = services;
  clock.advance(Math.max(0, byMs));
  recorder.recordAdvance(byMs, createEditorCaller(services, 'AdvanceClock'));
  return announceClock(services);
}

/** The trace keeps its times: what happened in the future stays there, and the mark says by how much the clock went back. */
function resetClock(services: ControlServices): ClockState {
  const { clock, engine, recorder } = services;
  engine.begin();
  engine.settle();
  const byMs = clock.reset();
  if (byMs === 0) return readClock(services);
  shiftTimes(engine, -byMs);
  services.keepTimes(-byMs);
  recorder.recordAdvance(-byMs, createEditorCaller(services, 'ResetClock'));
  return announceClock(services);
}
