import { succeed } from '../../engine/result.ts';
import { type ClockState, clockChanged } from '../../protocol/clock.ts';
import { createEditorCaller } from '../editorCall.ts';
import type { ControlServices } from '../services.ts';
import type { HandlersOf } from './handlers.ts';

export function createClockHandlers(
  services: ControlServices,
): HandlersOf<'getClock' | 'advanceClock' | 'holdClock' | 'releaseClock'> {
  const { holds } = services;
  return {
    getClock: () => succeed(readClock(services)),
    advanceClock: ({ byMs }) => {
      services.clock.advance(byMs);
      services.recorder.recordAdvance(byMs, createEditorCaller(services, 'AdvanceClock'));
      return succeed(announceClock(services));
    },
    holdClock: ({ consumerId }, session) => {
      const heldCount = holds.place(session, consumerId);
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

function readClock({ clock }: ControlServices): ClockState {
  const { nextDeadline, offsetMs } = clock;
  const state = { now: clock.now(), offsetMs };
  return nextDeadline === undefined ? state : { ...state, nextDeadline };
}
