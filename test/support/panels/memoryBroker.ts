import { createMemoryStorage } from '../../../broker/assembly/storageService.ts';
import { ControllableClock } from '../../../broker/time/clock.ts';
import { broadcastClock, createClockHandlers } from '../../../broker/control/handlers/clock.ts';
import { createQueueHandlers } from '../../../broker/control/handlers/queue.ts';
import { createTraceHandlers } from '../../../broker/control/handlers/trace.ts';
import { HoldRegistry } from '../../../broker/control/holds.ts';
import { METHODS } from '../../../broker/protocol/methods.ts';
import { snapshotQueues } from '../../../broker/control/queueSummary.ts';
import { QueueWatcher } from '../../../broker/control/queueWatcher.ts';
import { ClockMoves } from '../../../broker/control/clockMoves.ts';
import { EditMemory } from '../../../broker/control/editMemory.ts';
import type { ControlServices } from '../../../broker/control/services.ts';
import { Session } from '../../../broker/control/channel/session.ts';
import { createEngine } from '../../../broker/engine/operations/createEngine.ts';
import { ManualClock } from '../../../broker/engine/base/clock.ts';
import type { Engine } from '../../../broker/engine/engine.ts';
import { holdConsumer, releaseConsumer } from '../../../broker/engine/operations/holds.ts';
import { messageIdOf, messageNumberOf } from '../../../broker/engine/base/identity.ts';
import { LIMITS } from '../../../broker/engine/base/limits.ts';
import { objectContents } from '../../../broker/engine/base/content.ts';
import type { BrokerInfo } from '../../../broker/protocol/broker.ts';
import type { NotificationMethod } from '../../../broker/protocol/method.ts';
import { ConsumerRegistry } from '../../../broker/trace/consumers.ts';
import { TraceRecorder } from '../../../broker/trace/recorder.ts';
import { IDENTITY_KEY, testPorts } from '../engineHarness.ts';
import type { ManualMachine } from '../manualMachine.ts';

type Notify = (method: string, params: unknown) => void;

/** A broker that keeps its messages in memory, without its fronts: engine, clock, trace and control methods, as they are. */
export class MemoryBroker {
  readonly clock: ControllableClock;
  readonly engine: Engine;
  readonly recorder: TraceRecorder;
  readonly info: BrokerInfo;
  private readonly handlers: Readonly<Record<string, (params: never, session: Session) => unknown>>;
  private readonly watcher: QueueWatcher;
  private sessions: Session[] = [];

  constructor(machine: ManualMachine, pid: number) {
    const clock = new ControllableClock(machine);
    this.clock = clock;
    const ports = { ...testPorts(new ManualClock()), clock };
    const engine = createEngine(ports, { identityKey: IDENTITY_KEY, limits: LIMITS.strict });
    this.engine = engine;
    const consumers = new ConsumerRegistry();
    this.recorder = new TraceRecorder({
      messageId: (number) => messageIdOf(IDENTITY_KEY, number),
      messageNumber: (messageId) => messageNumberOf(IDENTITY_KEY, messageId),
      consumer: (caller) => consumers.describe(caller),
      now: () => clock.now(),
      remembered: objectContents,
    });
    this.info = { pid, startedAt: clock.now(), region: 'us-east-1', account: '000000000000' } as BrokerInfo;
    const schedule = machine.after;
    const faults = { has: () => false };
    this.watcher = new QueueWatcher({
      schedule,
      sessions: () => this.sessions,
      snapshot: () => snapshotQueues({ engine, faults, recorder: this.recorder }, ''),
    });
    engine.onEvent((event) => {
      this.recorder.recordEvent(event);
      this.watcher.notice();
    });
    // The methods that are called use no other services.
    const services = {
      engine,
      clock,
      recorder: this.recorder,
      faults,
      schedule,
      info: () => this.info,
      holds: new HoldRegistry({
        hold: (consumerId) => holdConsumer(engine, consumerId),
        release: (consumerId) => releaseConsumer(engine, consumerId),
        isAlive: () => false,
        schedule,
        onLapse: () => undefined,
      }),
      broadcast: (method: NotificationMethod<unknown>, params: unknown) => {
        for (const session of this.sessions) session.notify(method, params);
      },
      storage: createMemoryStorage(() => undefined),
      findings: { shiftTimes: () => undefined },
      metrics: { goBack: () => undefined },
      alarms: { goBack: () => undefined },
      pools: { book: { goBack: () => undefined } },
      functions: { book: { goBack: () => undefined } },
      mappings: { goBack: () => undefined },
      moves: new ClockMoves(schedule),
      edits: new EditMemory(schedule),
      persistTimes: () => undefined,
      noticeQueues: () => this.watcher.notice(),
    } as unknown as ControlServices;
    clock.onWallStep(() => broadcastClock(services));
    const handlers: Record<string, (params: never, session: Session) => unknown> = {
      ...createTraceHandlers(services),
      ...createClockHandlers(services),
      ...createQueueHandlers(services),
    };
    this.handlers = Object.fromEntries(
      Object.entries(METHODS).flatMap(([key, { method }]) => {
        const handle = handlers[key];
        return handle === undefined ? [] : [[method, handle]];
      }),
    );
  }

  connect(notify: Notify): Session {
    const session = new Session('panel', {
      bufferedBytes: 0,
      notify,
      close: () => undefined,
      terminate: () => undefined,
    });
    session.isOpen = true;
    this.sessions.push(session);
    return session;
  }

  disconnect(session: Session): void {
    session.dispose();
    this.sessions = this.sessions.filter((each) => each !== session);
  }

  /** Answers a control method; throws for what is refused. */
  request(session: Session, method: string, params: unknown): unknown {
    const answer = this.handlers[method]?.(params as never, session) as
      | { readonly ok: true; readonly value: unknown }
      | { readonly ok: false }
      | undefined;
    if (answer?.ok !== true) throw new Error(`${method}: ${JSON.stringify(answer)}`);
    return answer.value;
  }

  stop(): void {
    for (const session of this.sessions) session.dispose();
    this.sessions = [];
    this.watcher.stop();
    this.clock.stop();
  }
}
