import assert from 'node:assert/strict';
import { changeVisibility } from '../../broker/engine/changeVisibility.ts';
import { createQueue } from '../../broker/engine/createQueue.ts';
import { deleteMessage } from '../../broker/engine/deleteMessage.ts';
import { deleteQueue } from '../../broker/engine/deleteQueue.ts';
import { moveMessage } from '../../broker/engine/editMessage.ts';
import { messageIdOf } from '../../broker/engine/identity.ts';
import type { Message } from '../../broker/engine/message.ts';
import { startMoveTask } from '../../broker/engine/moveTask.ts';
import { purgeQueue } from '../../broker/engine/purgeQueue.ts';
import { BitFlips, type FolderFiles } from '../chaos/flips.ts';
import { type FoundMessage, Ledger, NO_ALLOWANCE } from '../chaos/ledger.ts';
import { type Family, LONGEST_TIMEOUT_S, QUEUES, SHORTEST_TIMEOUT_S, arnOf, familyOf } from '../chaos/queues.ts';
import type { Random } from '../chaos/random.ts';
import { caller, unwrap } from '../support/engineHarness.ts';
import { FOLDER, JournalHarness } from '../support/journalHarness.ts';

const STATES = ['inFlight', 'visible', 'delayed'] as const;
const SWEPT = ['swept', 'swept.fifo', 'removed'] as const;

/** A program did something, and the broker ends before it answers. */
class Unanswered extends Error {}

/** The programs of the chaos tests and their brokers in one process, with disk and clock in memory: a seed repeats all of it. */
export class SimulatedRound {
  readonly ledger = new Ledger();
  readonly flips: BitFlips[] = [];
  private readonly harness: JournalHarness;
  private readonly random: Random;
  private readonly canUndo: boolean;
  private life = 0;
  log = { lines: [] as string[], push(text: string) { if (process.env['SIMLOG']) console.log(text); this.lines.push(text); }, join: (t: string) => t };

  constructor(random: Random) {
    this.random = random;
    this.canUndo = random.chance(70);
    this.harness = new JournalHarness({
      segmentBytes: random.pick([3000, 20_000, 1_000_000]),
      bodyBudgetBytes: 4096,
      undoMs: this.canUndo ? 300_000_000 : 0,
    });
    this.harness.start();
    this.makeQueues();
  }

  /** Programs use a broker until it ends, in order or not. */
  async live(): Promise<void> {
    this.life++;
    this.makeQueues();
    try {
      for (let count = this.random.below(120); count > 0; count--) await this.step();
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      this.log.push('unanswered');
    }
    if (this.random.chance(50)) this.harness.journal.close();
    this.begin();
  }

  begin(flips?: BitFlips): void {
    const { harness } = this;
    this.log.push('start');
    harness.crash(); this.log.push('crashed');
    harness.fs.syncLater = (_file, done) => done(undefined);
    const { messages, damaged, tornTails, missing } = harness.report;
    const found = this.look(); this.log.push('looked');
    assert.equal(messages, found.length);
    assert.deepEqual(missing, []);
    const named = new Set([...damaged, ...tornTails].map(({ file }) => file));
    for (const file of flips?.segments ?? []) assert.ok(named.has(file), `damage of ${file} is not reported`);
    for (const { file } of damaged) assert.ok(flips?.segments.has(file), `${file} has no damage`);
    const queues = [...harness.engine.allQueues()].map(({ name }) => name);
    this.ledger.check({ queues, messages: found }, flips?.allowance ?? NO_ALLOWANCE);
  }

  flip(): void {
    const { fs } = this.harness;
    const files: FolderFiles = {
      list: () => fs.list(FOLDER),
      read: (name) => Buffer.from(fs.contentOf(`${FOLDER}/${name}`)),
      write: (name, bytes) => fs.files.set(`${FOLDER}/${name}`, { bytes, length: bytes.length }),
    };
    const flips = new BitFlips(files, this.random, 1 + this.random.below(6));
    this.flips.push(flips);
    this.log.push(`flips ${JSON.stringify(flips.flips)}`);
    this.begin(flips);
  }

  private look(): FoundMessage[] {
    const { engine, clock } = this.harness;
    const identityKey = this.harness.journal.identityKey;
    const found: FoundMessage[] = [];
    for (const queue of engine.allQueues()) {
      const lists = {
        inFlight: [...queue.received.values()].filter(({ state }) => state === 'inFlight'),
        visible: [...queue.order.visible()],
        delayed: [...queue.delayed],
      };
      for (const state of STATES) {
        for (const message of lists[state]) {
          const remainingMs = state === 'inFlight' ? (engine.timers.deadlineOf(message.lease as never) ?? 0) - clock.now() : 0;
          found.push({ queue: queue.name, messageId: messageIdOf(identityKey, message.number), body: this.bodyOf(message), state, remainingMs });
        }
      }
    }
    return found;
  }

  private bodyOf(message: Message): string {
    return Buffer.from(this.harness.journal.contents.read(message.content)?.body ?? []).toString();
  }

  private makeQueues(): void {
    for (const { name, family, attributes } of QUEUES) {
      if (family === 'removed' && this.ledger.sweeps.has(family)) continue;
      unwrap(createQueue(this.harness.engine, { name, attributes }, caller));
    }
    this.harness.turn();
  }

  /** The broker answers, or ends before it does, with or without what was asked for on its disk. */
  private answer(): void {
    if (this.random.chance(99)) {
      this.harness.turn();
      return;
    }
    if (this.random.chance(50)) this.harness.turn();
    throw new Unanswered();
  }

  private async step(): Promise<void> {
    const { random, harness } = this;
    const what = random.below(100); this.log.push(`what ${what}`);
    if (what < 30) this.send(random.pick(['orders', 'ledger.fifo', 'dead', 'swept', 'swept.fifo', 'removed']));
    else if (what < 60) this.consume(random.pick(['orders', 'ledger.fifo']));
    else if (what < 85) await this.sweep(random.pick(SWEPT));
    else if (what < 90) {
      startMoveTask(harness.engine, `${random.below(1e9)}`, { sourceArn: arnOf('dead'), destinationArn: arnOf('moved') }, caller);
      this.answer();
      harness.clock.advance(random.below(500));
      harness.turn();
    } else if (what < 93) this.move();
    else if (what < 98) {
      harness.pass(random.below(5000));
      harness.turn();
    } else {
      harness.clock.advance(random.below(this.canUndo ? 20_000 : 200_000));
      harness.turn();
    }
  }

  private send(queue: string): void {
    const { ledger, random, harness } = this;
    if (!this.has(queue)) return;
    const groupId = queue.endsWith('.fifo') ? `${queue}-${this.life}-${random.below(3)}` : undefined;
    const fate = ledger.begin(familyOf(queue) as Family, groupId);
    this.log.push(`send ${fate.label} to ${queue}`);
    const fifo = groupId === undefined ? {} : { groupId, deduplicationId: String(fate.label) };
    const sent = harness.send(queue, `${fate.label} ${'x'.repeat(random.below(400))}`, fifo);
    this.answer();
    ledger.wasSent(fate, sent.messageId);
  }

  private has(queue: string): boolean {
    return this.harness.engine.findByArn(arnOf(queue)) !== undefined;
  }

  private consume(queue: string): void {
    const { ledger, random, harness } = this;
    const received = harness.receive(queue, { maxMessages: 1 + random.below(5) });
    this.answer();
    const held = received.map((message) => ({
      fate: ledger.wasReceived(
        Buffer.from(message.content.body).toString(),
        message.messageId,
      ),
      receiptHandle: message.receiptHandle,
    }));
    if (held.length === 0) return;
    if (random.chance(50)) {
      const fates = held.map(({ fate }) => fate);
      this.log.push(`delete ${fates.map(({ label }) => label).join()}`);
      ledger.deletes(fates);
      for (const { receiptHandle } of held) unwrap(deleteMessage(harness.engine, harness.queue(queue), receiptHandle, caller));
      this.answer();
      ledger.haveDeleted(fates);
    } else if (random.chance(80)) {
      const seconds = random.chance(60) ? 0 : SHORTEST_TIMEOUT_S + random.below(LONGEST_TIMEOUT_S - SHORTEST_TIMEOUT_S);
      for (const { fate, receiptHandle } of held) {
        ledger.changesVisibility(fate, seconds * 1000);
        unwrap(changeVisibility(harness.engine, harness.queue(queue), { receiptHandle, visibilitySeconds: seconds }, caller));
        this.answer();
        ledger.hasChangedVisibility(fate, seconds * 1000);
      }
    }
  }

  private async sweep(name: (typeof SWEPT)[number]): Promise<void> {
    const { ledger, random, harness } = this;
    const family = familyOf(name) as Family;
    const sweep = ledger.sweeps.get(family);
    if (sweep !== undefined && this.canUndo && random.chance(60)) {
      this.log.push(`undo ${name}`);
      ledger.beginUndo(sweep);
      const { undoing } = harness.journal;
      const undone = await harness.finish(name === 'removed'
        ? undoing.undoDeleteQueue(arnOf(name), caller, () => undefined)
        : undoing.undoPurge(harness.queue(name), () => undefined));
      this.answer();
      if (undone === undefined) ledger.cannotUndo(sweep);
      else ledger.hasUndone(sweep, undone.messages);
      return;
    }
    if (name === 'removed' && sweep !== undefined) {
      this.log.push('make removed');
      ledger.isRemaking = true;
      unwrap(createQueue(harness.engine, QUEUES.find((queue) => queue.name === name) as never, caller));
      this.answer();
      ledger.isRemaking = false;
      ledger.sweeps.delete(family);
      return;
    }
    this.log.push(`sweep ${name}`);
    const begun = ledger.beginSweep(family);
    if (name === 'removed') deleteQueue(harness.engine, harness.queue(name), caller);
    else unwrap(purgeQueue(harness.engine, harness.queue(name), caller));
    this.answer();
    ledger.hasSwept(begun);
  }

  private move(): void {
    const { harness } = this;
    const { engine } = harness;
    const now = engine.begin();
    for (const message of [...harness.queue('moved').byAge.all()].slice(0, 5)) {
      unwrap(moveMessage(engine, message, harness.queue('orders'), now));
    }
    engine.settle();
    this.answer();
  }
}
