import { SqsCaller } from '../client/sqsCaller.ts';
import type { SqsCredentials } from '../client/sqsSigner.ts';
import type { LoadQueueCounts } from '../protocol/load.ts';

/** What a load test is called in the trace. */
export const LOAD_USER_AGENT = 'queueside-load';

const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

interface Depth {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/**
 * Measures what consumers do with the messages of a load test: earlier messages plus sent ones, minus those in the
 * queue now. Uses its own connection, so that it does not wait for sends.
 */
export class LoadQueueWatch {
  private readonly caller: SqsCaller;
  private readonly queueUrl: string;
  private first: Depth | undefined;
  private latest: LoadQueueCounts | undefined;

  constructor(queueUrl: URL, credentials: SqsCredentials) {
    this.queueUrl = queueUrl.href;
    this.caller = new SqsCaller(queueUrl, { credentials, userAgent: LOAD_USER_AGENT, connections: 1 });
  }

  /** Reads the queue before the first message is sent. */
  async open(): Promise<void> {
    this.first = await this.readDepth();
  }

  /**
   * The current counts, or the last ones read; undefined if they cannot be read.
   * @param sent how many sends were answered before this call. A send that is answered while the queue counts may be missing
   * from the counts, and would look received.
   */
  async read(sent: number): Promise<LoadQueueCounts | undefined> {
    const { first } = this;
    if (first === undefined) return undefined;
    const now = await this.readDepth();
    if (now === undefined) return this.latest;
    const received = first.visible + first.delayed + sent - now.visible - now.delayed;
    const deleted = received + first.inFlight - now.inFlight;
    // Sends that are not answered yet may be in the counts already: each reading says too little, never too much.
    this.latest = {
      received: Math.max(this.latest?.received ?? 0, received),
      deleted: Math.max(this.latest?.deleted ?? 0, deleted),
      waiting: now.visible,
      inFlight: now.inFlight,
    };
    return this.latest;
  }

  close(): void {
    this.caller.close();
  }

  private async readDepth(): Promise<Depth | undefined> {
    const members = { QueueUrl: this.queueUrl, AttributeNames: COUNTS };
    const { status, body } = await this.caller.call('GetQueueAttributes', members, { wantsBody: true });
    if (status !== 200) return undefined;
    const { Attributes } = JSON.parse(body) as { readonly Attributes: Readonly<Record<string, string>> };
    const [visible = 0, inFlight = 0, delayed = 0] = COUNTS.map((name) => Number(Attributes[name]));
    return { visible, inFlight, delayed };
  }
}
