import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { messageIdOf } from '../../broker/engine/base/identity.ts';
import type { Message } from '../../broker/engine/state/message.ts';
import type { Queue } from '../../broker/engine/state/queue.ts';
import { allMessages } from '../../broker/engine/operations/unreadable.ts';
import { lives } from '../../webview/trace/log/messageTrack.ts';
import type { TraceStore } from '../../webview/trace/traceStore.ts';
import { IDENTITY_KEY } from '../support/engineHarness.ts';
import { PanelActor, type PanelAction, panelAction } from '../support/panels/panelActions.ts';
import { PanelWorld } from '../support/panels/panelWorld.ts';

const MOMENTS = 500;
/** Each is half as long on average. */
const ACTIONS_PER_WORLD = 25;
const WORLDS = 60;
/** The broker's clock has whole milliseconds. */
const ROUNDING_MS = 2;

interface Counts {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
  readonly oldestAgeMs: number;
}

function countQueue(queue: Queue, now: number): Counts {
  return {
    visible: queue.visibleCount,
    inFlight: queue.inFlightCount,
    delayed: queue.delayedCount,
    oldestAgeMs: now - (queue.byAge.peekKey() ?? now),
  };
}

const sum = (all: readonly Counts[]): Counts => ({
  visible: all.reduce((total, { visible }) => total + visible, 0),
  inFlight: all.reduce((total, { inFlight }) => total + inFlight, 0),
  delayed: all.reduce((total, { delayed }) => total + delayed, 0),
  oldestAgeMs: Math.max(0, ...all.map(({ oldestAgeMs }) => oldestAgeMs)),
});

/**
 * What the engine held, at moments of real time; it says what charts have to show of the past. A deadline that was noticed
 * late, after the machine slept, counts from its own time.
 */
class Past {
  private readonly world: PanelWorld;
  private readonly all: { readonly timer: number; readonly total: Omit<Counts, 'oldestAgeMs'> }[] = [];
  private followed: unknown;

  constructor(world: PanelWorld) {
    this.world = world;
    this.note();
  }

  /** To be called after everything that is done: another broker may be there. */
  follow(): void {
    const { engine } = this.world.broker;
    if (engine === this.followed) return;
    this.followed = engine;
    engine.onEvent(({ at }) => this.note(at));
    this.note();
  }

  at(timer: number): Omit<Counts, 'oldestAgeMs'> | undefined {
    return this.all.findLast((each) => each.timer <= timer)?.total;
  }

  private note(at?: number): void {
    const { engine, clock } = this.world.broker;
    const { visible, inFlight, delayed } = sum([...engine.allQueues()].map((queue) => countQueue(queue, 0)));
    const now = clock.now();
    const timer = this.world.machine.uptimeMs() - (now - (at ?? now));
    const before = this.all.at(-1)?.timer ?? timer;
    this.all.push({ timer: Math.max(timer, before), total: { visible, inFlight, delayed } });
  }
}

/** Fails with the first thing that charts show otherwise than the engine has it. */
function checkCharts(world: PanelWorld, view: TraceStore, past: Past, since: number): void {
  const { engine, clock } = world.broker;
  const { line } = view.log;
  const now = clock.now();
  assertNear(view.clock.now(), now, 'the view’s clock');
  const present = view.readPresent();
  const all = [...engine.allQueues()].map((queue) => [queue.arn, countQueue(queue, now)] as const);
  for (const [arn, counts] of [...all, [undefined, sum(all.map(([, each]) => each))] as const]) {
    const lines = view.series.read(arn, present, line);
    const name = `the chart of ${arn ?? 'all queues'}`;
    // Nothing is known before the first event.
    if (lines.places.length === 0) {
      assert.equal(all.length, 0, name);
      continue;
    }
    assertNear(line.clockTimeAt(lines.places.at(-1) ?? 0), now, `the end of ${name}`);
    assert.deepEqual(
      [lines.visible.at(-1) ?? 0, lines.inFlight.at(-1) ?? 0, lines.delayed.at(-1) ?? 0],
      [counts.visible, counts.inFlight, counts.delayed],
      name,
    );
    assertNear(lines.oldestAgeMs.at(-1) ?? 0, counts.oldestAgeMs, `the age in ${name}`);
    for (const [index, place] of lines.places.entries())
      assert.ok(place >= (lines.places[index - 1] ?? place), 'an axis only rises');
  }
  checkPast(world, view, past, since);
}

/** What the chart of all queues shows of each moment since the view began is what the engine held then. */
function checkPast(world: PanelWorld, view: TraceStore, past: Past, since: number): void {
  const { line } = view.log;
  const present = view.readPresent();
  const lines = view.series.read(undefined, present, line);
  const offset = world.machine.uptimeMs() - line.place(present);
  for (const [index, place] of lines.places.entries()) {
    const timer = Math.round(place + offset);
    const held = past.at(timer);
    // Within rounding of a change either may be shown.
    const isSteady = held === past.at(timer - ROUNDING_MS) && held === past.at(timer + ROUNDING_MS);
    if (held === undefined || timer < since || !isSteady) continue;
    assert.deepEqual(
      { visible: lines.visible[index], inFlight: lines.inFlight[index], delayed: lines.delayed[index] },
      held,
      `the chart of all queues, ${world.machine.uptimeMs() - timer} ms ago`,
    );
  }
}

const STATES = { visible: ['queued'], inFlight: ['inFlight', 'held'], delayed: ['delayed'] } as const;

/** Fails with the first lane that shows its message otherwise than the engine has it. */
function checkLanes(world: PanelWorld, view: TraceStore): void {
  const { engine } = world.broker;
  const messages = new Map<string, Message>();
  for (const queue of engine.allQueues())
    for (const message of allMessages(queue))
      messages.set(messageIdOf(IDENTITY_KEY, message.number), message);
  for (const track of view.log.tracks.list()) {
    const message = messages.get(track.messageId);
    const name = `the lane of ${track.messageId}`;
    assert.equal(lives(track), message !== undefined, `${name}: ${track.goneKind ?? 'it goes on'}`);
    if (message === undefined) continue;
    const span = track.spans.at(-1);
    assert.equal(span?.end, undefined, name);
    assert.ok(
      (STATES[message.state as keyof typeof STATES] as readonly string[]).includes(span?.state ?? ''),
      `${name} is ${span?.state}, the message ${message.state}`,
    );
    assert.equal(track.queueArn, message.queue.arn, name);
  }
}

/** When the view has seen everything from the beginning, it knows every message and every consumer. */
function checkWhole(world: PanelWorld, view: TraceStore): void {
  const held = new Map<string, number>();
  let count = 0;
  for (const queue of world.broker.engine.allQueues()) {
    for (const message of allMessages(queue)) {
      count += 1;
      const holder = message.state === 'inFlight' ? message.delivery?.caller.consumerId : undefined;
      if (holder !== undefined) held.set(holder, (held.get(holder) ?? 0) + 1);
    }
  }
  assert.equal(view.log.tracks.list().filter(lives).length, count, 'lanes that go on');
  for (const lane of view.consumerLanes.all.values())
    assert.equal(lane.inFlightCount, held.get(lane.info.id) ?? 0, `what ${lane.info.id} has in flight`);
}

/** The tree and the status item read these. */
function checkStores({ broker, queues, brokerClock }: PanelWorld): void {
  const all = [...broker.engine.allQueues()];
  assert.deepEqual(
    new Map(queues.queues.map(({ arn, counts }) => [arn, counts])),
    new Map(
      all.map(({ arn, visibleCount, inFlightCount, delayedCount }) => [
        arn,
        { visible: visibleCount, inFlight: inFlightCount, delayed: delayedCount },
      ]),
    ),
    'the tree',
  );
  // That the machine's clock was set is only noticed while something waits for time.
  if (broker.clock.nextDeadline !== undefined)
    assertNear(brokerClock.now, broker.clock.now(), 'the status item’s clock');
}

function assertNear(actual: number, expected: number, name: string): void {
  assert.ok(Math.abs(actual - expected) <= ROUNDING_MS, `${name} says ${actual}, the broker ${expected}`);
}

/** Failed once. */
const FOUND: readonly [readonly PanelAction[]][] = [
  // The broker starts again while the panel is hidden: what the chart shows of the time until the panel is visible again.
  [
    [
      { do: 'send', queue: 'orders', count: 1, delaySeconds: 0 },
      { do: 'hide' },
      { do: 'restart' },
      { do: 'wait', ms: 3_000 },
      { do: 'show' },
    ],
  ],
  // The machine's clock is set while nothing waits, the broker is asked, and the clock is set back.
  [
    [
      { do: 'setWall', ms: 3_600_000 },
      { do: 'reconnect' },
      { do: 'setWall', ms: -3_600_000 },
      { do: 'send', queue: 'orders', count: 1, delaySeconds: 0 },
      { do: 'wait', ms: 3_000 },
    ],
  ],
  // What the queues held was said before the clock was moved, and reaches the panel after it.
  [
    [
      { do: 'sleep', ms: 3_000_000 },
      { do: 'hide' },
      { do: 'send', queue: 'orders', count: 1, delaySeconds: 0 },
      { do: 'advance', ms: 259_200_000 },
      { do: 'show' },
    ],
  ],
];

let checkedMoments = 0;

async function play(actions: readonly PanelAction[]): Promise<void> {
  const world = new PanelWorld();
  const actor = new PanelActor(world);
  const past = new Past(world);
  world.show();
  await world.settle();
  /** The view has seen everything of this run. */
  let isWhole = true;
  let since = 0;
  for (const action of actions) {
    past.follow();
    await actor.perform(action);
    past.follow();
    await world.settleQuietly();
    const { view } = world;
    if (action.do === 'clear' || action.do === 'restart') isWhole = action.do === 'restart';
    if (action.do === 'clear' || action.do === 'load' || action.do === 'restart')
      since = world.machine.uptimeMs();
    checkStores(world);
    if (view !== undefined) {
      checkCharts(world, view, past, since);
      checkLanes(world, view);
      if (isWhole) checkWhole(world, view);
    }
    checkedMoments += 1;
  }
}

describe('Charts, lanes, tree and status item', () => {
  it(`say what the engine counts, at ${MOMENTS} moments of anything`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(panelAction, { minLength: 1, maxLength: ACTIONS_PER_WORLD, size: 'max' }),
        play,
      ),
      { numRuns: WORLDS, examples: [...FOUND] },
    );
    assert.ok(checkedMoments >= MOMENTS);
  }).timeout(120_000);
});
