import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import type { Engine } from '../engine/engine.ts';
import { sendMessage } from '../engine/operations/sendMessage.ts';
import type { DefinitionProblem } from '../protocol/definitions.ts';
import type { BucketDefinition, BucketPlace, PlacedBucket } from './bucket.ts';
import { type BucketFault, BucketWatch } from './bucketWatch.ts';
import { type ObjectChange, writeEvent, writeTestEvent } from './s3Event.ts';
import type { SavedBucket } from './savedBuckets.ts';
import { Sequencer } from './sequencer.ts';

/** Who sends the events, as the trace shows it. */
const SENDER = 's3.amazonaws.com';

/** A bucket that is looked at, and sends its events. */
export class OpenBucket {
  private readonly engine: Engine;
  private readonly place: BucketPlace;
  private readonly watch: BucketWatch;
  private readonly sequencer: Sequencer;
  private placed: PlacedBucket;
  private fault: BucketFault | undefined;
  private sentCount = 0;

  constructor(engine: Engine, place: BucketPlace, placed: PlacedBucket, saved: SavedBucket | undefined) {
    this.engine = engine;
    this.place = place;
    this.placed = placed;
    this.sequencer = new Sequencer(saved?.sequencer);
    this.watch = new BucketWatch(
      placed.definition,
      place.baseFolder,
      (change) => this.send(change),
      saved?.files,
    );
  }

  get definition(): BucketDefinition {
    return this.placed.definition;
  }

  /** What keeps it from working, at its line. */
  get warning(): DefinitionProblem | undefined {
    return this.fault && this.placed.describe(this.fault.member, this.fault.message);
  }

  isAt({ region, account, baseFolder }: BucketPlace): boolean {
    const { place } = this;
    return place.region === region && place.account === account && place.baseFolder === baseFolder;
  }

  /** The file has it at other lines now. */
  moveTo(placed: PlacedBucket): this {
    this.placed = placed;
    return this;
  }

  sendTest(): void {
    this.fault = this.sendBody(writeTestEvent(this.definition.name, this.engine.ports.clock.now()));
  }

  /** Returns whether anything was sent. */
  async look(): Promise<boolean> {
    const before = this.sentCount;
    this.fault = await this.watch.look();
    return this.sentCount > before;
  }

  save(source: string): SavedBucket {
    const { definition, sequencer, watch } = this;
    return { source, definition, files: watch.known, sequencer: sequencer.saved };
  }

  private send(change: ObjectChange): BucketFault | undefined {
    const at = this.engine.ports.clock.now();
    const { region, account } = this.place;
    const sequencer = this.sequencer.next(at);
    return this.sendBody(
      writeEvent(change, { bucket: this.definition.name, region, account, at, sequencer }),
    );
  }

  private sendBody(body: string): BucketFault | undefined {
    const { region, account } = this.place;
    const { queue: name } = this.definition;
    const queue = this.engine.findQueue(region, account, name);
    if (queue === undefined) {
      return {
        member: 'queue',
        message: l10n.t(
          'The queue {0} no longer exists, so this bucket sends no events. Save this file to create it again.',
          JSON.stringify(name),
        ),
      };
    }
    const sent = sendMessage(
      this.engine,
      queue,
      { body },
      {
        consumerId: SENDER,
        accessKeyId: SENDER,
        account,
        region,
        userAgent: '',
        requestId: randomUUID(),
        action: 'SendMessage',
      },
    );
    if (!sent.ok) return { member: 'queue', message: sent.message };
    this.sentCount++;
    return undefined;
  }
}
