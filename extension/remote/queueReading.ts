import type { ListedQueue } from '../connections/connection.ts';
import { type QueueValues, RecentValues } from './recentValues.ts';
import { type RemoteContext, toTexts, unwrap } from './remoteContext.ts';

/** Queues whose values are kept for checking what the user types. */
const MAXIMUM_KEPT = 100;

/** After which Amazon SQS knows a queue that was created. */
const CREATION_MS = 1_000;

/** Reads attributes and tags of queues. */
export class QueueReading {
  readonly recent: RecentValues;
  readonly #context: RemoteContext;
  /** By ARN, the one that was read last is the last. */
  readonly #kept = new Map<string, QueueValues>();

  constructor(context: RemoteContext) {
    this.#context = context;
    this.recent = new RecentValues(context.readNow);
  }

  /** @throws Error if the attributes cannot be read */
  async read({ arn, url }: ListedQueue): Promise<QueueValues> {
    const gate = this.#context.getGate();
    const { queues } = this.#context;
    const readAttributes = () => gate.call('GetQueueAttributes', { QueueUrl: url, AttributeNames: ['All'] });
    let answer = await readAttributes();
    if (!answer.ok && answer.failure.kind === 'missing' && queues.isNew(arn)) {
      await new Promise<void>((resolve) => void this.#context.schedule(CREATION_MS, resolve));
      answer = await readAttributes();
    }
    const { Attributes } = unwrap(answer);
    const tags = await gate.call('ListQueueTags', { QueueUrl: url });
    // Emulators without tags, and users who may not read them, have attributes all the same.
    const values = this.recent.correct(arn, {
      attributes: toTexts(Attributes),
      tags: tags.ok ? toTexts(tags.value.Tags) : {},
    });
    this.#keep(arn, values);
    return values;
  }

  /** As it was read last: for checking while the user types, which must not be a call each time. */
  async readKept(queue: ListedQueue): Promise<QueueValues> {
    return this.#kept.get(queue.arn) ?? (await this.read(queue));
  }

  #keep(arn: string, values: QueueValues): void {
    this.#kept.delete(arn);
    this.#kept.set(arn, values);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MAXIMUM_KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }
}
