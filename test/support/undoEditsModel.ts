import assert from 'node:assert/strict';
import { removeMessage } from '../../broker/engine/operations/editMessage.ts';
import { purgeQueue } from '../../broker/engine/operations/purgeQueue.ts';
import {
  copyContent,
  describeRemoved,
  type Restorable,
  restoreEdited,
} from '../../broker/engine/operations/undoEdit.ts';
import { FifoOrder } from '../../broker/engine/state/fifoOrder.ts';
import { caller } from './engineHarness.ts';
import { JournalHarness } from './journalHarness.ts';
import { PowerOff } from './memoryFileSystem.ts';

const QUEUE = 'orders.fifo';
const GROUPS = ['a', 'b'] as const;

export type Step =
  | { readonly do: 'send'; readonly count: number }
  /** Which messages of a queue: those whose places are multiples; `newestFirst`: as a list shows them. */
  | { readonly do: 'delete'; readonly from: number; readonly every: number; readonly newestFirst: boolean }
  /** Each of them by an edit of its own. */
  | { readonly do: 'deleteEach'; readonly from: number; readonly count: number }
  | { readonly do: 'undo'; readonly place: number }
  | { readonly do: 'undoAll'; readonly newestFirst: boolean }
  | { readonly do: 'purge' };

/** A FIFO queue with edits and their undos, beside the order in which its messages were sent. */
export class UndoEditsModel {
  readonly harness: JournalHarness;
  private readonly edits: { readonly bodies: readonly string[]; readonly kept: readonly Restorable[] }[] = [];
  private readonly sent: string[] = [];
  private readonly waiting = new Set<string>();

  constructor(segmentBytes: number) {
    this.harness = new JournalHarness({ segmentBytes });
    this.harness.start();
    this.harness.create(QUEUE, { ContentBasedDeduplication: 'true' });
    this.harness.turn();
  }

  apply(step: Step): void {
    if (step.do === 'send') this.send(step.count);
    else if (step.do === 'delete') this.delete(step.from, step.every, step.newestFirst);
    else if (step.do === 'deleteEach') {
      for (const body of this.list().slice(step.from, step.from + step.count)) this.remove([body]);
    } else if (step.do === 'undo') this.undo(step.place % Math.max(1, this.edits.length));
    else if (step.do === 'undoAll') {
      while (this.edits.length > 0) this.undo(step.newestFirst ? this.edits.length - 1 : 0);
    } else this.purge();
    this.check();
  }

  /** What waits is in the order of the sends. */
  check(): void {
    for (const group of GROUPS) assert.deepEqual(this.read(group), this.expected(group));
  }

  /** The machine loses its power in the middle of the writes of an undo of everything. `moment`: from 0 to 1. */
  losePowerInUndo(moment: number, lengthOf: number): void {
    const { fs } = this.harness;
    const before = new Map(GROUPS.map((group) => [group, this.expected(group)]));
    fs.powerOffAfter = fs.writtenBytes + Math.floor(lengthOf * moment);
    try {
      this.apply({ do: 'undoAll', newestFirst: true });
    } catch (error) {
      if (!(error instanceof PowerOff)) throw error;
    }
    fs.powerOffAfter = undefined;
    this.harness.crash();
    for (const group of GROUPS) {
      const found = this.read(group);
      const inOrder = this.sent.filter((body) => found.includes(body));
      assert.deepEqual(found, inOrder);
      assert.ok((before.get(group) ?? []).every((body) => found.includes(body)));
    }
  }

  private expected(group: string): string[] {
    return this.sent.filter((body) => body.startsWith(group) && this.waiting.has(body));
  }

  private list(): string[] {
    return this.sent.filter((body) => this.waiting.has(body));
  }

  private read(group: string): string[] {
    const { order } = this.harness.queue(QUEUE);
    assert.ok(order instanceof FifoOrder);
    return [...(order.lanes.get(group)?.messages ?? [])].map(({ content }) =>
      Buffer.from(this.harness.engine.ports.contents.read(content)?.body ?? []).toString(),
    );
  }

  private send(count: number): void {
    for (let index = 0; index < count; index++) {
      const groupId = GROUPS[this.sent.length % 3 === 0 ? 1 : 0] as string;
      const body = `${groupId}${this.sent.length}`;
      this.harness.send(QUEUE, body, { groupId });
      this.sent.push(body);
      this.waiting.add(body);
    }
    this.harness.turn();
  }

  private delete(from: number, every: number, newestFirst: boolean): void {
    const chosen = this.list().filter((_, place) => place >= from && (place - from) % every === 0);
    this.remove(newestFirst ? chosen.toReversed() : chosen);
  }

  private remove(bodies: readonly string[]): void {
    const { engine } = this.harness;
    const now = engine.begin();
    const byBody = new Map(
      [...this.harness.queue(QUEUE).byAge.all()].map((message) => {
        const content = engine.ports.contents.read(message.content);
        return [Buffer.from(content?.body ?? []).toString(), message];
      }),
    );
    const kept = bodies.map((body) => {
      const message = byBody.get(body);
      assert.ok(message);
      const content = engine.ports.contents.read(message.content);
      assert.ok(content);
      const removed = describeRemoved(engine, message, content.sequenceNumber);
      const edited = { removed, content: copyContent(content) };
      removeMessage(engine, message, caller, now);
      this.waiting.delete(body);
      return edited;
    });
    engine.settle();
    this.harness.turn();
    if (kept.length > 0) this.edits.push({ bodies, kept });
  }

  private undo(place: number): void {
    const [edit] = this.edits.splice(place, 1);
    if (edit === undefined) return;
    const { engine } = this.harness;
    const now = engine.begin();
    const refusals = restoreEdited(engine, edit.kept, caller, now);
    assert.ok(refusals.every((refusal) => refusal === undefined));
    engine.settle();
    this.harness.turn();
    for (const body of edit.bodies) this.waiting.add(body);
  }

  private purge(): void {
    // Amazon SQS refuses a second one within a minute.
    this.harness.clock.advance(60_000);
    assert.ok(purgeQueue(this.harness.engine, this.harness.queue(QUEUE), caller).ok);
    this.harness.turn();
    this.waiting.clear();
  }
}
