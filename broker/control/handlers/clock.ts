import * as l10n from '@vscode/l10n';
import { listExpiring } from '../../engine/operations/expiring.ts';
import type { Message } from '../../engine/state/message.ts';
import { messageIdOf } from '../../engine/base/identity.ts';
import { findNextEvent, retentionEnd, visibleAt } from '../../engine/operations/nextEvent.ts';
import type { Jump } from '../../engine/state/jumps.ts';
import { findMessage } from '../../engine/operations/peek.ts';
import { succeed } from '../../engine/base/result.ts';
import { readHolder } from '../../trace/consumerId.ts';
import { shiftTimes } from '../../engine/operations/shiftTimes.ts';
import {
  advanceProgressed,
  type ClockAdvance,
  type ClockReset,
  type ClockState,
  clockChanged,
  type JumpForecast,
  type JumpTarget,
  type MessageDeadline,
  type ShortenedLives,
  type UndoneAdvance,
} from '../../protocol/clock.ts';
import type { MethodParams } from '../../protocol/methods.ts';
import { undoProgressed } from '../../protocol/queue.ts';
import { type Answer, notFound } from '../channel/answer.ts';
import { createEditorCaller } from '../editorCall.ts';
import type { ControlServices } from '../services.ts';
import type { HandlersOf } from './handler.ts';
import { inIntervals } from './storage.ts';

export function createClockHandlers(
  services: ControlServices,
): HandlersOf<
  | 'getClock'
  | 'advanceClock'
  | 'advanceClockToNext'
  | 'advanceClockToMessage'
  | 'cancelAdvance'
  | 'forecastJump'
  | 'undoAdvance'
  | 'resetClock'
  | 'holdClock'
  | 'releaseClock'
> {
  const { holds, moves } = services;
  const jump = (target: JumpTarget): Answer<ClockAdvance> | Promise<Answer<ClockAdvance>> =>
    moves.inTurn(() => {
      const byMs = measureJump(services, target);
      return byMs.ok ? advance(services, byMs.value) : byMs;
    });
  return {
    getClock: () => succeed(readClock(services)),
    advanceClock: jump,
    advanceClockToNext: () => jump({}),
    advanceClockToMessage: (message) => jump({ message }),
    forecastJump: (target) => {
      const byMs = measureJump(services, target);
      return byMs.ok ? succeed(forecast(services, byMs.value)) : byMs;
    },
    cancelAdvance: async () => {
      await moves.cancel();
      return succeed(readClock(services));
    },
    undoAdvance: ({ jump: number }) => moves.inTurn(() => undoAdvance(services, number)),
    resetClock: () => {
      void moves.cancel();
      return moves.inTurn(() => succeed(resetClock(services)));
    },
    holdClock: ({ consumerId, processIds }, session) => {
      const heldCount = holds.place(session, readHolder(consumerId), processIds);
      broadcastClock(services);
      return succeed({ heldCount });
    },
    releaseClock: ({ consumerId }, session) => {
      const releasedCount = holds.lift(session, readHolder(consumerId));
      broadcastClock(services);
      return succeed({ releasedCount });
    },
  };
}

/** Sends the clock's state to every session, and returns it. */
export function broadcastClock(services: ControlServices): ClockState {
  const state = readClock(services);
  services.broadcast(clockChanged, state);
  return state;
}

function readClock({ clock, engine, recorder }: ControlServices): ClockState {
  clock.lookForStep();
  const { nextDeadline, offsetMs } = clock;
  const next = findNextEvent(engine);
  return {
    now: clock.now(),
    offsetMs,
    sequence: recorder.lastSequence,
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

/** How far it is to where a jump goes, ms. What is due already happens before. */
function measureJump(services: ControlServices, { byMs, message }: JumpTarget): Answer<number> {
  const { engine, clock } = services;
  settle(services);
  if (byMs !== undefined) return succeed(byMs);
  if (message !== undefined) return measureToMessage(services, message);
  const next = findNextEvent(engine);
  return next === undefined
    ? notFound(l10n.t('No message has a deadline, so there is no next event.'))
    : succeed(Math.max(0, next.at - clock.now()));
}

function measureToMessage(
  services: ControlServices,
  { queueArn, messageId, deadline = 'visible' }: MethodParams<'advanceClockToMessage'>,
): Answer<number> {
  const { engine, clock } = services;
  const queue = engine.findByArn(queueArn);
  if (queue === undefined) return notFound(l10n.t('There is no queue {0}.', queueArn));
  const message = findMessage(engine, queue, messageId);
  if (message === undefined) return notFound(l10n.t('There is no message {0} in {1}.', messageId, queueArn));
  const at = deadlineOf(services, message, deadline);
  return at === undefined
    ? notFound(l10n.t('Message {0} has no deadline: it is visible, or its timeout is paused.', messageId))
    : succeed(Math.max(0, at - clock.now()));
}

function deadlineOf({ engine }: ControlServices, message: Message, deadline: MessageDeadline) {
  return deadline === 'retention' ? retentionEnd(message) : visibleAt(engine, message);
}

function forecast({ engine, clock, storage }: ControlServices, byMs: number): JumpForecast {
  return {
    byMs,
    ending: listExpiring(engine, clock.now() + byMs).map(({ queue, messages }) => ({
      queueArn: queue.arn,
      messages,
    })),
    ...(storage.undo === undefined ? {} : { undoMs: storage.undo.jumpMs }),
  };
}

function advance(
  services: ControlServices,
  byMs: number,
): Answer<ClockAdvance> | Promise<Answer<ClockAdvance>> {
  const { clock, recorder, storage, moves, noticeQueues, broadcast } = services;
  const { advancedMs: before } = clock;
  const underWay = storage.beginAdvance(clock, byMs);
  const tell = inIntervals(() => broadcast(advanceProgressed, { byMs, doneMs: clock.advancedMs - before }));
  const end = (isThere: boolean): Answer<ClockAdvance> => {
    recorder.recordAdvance(clock.advancedMs - before, createEditorCaller(services, 'AdvanceClock'));
    // Every message is older now, also in queues in which nothing happened.
    noticeQueues();
    const undoable = underWay.findUndoable();
    return succeed({
      ...broadcastClock(services),
      ...(undoable === undefined ? {} : { undoable }),
      ...(isThere ? {} : { isCancelled: true }),
    });
  };
  const outcome = moves.advance(underWay, () => {
    noticeQueues();
    tell();
  });
  return typeof outcome === 'boolean' ? end(outcome) : outcome.then(end);
}

/** The clock and what is kept of times go back at once; the messages follow, some in each turn of the event loop. */
async function undoAdvance(services: ControlServices, number: number): Promise<Answer<UndoneAdvance>> {
  const { clock, engine, recorder, storage, broadcast, noticeQueues } = services;
  const undoable = storage.read().undoableAdvances.find(({ jump }) => jump === number);
  const jump = storage.jumps.find(number);
  if (storage.undo === undefined || undoable === undefined || jump === undefined) {
    return notFound(l10n.t('No advance of the clock can be undone.'));
  }
  settle(services);
  const byMs = jump.isBack ? 0 : Math.min(jump.byMs, clock.advancedMs);
  const caller = createEditorCaller(services, 'UndoAdvance');
  const shortened = measureShortened(services, jump.isBack ? [] : [jump]);
  clock.goBack(byMs);
  storage.jumps.undo(number, byMs, clock.advancedMs);
  if (byMs > 0) {
    moveTimesBack(services, byMs);
    recorder.recordReset(byMs, caller, 'Back to before the advance');
  }
  for (const { queueArn, messages } of undoable.ended) {
    if (engine.findByArn(queueArn) !== undefined) recorder.recordUndo('advance', queueArn, messages, caller);
  }
  broadcastClock(services);
  const tell = inIntervals((queueArn: string, done: number, total: number) =>
    broadcast(undoProgressed, { queueArn, done, total }),
  );
  const undone = await storage.undo.undoJump(number, (...progress) => {
    noticeQueues();
    tell(...progress);
  });
  noticeQueues();
  return succeed({ ...undone, ...shortened, clock: broadcastClock(services) });
}

/** The trace keeps its times: future events stay there, and the mark has how much the clock went back. */
function resetClock(services: ControlServices): ClockReset {
  const { clock, recorder, storage } = services;
  settle(services);
  const { advancedMs } = clock;
  const shortened = measureShortened(services, storage.jumps.ahead());
  const byMs = clock.reset();
  if (byMs === 0) return readClock(services);
  storage.jumps.goBack(byMs, advancedMs);
  moveTimesBack(services, byMs);
  recorder.recordReset(byMs, createEditorCaller(services, 'ResetClock'));
  // Nothing happened to a queue, but the times that it tells have moved.
  services.noticeQueues();
  return { ...broadcastClock(services), ...shortened };
}

/** What jumps have cost those who lived through them, and the way back does not give them. */
function measureShortened(
  { engine, clock, storage }: ControlServices,
  jumps: readonly Jump[],
): { readonly shortened?: ShortenedLives } {
  const now = clock.now();
  const last = jumps.at(-1);
  let messages = 0;
  let upToMs = 0;
  for (const queue of last === undefined ? [] : engine.allQueues()) {
    messages += queue.byAge.countUpTo(last?.from ?? 0);
    const oldest = queue.byAge.peekKey();
    if (oldest !== undefined) upToMs = Math.max(upToMs, storage.jumps.jumpedMs(oldest, now, jumps));
  }
  return messages === 0 ? {} : { shortened: { messages, upToMs } };
}

function moveTimesBack(
  { engine, edits, findings, alarms, metrics, pools, functions, mappings, persistTimes }: ControlServices,
  byMs: number,
): void {
  shiftTimes(engine, -byMs);
  edits.shiftTimes(-byMs);
  findings.shiftTimes(-byMs);
  metrics.goBack();
  alarms.goBack();
  pools.book.goBack(byMs);
  functions.book.goBack(byMs);
  mappings.goBack(byMs);
  persistTimes(-byMs);
}

/** Lets everything happen that is due. */
function settle({ engine }: ControlServices): void {
  engine.begin();
  engine.settle();
}
