import { changeVisibility } from '../../../broker/engine/operations/changeVisibility.ts';
import { createQueue } from '../../../broker/engine/operations/createQueue.ts';
import { deleteMessage } from '../../../broker/engine/operations/deleteMessage.ts';
import { deleteQueue } from '../../../broker/engine/operations/deleteQueue.ts';
import { moveMessage } from '../../../broker/engine/operations/editMessage.ts';
import { startMoveTask } from '../../../broker/engine/operations/moveTasks.ts';
import { purgeQueue } from '../../../broker/engine/operations/purgeQueue.ts';
import type { Fate } from '../../chaos/fate.ts';
import type { Ledger } from '../../chaos/ledger.ts';
import {
  type Family,
  LONGEST_TIMEOUT_S,
  QUEUES,
  SHORTEST_TIMEOUT_S,
  arnOf,
  familyOf,
} from '../../chaos/queues.ts';
import type { Random } from '../../chaos/random.ts';
import { caller, unwrap } from '../../support/engineHarness.ts';
import type { JournalHarness } from '../../support/journalHarness.ts';

const SENT_TO = ['orders', 'ledger.fifo', 'dead', 'swept', 'swept.fifo', 'removed'];
const CONSUMED = ['orders', 'ledger.fifo'];
const SWEPT = ['swept', 'swept.fifo', 'removed'];
const GROUPS = 3;
const BODY_BYTES = 400;
const BATCH = 5;
/** Of real time, in which reclaim works, ms. */
const PAUSE_MS = 5000;
/** Of the broker's clock, ms: what can be undone is to be forgotten in some rounds, and kept in others. */
const SHORT_STEP_MS = 20_000;
const LONG_STEP_MS = 200_000;

/** A program asked for something, and the broker ended before it answered. */
export class Unanswered extends Error {}

interface Held {
  readonly fate: Fate;
  readonly receiptHandle: string;
}

/** What the programs of the chaos tests do, in the order that one seed gives: there is no time but the broker's. */
export class SimulatedPrograms {
  /** What was done so far, for whoever looks for the cause of a failure. */
  readonly history: string[] = [];
  private readonly harness: JournalHarness;
  private readonly ledger: Ledger;
  private readonly random: Random;
  private readonly canUndo: boolean;
  private life = 0;

  constructor(harness: JournalHarness, ledger: Ledger, random: Random, canUndo: boolean) {
    this.harness = harness;
    this.ledger = ledger;
    this.random = random;
    this.canUndo = canUndo;
  }

  /** Creates what programs create at the start of a broker. */
  begin(): void {
    this.life++;
    for (const { name, family } of QUEUES) {
      if (family !== 'removed' || !this.ledger.sweeps.has(family)) this.create(name);
    }
    this.harness.turn();
  }

  async step(): Promise<void> {
    const { random } = this;
    const what = random.below(100);
    if (what < 30) this.send(random.pick(SENT_TO));
    else if (what < 60) this.consume(random.pick(CONSUMED));
    else if (what < 85) await this.useSwept(random.pick(SWEPT));
    else if (what < 90) this.moveByTask();
    else if (what < 93) this.moveOneByOne();
    else this.wait(what < 98);
  }

  private note(text: string): void {
    this.history.push(text);
  }

  /** The broker answers; or it ends before that, with or without what was asked for on its disk. */
  private answer(): void {
    if (this.random.chance(99)) {
      this.harness.turn();
      return;
    }
    if (this.random.chance(50)) this.harness.turn();
    this.note('no answer');
    throw new Unanswered();
  }

  private has(name: string): boolean {
    return this.harness.engine.findByArn(arnOf(name)) !== undefined;
  }

  private create(name: string): void {
    const { attributes } = QUEUES.find((queue) => queue.name === name) as (typeof QUEUES)[number];
    unwrap(createQueue(this.harness.engine, { name, attributes }, caller));
  }

  private send(name: string): void {
    const { ledger, random, harness, life } = this;
    if (!this.has(name)) return;
    const groupId = name.endsWith('.fifo') ? `${name}-${life}-${random.below(GROUPS)}` : undefined;
    const fate = ledger.begin(familyOf(name) as Family, groupId);
    this.note(`send ${fate.label} to ${name}`);
    const fifo = groupId === undefined ? {} : { groupId, deduplicationId: String(fate.label) };
    const body = `${fate.label} ${'x'.repeat(random.below(BODY_BYTES))}`;
    const { messageId } = harness.send(name, body, fifo);
    this.answer();
    ledger.wasSent(fate, messageId);
  }

  private consume(name: string): void {
    const { ledger, random, harness } = this;
    const received = harness.receive(name, { maxMessages: 1 + random.below(BATCH) });
    this.answer();
    const held = received.map(({ content, messageId, receiptHandle }) => ({
      fate: ledger.wasReceived(Buffer.from(content.body).toString(), messageId),
      receiptHandle,
    }));
    if (held.length === 0) return;
    this.note(`receive ${held.map(({ fate }) => fate.label).join(', ')} from ${name}`);
    if (random.chance(50)) this.delete(name, held);
    else if (random.chance(80)) this.changeVisibility(name, held);
  }

  private delete(name: string, held: readonly Held[]): void {
    const { ledger, harness } = this;
    const fates = held.map(({ fate }) => fate);
    this.note('delete them');
    ledger.deletes(fates);
    for (const { receiptHandle } of held) {
      unwrap(deleteMessage(harness.engine, harness.queue(name), receiptHandle, caller));
    }
    this.answer();
    ledger.haveDeleted(fates);
  }

  private changeVisibility(name: string, held: readonly Held[]): void {
    const { ledger, random, harness } = this;
    const visibilitySeconds = random.chance(60)
      ? 0
      : SHORTEST_TIMEOUT_S + random.below(LONGEST_TIMEOUT_S - SHORTEST_TIMEOUT_S);
    this.note(`hold them for ${visibilitySeconds} s`);
    for (const { fate, receiptHandle } of held) {
      ledger.changesVisibility(fate, visibilitySeconds * 1000);
      const input = { receiptHandle, visibilitySeconds };
      unwrap(changeVisibility(harness.engine, harness.queue(name), input, caller));
      this.answer();
      ledger.hasChangedVisibility(fate, visibilitySeconds * 1000);
    }
  }

  private async useSwept(name: string): Promise<void> {
    const { ledger, random } = this;
    const family = familyOf(name) as Family;
    if (this.canUndo && ledger.sweeps.has(family) && random.chance(60)) await this.undo(name, family);
    else if (!this.has(name)) this.remake(name, family);
    // A purge of nothing leaves the one before to be undone.
    else if (ledger.countOf(family) > 0) this.sweep(name, family);
  }

  private async undo(name: string, family: Family): Promise<void> {
    const { ledger, harness } = this;
    const sweep = ledger.sweeps.get(family);
    if (sweep === undefined) return;
    this.note(`undo ${name}`);
    ledger.beginUndo(sweep);
    const { undoing } = harness.journal;
    const undone = await harness.finish(
      name === 'removed'
        ? undoing.undoDeleteQueue(arnOf(name), caller, () => undefined)
        : undoing.undoPurge(harness.queue(name), () => undefined),
    );
    this.answer();
    if (undone === undefined) ledger.cannotUndo(sweep);
    else ledger.hasUndone(sweep, undone.messages);
  }

  private remake(name: string, family: Family): void {
    const { ledger } = this;
    this.note(`create ${name}`);
    ledger.isRemaking = true;
    this.create(name);
    this.answer();
    ledger.isRemaking = false;
    ledger.sweeps.delete(family);
  }

  private sweep(name: string, family: Family): void {
    const { ledger, harness } = this;
    const { engine } = harness;
    this.note(name === 'removed' ? `delete ${name}` : `purge ${name}`);
    const sweep = ledger.beginSweep(family);
    if (name === 'removed') deleteQueue(engine, harness.queue(name), caller);
    else unwrap(purgeQueue(engine, harness.queue(name), caller));
    this.answer();
    ledger.hasSwept(sweep);
  }

  private moveByTask(): void {
    const { random, harness } = this;
    this.note('move by a task');
    const arns = { sourceArn: arnOf('dead'), destinationArn: arnOf('moved') };
    // One that runs already is as good.
    startMoveTask(harness.engine, String(random.below(1e9)), arns, caller);
    this.answer();
    harness.clock.advance(random.below(500));
    harness.turn();
  }

  private moveOneByOne(): void {
    const { harness } = this;
    const { engine } = harness;
    this.note('move one by one');
    const now = engine.begin();
    for (const message of [...harness.queue('moved').byAge.all()].slice(0, BATCH)) {
      unwrap(moveMessage(engine, message, harness.queue('orders'), now));
    }
    engine.settle();
    this.answer();
  }

  private wait(isReal: boolean): void {
    const { random, harness } = this;
    if (isReal) harness.pass(random.below(PAUSE_MS));
    else harness.clock.advance(random.below(this.canUndo ? SHORT_STEP_MS : LONG_STEP_MS));
    harness.turn();
  }
}
