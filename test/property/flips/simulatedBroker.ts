import assert from 'node:assert/strict';
import { messageIdOf } from '../../../broker/engine/base/identity.ts';
import type { Message } from '../../../broker/engine/state/message.ts';
import { BitFlips, type FolderFiles } from '../../chaos/flips.ts';
import { NO_ALLOWANCE } from '../../chaos/allowance.ts';
import type { FoundMessage } from '../../chaos/fate.ts';
import type { Ledger } from '../../chaos/ledger.ts';
import type { Random } from '../../chaos/random.ts';
import { FOLDER, JournalHarness } from '../../support/journalHarness.ts';

const STATES = ['inFlight', 'visible', 'delayed'] as const;
const SEGMENT_BYTES = [3000, 20_000, 1_000_000];
const BODY_BYTES = 4096;
/** Longer than a round. */
const UNDO_MS = 300_000_000;

/** One broker after another on one folder, all of it in memory: each start is compared with the ledger. */
export class SimulatedBroker {
  /** Otherwise what was purged or deleted is forgotten at once. */
  readonly canUndo: boolean;
  readonly harness: JournalHarness;
  private readonly ledger: Ledger;

  constructor(ledger: Ledger, random: Random) {
    this.ledger = ledger;
    this.canUndo = random.chance(70);
    this.harness = new JournalHarness({
      segmentBytes: random.pick(SEGMENT_BYTES),
      bodyBudgetBytes: BODY_BYTES,
      undoMs: this.canUndo ? UNDO_MS : 0,
    });
    this.harness.start();
  }

  /** The broker ends, in order or not. */
  end(isOrderly: boolean): void {
    if (isOrderly) this.harness.journal.close();
  }

  /** Flips bits in the folder that the next broker finds. */
  flip(random: Random, count: number): BitFlips {
    return new BitFlips(this.files, random, count);
  }

  /** The next broker starts, and has what the ledger says. */
  begin(flips?: BitFlips): void {
    const { harness, ledger } = this;
    harness.crash();
    harness.fs.syncLater = (_file, done) => done(undefined);
    const { messages: restored, damaged, tornTails, missing } = harness.report;
    const messages = this.listMessages();
    assert.equal(restored, messages.length);
    for (const { file } of missing) assert.ok(flips?.removed.has(file), `${file} is not missing`);
    const named = new Set([...damaged, ...tornTails].map(({ file }) => file));
    for (const file of flips?.segments ?? []) assert.ok(named.has(file), `damage of ${file} is not reported`);
    for (const { file } of damaged) assert.ok(flips?.segments.has(file), `${file} has no damage`);
    const queues = [...harness.engine.allQueues()].map(({ name }) => name);
    ledger.check({ queues, messages }, flips?.allowance ?? NO_ALLOWANCE);
  }

  private get files(): FolderFiles {
    const { fs } = this.harness;
    return {
      list: () => fs.list(FOLDER),
      read: (name) => Buffer.from(fs.contentOf(`${FOLDER}/${name}`)),
      write: (name, bytes) => fs.files.set(`${FOLDER}/${name}`, { bytes, length: bytes.length }),
    };
  }

  private listMessages(): FoundMessage[] {
    const { engine, clock, journal } = this.harness;
    const found: FoundMessage[] = [];
    for (const queue of engine.allQueues()) {
      const lists = {
        inFlight: [...queue.received.values()].filter(({ state }) => state === 'inFlight'),
        visible: [...queue.order.visible()],
        delayed: [...queue.delayed],
      };
      for (const state of STATES) {
        for (const message of lists[state]) {
          const deadline =
            message.delivery === undefined ? undefined : engine.timers.deadlineOf(message.delivery);
          found.push({
            queue: queue.name,
            messageId: messageIdOf(journal.identityKey, message.number),
            body: this.bodyOf(message),
            state,
            remainingMs: (deadline ?? clock.now()) - clock.now(),
          });
        }
      }
    }
    return found;
  }

  private bodyOf({ content }: Message): string {
    return Buffer.from(this.harness.journal.contents.read(content)?.body ?? []).toString();
  }
}
