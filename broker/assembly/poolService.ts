import type { NoteKeeper } from '../engine/base/noteKeeper.ts';
import { alarmArnOf } from '../alarms/alarm.ts';
import type { Engine } from '../engine/engine.ts';
import { SeededRandom } from '../random/seededRandom.ts';
import type { Pool } from '../pools/pool.ts';
import { PoolBook } from '../pools/poolBook.ts';
import { loadPools, savePools } from '../pools/savedPools.ts';
import type { NotificationMethod } from '../protocol/method.ts';
import type { PoolDefinition } from '../protocol/poolDefinition.ts';
import { poolDecided, poolsChanged } from '../protocol/pools.ts';
import type { ControllableClock } from '../time/clock.ts';
import type { Schedule } from '../time/schedule.ts';
import { Throttle } from '../time/throttle.ts';
import type { TraceRecorder } from '../trace/recorder.ts';
import type { AlarmService } from './alarmService.ts';
import { tracePools } from './poolTrace.ts';
import type { ProcessCredentials } from './processCredentials.ts';

/** Shortest time between two writes of what pools decided, ms; what clients changed is written before they are answered. */
const SAVE_MS = 5000;
/** Shortest time between two lists for clients, ms. */
const TELL_MS = 250;

export interface PoolServicePorts {
  readonly credentials: ProcessCredentials;
  readonly engine: Engine;
  readonly alarms: Pick<AlarmService, 'read'>;
  readonly clock: ControllableClock;
  readonly schedule: Schedule;
  readonly recorder: TraceRecorder;
  /** Of the broker: its pools have queues there. */
  readonly place: { readonly region: string; readonly account: string };
  /** Absent: pools end with the broker. */
  readonly notes: NoteKeeper | undefined;
  broadcast<P>(method: NotificationMethod<P>, params: P): void;
  log(line: string): void;
  onDefect(error: unknown): void;
}

/** The pools of a broker; their definitions and newest decisions are kept over restarts if there is a journal. */
export class PoolService {
  readonly book: PoolBook;
  private readonly ports: PoolServicePorts;
  private readonly saving: Throttle;
  private readonly telling: Throttle;
  private isUnsaved = false;
  private isStopped = false;

  constructor(ports: PoolServicePorts) {
    const { engine, credentials, clock, schedule, notes, recorder, place } = ports;
    this.ports = ports;
    const trace = tracePools(recorder);
    const { pools, problems } = loadPools(notes);
    for (const problem of problems) ports.log(`pools: ${problem}`);
    this.telling = new Throttle(
      schedule,
      TELL_MS,
      this.guard(() => ports.broadcast(poolsChanged, { pools: this.book.describe() })),
    );
    this.saving = new Throttle(
      schedule,
      SAVE_MS,
      this.guard(() => this.save()),
    );
    const wakeAt = clock.addWaker((work) => this.guard(() => this.book.wake(work))());
    this.book = new PoolBook(
      engine,
      {
        place,
        wakeAt,
        now: () => clock.now(),
        admit: (processName, user) => credentials.admit(processName, user),
        revoke: ({ consumerId }) => credentials.revoke(consumerId),
        noteProcessId: ({ consumerId }, processId) => credentials.setProcessId(consumerId, processId),
        readAlarm: (name) => ports.alarms.read(alarmArnOf(place.region, place.account, name)),
        createRandom: (seed) => {
          const random = new SeededRandom(seed);
          return () => random.next();
        },
        ...trace,
        recordDecision: (event) => {
          trace.recordDecision(event);
          ports.broadcast(poolDecided, { name: event.pool, decision: event.decision });
        },
        onChange: () => this.noticeChange(),
      },
      pools,
    );
  }

  get all(): readonly Pool[] {
    return this.book.all;
  }

  /** Makes the pools of a text those of its source. */
  setAll(source: string, folder: string | undefined, definitions: readonly PoolDefinition[]): void {
    this.book.setAll(source, folder, definitions);
    this.save();
  }

  /** Writes what has changed, before whoever changed it is answered. */
  save(): void {
    const { notes } = this.ports;
    if (!this.isUnsaved || notes === undefined) return;
    savePools(notes, this.book.listSaved());
    this.isUnsaved = false;
  }

  stop(): void {
    this.isStopped = true;
    this.telling.stop();
    this.saving.stop();
    this.save();
  }

  private noticeChange(): void {
    if (this.isStopped) return;
    this.telling.notice();
    this.isUnsaved = true;
    if (this.ports.notes !== undefined) this.saving.notice();
  }

  /** What a timer runs: a defect of it that is not caught here would end the broker. */
  private guard(run: () => void): () => void {
    return () => {
      try {
        run();
      } catch (error) {
        this.ports.onDefect(error);
      }
    };
  }
}
