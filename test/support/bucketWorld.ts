import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { BucketBook, LOOK_MS } from '../../broker/buckets/bucketBook.ts';
import { QUIET_LOOKS } from '../../broker/buckets/bucketWatch.ts';
import type { NoteKeeper } from '../../broker/engine/base/noteKeeper.ts';
import type { DefinitionTarget } from '../../broker/definitions/definition.ts';
import { applyText } from '../../broker/definitions/definitions.ts';
import { deleteMessage } from '../../broker/engine/operations/deleteMessage.ts';
import type { DefinitionProblem } from '../../broker/protocol/definitions.ts';
import { makeDefinitionTarget } from './definitionTarget.ts';
import { caller, EngineHarness, unwrap } from './engineHarness.ts';
import { ManualSchedule } from './manualSchedule.ts';

const NAMESPACE = { account: caller.account, region: caller.region };

/** What a test reads of an event, or of the test message. */
export interface SeenEvent {
  readonly Event?: string;
  readonly Records?: readonly {
    readonly eventName: string;
    readonly eventTime: string;
    readonly s3: {
      readonly bucket: { readonly name: string; readonly arn: string };
      readonly object: {
        readonly key: string;
        readonly size?: number;
        readonly eTag?: string;
        readonly sequencer: string;
      };
    };
  }[];
}

/** The notes of a data folder, in memory. */
export class MemoryNotes implements NoteKeeper {
  readonly texts = new Map<string, string>();
  readNote(key: string): string | undefined {
    return this.texts.get(key);
  }
  writeNote(key: string, value: string): void {
    this.texts.set(key, value);
  }
}

/** A folder with a file of definitions, whose buckets are looked at whenever the test says so. */
export class BucketWorld {
  readonly folder = mkdtempSync(join(tmpdir(), 'queueside-buckets-'));
  readonly harness = new EngineHarness();
  readonly schedule = new ManualSchedule();
  readonly warnings: DefinitionProblem[][] = [];
  readonly target: DefinitionTarget;
  book: BucketBook;
  /** How long a look takes, ms. */
  lookMs = 0;
  private measured = 0;
  private readonly notes: NoteKeeper | undefined;

  constructor(notes?: NoteKeeper) {
    this.notes = notes;
    this.book = this.open();
    this.target = { ...makeDefinitionTarget(), engine: this.harness.engine, buckets: this.book };
  }

  private open(): BucketBook {
    return new BucketBook({
      engine: this.harness.engine,
      schedule: this.schedule.after,
      measure: () => (this.measured += this.lookMs),
      notes: this.notes,
      onSent: () => undefined,
      onWarnings: (_, warnings) => this.warnings.push([...warnings]),
      log: (line) => {
        throw new Error(line);
      },
    });
  }

  /** Ends the broker, and starts the next one on the same data folder. */
  restart(): void {
    this.book.stop();
    this.book = this.open();
  }

  /** Applies `buckets` with a queue `tasks`; returns the problems. */
  async apply(buckets: object, source = 'queueside.json'): Promise<readonly DefinitionProblem[]> {
    const text = JSON.stringify({ queues: { tasks: {} }, buckets });
    const target = { ...this.target, buckets: this.book };
    const { problems } = applyText(target, NAMESPACE, text, { source, folder: this.folder });
    await this.book.settle();
    return problems;
  }

  write(path: string, content: string): void {
    const whole = join(this.folder, path);
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, content);
  }

  path(path: string): string {
    return join(this.folder, path);
  }

  /** Looks as often as it takes until what happened before has been said. */
  async settle(): Promise<void> {
    for (let look = 0; look <= QUIET_LOOKS; look++) await this.look();
  }

  async look(): Promise<void> {
    this.schedule.advance(LOOK_MS);
    await this.book.settle();
  }

  /** Takes all messages out of the queue. */
  take(name = 'tasks'): SeenEvent[] {
    const queue = this.harness.engine.findQueue(caller.region, caller.account, name);
    if (queue === undefined) throw new Error(`there is no queue ${name}`);
    const seen: SeenEvent[] = [];
    for (;;) {
      const messages = this.harness.receive(queue, { maxMessages: 10 });
      if (messages.length === 0) return seen;
      for (const { content, receiptHandle } of messages) {
        seen.push(JSON.parse(Buffer.from(content.body).toString()) as SeenEvent);
        unwrap(deleteMessage(this.harness.engine, queue, receiptHandle, caller));
      }
    }
  }

  /** As {@link take}, such as `ObjectCreated:Put uploads/sea.png`, in their order by name. */
  takeNames(name?: string): string[] {
    return this.take(name)
      .map(({ Event, Records }) => {
        const [record] = Records ?? [];
        return record === undefined ? `${Event}` : `${record.eventName} ${record.s3.object.key}`;
      })
      .sort();
  }

  end(): void {
    this.book.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
