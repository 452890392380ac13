import { ControllableClock } from '../../broker/time/clock.ts';
import { changeVisibility } from '../../broker/engine/operations/changeVisibility.ts';
import { ManualClock } from '../../broker/engine/base/clock.ts';
import { createEngine } from '../../broker/engine/operations/createEngine.ts';
import { createQueue } from '../../broker/engine/operations/createQueue.ts';
import { deleteQueue } from '../../broker/engine/operations/deleteQueue.ts';
import type { Engine } from '../../broker/engine/engine.ts';
import { DEDUPLICATION_WINDOW_MS, LIMITS } from '../../broker/engine/base/limits.ts';
import { retentionEnd, visibleAt } from '../../broker/engine/operations/nextEvent.ts';
import { purgeQueue } from '../../broker/engine/operations/purgeQueue.ts';
import type { Queue } from '../../broker/engine/state/queue.ts';
import { receiveMessages } from '../../broker/engine/operations/receiveMessages.ts';
import { sendMessage } from '../../broker/engine/operations/sendMessage.ts';
import { shiftTimes } from '../../broker/engine/operations/shiftTimes.ts';
import { JournalNotes } from '../../broker/assembly/journalNotes.ts';
import type { Journal } from '../../broker/storage/journal.ts';
import { openLockedJournal } from '../../broker/storage/openJournal.ts';
import { caller, testPorts, unwrap } from './engineHarness.ts';
import { ManualMachine } from './manualMachine.ts';
import { MemoryFileSystem } from './memoryFileSystem.ts';
import { TestLock } from './testLock.ts';

const MINUTE_MS = 60_000;
const RETENTION_MS = 4 * 86_400_000;
const QUEUE = 'standard';
const ORDERED = 'ordered.fifo';
const REBORN = 'reborn';

/** Names of what is waited for. */
export const WAITS = {
  retention: (message: number) => `retention ${message}`,
  delay: (message: number) => `delay ${message}`,
  visibility: (message: number) => `visibility ${message}`,
  purge: (queue: string) => `purge of ${queue}`,
  recreate: (arn: string) => `recreation of ${arn}`,
  deduplication: (key: string) => `deduplication of ${key}`,
  /** The message that must be there for a wait to be. */
  messageOf: (name: string): number | undefined => {
    const [, number] = /^(?:delay|visibility) (\d+)$/.exec(name) ?? [];
    return number === undefined ? undefined : Number(number);
  },
};

export type TimedAction =
  | { readonly do: 'send'; readonly delaySeconds: number }
  | { readonly do: 'sendOrdered'; readonly id: number }
  | { readonly do: 'receive' | 'change'; readonly visibilitySeconds: number }
  | { readonly do: 'purge' | 'deleteQueue' | 'createQueue' };

/** Broker after broker on one folder in memory, on a machine whose time moves only when told to. */
export class TimedBroker {
  readonly machine = new ManualMachine();
  clock!: ControllableClock;
  engine!: Engine;
  notes!: JournalNotes;
  /** On the broker's clock, as the last broker wrote it. */
  lastMarkedAt = 0;
  private fs = new MemoryFileSystem();
  private journal!: Journal;
  private deferred: (() => void)[] = [];
  private readonly fullLengths = new Map<string, number>();
  private handles: string[] = [];

  constructor() {
    this.start();
    for (const name of [QUEUE, ORDERED, REBORN]) this.create(name);
    this.commit();
  }

  start(): void {
    const clock = new ControllableClock(this.machine);
    const journal = openLockedJournal({
      folder: '/data',
      durability: 'process',
      bodyBudgetBytes: 65_536,
      fs: this.fs,
      now: () => clock.now(),
      lock: new TestLock(),
      defer: (run) => this.deferred.push(run),
      after: () => undefined,
    });
    if (!journal.ok) throw new Error(journal.message);
    this.clock = clock;
    this.journal = journal;
    this.lastMarkedAt = (JSON.parse(journal.readNote('clockMark') ?? '{"at":0}') as { at: number }).at;
    this.notes = new JournalNotes(journal, clock);
    const ports = { ...testPorts(new ManualClock()), clock, contents: journal.contents };
    const { identityKey } = journal;
    this.engine = createEngine(ports, { identityKey, limits: LIMITS.strict });
    const report = journal.restore(this.engine);
    if (!report.ok) throw new Error(report.message);
    this.notes.writeMark();
    this.engine.onEvent((event) => this.notes.notice(event));
    this.turn();
  }

  /** @param inOrder otherwise the process is killed */
  end(inOrder: boolean): void {
    this.clock.stop();
    if (inOrder) {
      this.notes.writeMark();
      this.journal.close();
    }
    this.deferred = [];
    this.fs = this.fs.restart();
  }

  /** Does something and waits until it is stored. */
  act(action: TimedAction): void {
    const { engine } = this;
    switch (action.do) {
      case 'send': {
        const { delaySeconds } = action;
        unwrap(sendMessage(engine, this.queue(QUEUE), { body: 'x', delaySeconds }, caller));
        for (const message of this.queue(QUEUE).byAge.all()) {
          const name = WAITS.delay(message.number);
          if (!this.fullLengths.has(name)) this.fullLengths.set(name, delaySeconds * 1000);
        }
        break;
      }
      case 'sendOrdered': {
        const deduplicationId = String(action.id);
        unwrap(
          sendMessage(engine, this.queue(ORDERED), { body: 'x', groupId: 'g', deduplicationId }, caller),
        );
        break;
      }
      case 'receive':
        this.receive(action.visibilitySeconds);
        break;
      case 'change':
        this.change(action.visibilitySeconds);
        break;
      case 'purge':
        // Refused within a minute of the last one, as it should be.
        purgeQueue(engine, this.queue(QUEUE), caller);
        break;
      case 'deleteQueue': {
        const queue = engine.findQueue(caller.region, caller.account, REBORN);
        if (queue !== undefined) deleteQueue(engine, queue, caller);
        break;
      }
      case 'createQueue':
        this.create(REBORN);
    }
    this.commit();
  }

  advance(ms: number): void {
    this.clock.advance(ms);
    this.commit();
  }

  /** Goes back to the machine's time; returns by how many ms. */
  reset(): number {
    this.engine.begin();
    this.engine.settle();
    const byMs = this.clock.reset();
    shiftTimes(this.engine, -byMs);
    this.journal.rewriteTimes(-byMs);
    this.commit();
    return byMs;
  }

  /** What is left of every wait that is not over, ms. */
  readWaits(): Map<string, number> {
    const { engine } = this;
    const now = engine.begin();
    engine.settle();
    const waits = new Map<string, number>();
    const note = (name: string, end: number | undefined): void => {
      if (end !== undefined && end > now) waits.set(name, end - now);
    };
    for (const queue of engine.allQueues()) {
      note(WAITS.purge(queue.name), queue.purgedAt + engine.limits.purgeIntervalMs);
      for (const message of queue.byAge.all()) {
        note(WAITS.retention(message.number), retentionEnd(message));
        if (message.state === 'inFlight') note(WAITS.visibility(message.number), visibleAt(engine, message));
        if (message.state === 'delayed') note(WAITS.delay(message.number), visibleAt(engine, message));
      }
      for (const [key, { firstSentAt }] of queue.deduplication.all()) {
        note(WAITS.deduplication(key), firstSentAt + DEDUPLICATION_WINDOW_MS);
      }
    }
    for (const [arn, at] of engine.deletedAt) {
      note(WAITS.recreate(arn), at + engine.limits.recreateIntervalMs);
    }
    return waits;
  }

  fullLengthOf(name: string): number {
    if (name.startsWith('retention')) return RETENTION_MS;
    if (name.startsWith('deduplication')) return DEDUPLICATION_WINDOW_MS;
    return this.fullLengths.get(name) ?? MINUTE_MS;
  }

  queue(name: string): Queue {
    const queue = this.engine.findQueue(caller.region, caller.account, name);
    if (queue === undefined) throw new Error(`no queue ${name}`);
    return queue;
  }

  private receive(visibilitySeconds: number): void {
    const input = { maxMessages: 10, visibilitySeconds, waitSeconds: 0 };
    receiveMessages(this.engine, this.queue(QUEUE), input, caller, (result) => {
      this.handles = unwrap(result).map(({ receiptHandle }) => receiptHandle);
    });
    this.noteVisibility(visibilitySeconds);
  }

  private change(visibilitySeconds: number): void {
    for (const receiptHandle of this.handles) {
      changeVisibility(this.engine, this.queue(QUEUE), { receiptHandle, visibilitySeconds }, caller);
    }
    this.noteVisibility(visibilitySeconds);
  }

  /** Those that the newest handles are of have the new timeout. */
  private noteVisibility(visibilitySeconds: number): void {
    for (const message of this.queue(QUEUE).received.values()) {
      if (message.delivery !== undefined && this.handles.includes(message.delivery.receiptHandle)) {
        this.fullLengths.set(WAITS.visibility(message.number), visibilitySeconds * 1000);
      }
    }
  }

  private create(name: string): void {
    const attributes: Record<string, string> = name.endsWith('.fifo') ? { FifoQueue: 'true' } : {};
    createQueue(this.engine, { name, attributes }, caller);
  }

  private commit(): void {
    this.notes.persistClock();
    let error: Error | undefined;
    this.journal.commit((problem) => {
      error = problem;
    });
    this.turn();
    if (error !== undefined) throw error;
  }

  private turn(): void {
    for (const run of this.deferred.splice(0)) run();
  }
}
