import { ManualClock } from '../../broker/engine/base/clock.ts';
import { createEngine } from '../../broker/engine/operations/createEngine.ts';
import { createQueue } from '../../broker/engine/operations/createQueue.ts';
import { deleteMessage } from '../../broker/engine/operations/deleteMessage.ts';
import type { Engine } from '../../broker/engine/engine.ts';
import { LIMITS } from '../../broker/engine/base/limits.ts';
import type { Queue } from '../../broker/engine/state/queue.ts';
import { type ReceiveInput, receiveMessages } from '../../broker/engine/operations/receiveMessages.ts';
import type { ReceivedMessage } from '../../broker/engine/state/receivedMessage.ts';
import type { Result } from '../../broker/engine/base/result.ts';
import { type SendInput, sendMessage } from '../../broker/engine/operations/sendMessage.ts';
import { shiftTimes } from '../../broker/engine/operations/shiftTimes.ts';
import type { Journal } from '../../broker/storage/journal.ts';
import type { JournalOptions } from '../../broker/storage/journalOptions.ts';
import { openLockedJournal } from '../../broker/storage/openJournal.ts';
import type { RecoveryReport } from '../../broker/storage/starting/report.ts';
import type { UndoneAdvance } from '../../broker/storage/keeping/undoAdvance.ts';
import { parseAdvanced } from '../../broker/time/clockMark.ts';
import { caller, testPorts, unwrap } from './engineHarness.ts';
import { MemoryFileSystem } from './memoryFileSystem.ts';
import { TestLock } from './testLock.ts';

export const FOLDER = '/data';

/** How far the clock is moved; written as the broker does. */
const CLOCK_NOTE = 'clock';

/** Runs of one broker after another on one disk, with turns of the event loop that end when told to. */
export class JournalHarness {
  fs = new MemoryFileSystem();
  clock = new ManualClock();
  /** How far {@link jump} has moved the clock. */
  advancedMs = 0;
  journal!: Journal;
  engine!: Engine;
  report!: RecoveryReport;
  lock = new TestLock();
  readonly problems: Error[] = [];
  private readonly options: Partial<JournalOptions>;
  private deferred: (() => void)[] = [];
  private timers: { readonly at: number; readonly run: () => void }[] = [];
  private time = 0;

  constructor(options: Partial<JournalOptions> = {}) {
    this.options = options;
  }

  /** A new broker on the same disk. */
  start(): void {
    this.deferred = [];
    this.timers = [];
    const opened = this.open();
    if (!opened.ok) throw new Error(opened.message);
    this.journal = opened;
    this.resumeClock();
    const ports = { ...testPorts(this.clock), contents: opened.contents };
    this.engine = createEngine(ports, { identityKey: opened.identityKey, limits: LIMITS.relaxed });
    const report = opened.restore(this.engine);
    if (!report.ok) throw new Error(report.message);
    this.report = report;
  }

  /** The clock is where the last broker has written that it is. */
  private resumeClock(): void {
    const advancedMs = parseAdvanced(this.journal.readNote(CLOCK_NOTE));
    this.clock.goBack(this.advancedMs - advancedMs);
    this.advancedMs = advancedMs;
    this.journal.jumps.settle(advancedMs);
  }

  private persistClock(): void {
    this.journal.writeNote(CLOCK_NOTE, String(this.advancedMs));
  }

  open() {
    return openLockedJournal({
      folder: FOLDER,
      durability: 'process',
      bodyBudgetBytes: 1024 * 1024,
      fs: this.fs,
      now: () => this.clock.now(),
      lock: this.lock,
      defer: (run) => this.deferred.push(run),
      after: (ms, run) => this.timers.push({ at: this.time + ms, run }),
      onProblem: (error) => this.problems.push(error),
      ...this.options,
    });
  }

  /** The process is killed between two turns, and another one starts. */
  crash(lock = new TestLock()): void {
    this.fs = this.fs.restart();
    this.lock = lock;
    this.clock = new ManualClock(this.clock.now());
    this.start();
  }

  /** An orderly end and another start. */
  restart(): void {
    this.journal.close();
    this.crash();
  }

  /** Ends the turn of the event loop. */
  turn(): void {
    for (const run of this.deferred.splice(0)) run();
  }

  /** Lets real time pass for the journal's background work. */
  pass(ms: number): void {
    const until = this.time + ms;
    for (;;) {
      const due = this.timers.filter(({ at }) => at <= until).sort((one, other) => one.at - other.at)[0];
      if (due === undefined) break;
      this.timers.splice(this.timers.indexOf(due), 1);
      this.time = Math.max(this.time, due.at);
      due.run();
      this.turn();
    }
    this.time = until;
  }

  /** Waits for work that goes on in the background, however slow the machine is. */
  async finish<T>(work: Promise<T>): Promise<T> {
    const state = { isOver: false };
    const end = (): void => {
      state.isOver = true;
    };
    work.then(end, end);
    while (!state.isOver) {
      this.pass(1);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return work;
  }

  /**
   * Moves the clock as a person does, in slices.
   * @param between what others do between two slices
   * @returns the number of the jump
   */
  jump(ms: number, slices = 1, between: () => void = () => undefined): number {
    const { clock, engine } = this;
    engine.begin();
    engine.settle();
    const jump = this.journal.beginJump(this.advancedMs + ms);
    for (let slice = 1; slice <= slices; slice++) {
      if (slice > 1) between();
      const sliceMs =
        slice === slices ? ms - Math.floor(ms / slices) * (slices - 1) : Math.floor(ms / slices);
      jump.makeSlice({ now: () => clock.now(), advancedMs: this.advancedMs }, () => {
        clock.advance(sliceMs);
        return this.advancedMs + sliceMs;
      });
      this.advancedMs += sliceMs;
      this.persistClock();
    }
    return jump.number ?? 0;
  }

  /** Takes a jump back: the clock, and then the messages that it ended. */
  undoJump(number: number): Promise<UndoneAdvance> {
    const { clock, engine, journal } = this;
    engine.begin();
    engine.settle();
    const jump = journal.jumps.find(number);
    const byMs = jump === undefined || jump.isBack ? 0 : Math.min(jump.byMs, this.advancedMs);
    clock.goBack(byMs);
    this.advancedMs -= byMs;
    journal.jumps.undo(number, byMs, this.advancedMs);
    if (byMs > 0) {
      shiftTimes(engine, -byMs);
      this.persistClock();
      journal.rewriteTimes(-byMs);
    }
    return journal.undoing.undoJump(number, () => undefined);
  }

  /** Back to real time. */
  resetClock(): void {
    const { clock, engine, journal, advancedMs } = this;
    engine.begin();
    engine.settle();
    clock.goBack(advancedMs);
    this.advancedMs = 0;
    journal.jumps.goBack(advancedMs, advancedMs);
    shiftTimes(engine, -advancedMs);
    this.persistClock();
    journal.rewriteTimes(-advancedMs);
  }

  queue(name: string): Queue {
    const queue = this.engine.findQueue(caller.region, caller.account, name);
    if (queue === undefined) throw new Error(`no queue ${name}`);
    return queue;
  }

  create(name: string, attributes: Record<string, string> = {}, tags: Record<string, string> = {}): Queue {
    const fifo = name.endsWith('.fifo') ? { FifoQueue: 'true' } : {};
    return unwrap(createQueue(this.engine, { name, attributes: { ...fifo, ...attributes }, tags }, caller));
  }

  send(name: string, body: string, input: Partial<SendInput> = {}) {
    return unwrap(sendMessage(this.engine, this.queue(name), { body, ...input }, caller));
  }

  receive(name: string, input: ReceiveInput = {}): readonly ReceivedMessage[] {
    let answer: Result<readonly ReceivedMessage[]> | undefined;
    receiveMessages(this.engine, this.queue(name), { waitSeconds: 0, ...input }, caller, (result) => {
      answer = result;
    });
    if (answer === undefined) throw new Error('the receive waits');
    return unwrap(answer);
  }

  remove(name: string, receiptHandle: string): void {
    unwrap(deleteMessage(this.engine, this.queue(name), receiptHandle, caller));
  }

  /** As {@link remove}, with a handle that may be void. */
  tryToRemove(name: string, receiptHandle: string): void {
    deleteMessage(this.engine, this.queue(name), receiptHandle, caller);
  }

  /** Bodies of up to ten messages that can be received now. */
  bodies(name: string): string[] {
    return this.receive(name, { maxMessages: 10 }).map(({ content }) => Buffer.from(content.body).toString());
  }

  /** Whether a commit of now succeeds; ends the turn. */
  commit(): Error | undefined | 'pending' {
    let outcome: Error | undefined | 'pending' = 'pending';
    this.journal.commit((error) => {
      outcome = error;
    });
    this.turn();
    return outcome;
  }
}
