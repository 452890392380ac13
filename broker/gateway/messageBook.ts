import { RecentMap } from '../trace/recentMap.ts';

/** What is known of a message of the endpoint. */
export interface KnownMessage {
  /** Of the trace. */
  readonly number: number;
  readonly id: string;
  /** Where it was seen last. */
  queueArn: string;
  /** Epoch ms; undefined if no response said it. */
  sentAt: number | undefined;
  /** Its send passed through the gateway. */
  isSent: boolean;
  /** Number of the event that its content was kept with; 0: none. */
  contentSequence: number;
}

/** Twice as many as the trace has events: of those that it shows, all are known. */
const MAXIMUM_MESSAGES = 100_000;
export const GATEWAY_TRACE_CAPACITY = MAXIMUM_MESSAGES / 2;

/** The trace knows messages by numbers, the endpoint by ids. */
export class MessageBook {
  private readonly byId = new RecentMap<string, KnownMessage>(MAXIMUM_MESSAGES);
  private readonly byNumber = new RecentMap<number, KnownMessage>(MAXIMUM_MESSAGES);
  private lastNumber = 0;

  find(id: string): KnownMessage | undefined {
    return this.byId.get(id);
  }

  /** @returns the message as it was known before, or a new one in this queue */
  see(id: string, queueArn: string): KnownMessage {
    const message = this.byId.get(id) ?? {
      number: ++this.lastNumber,
      id,
      queueArn,
      sentAt: undefined,
      isSent: false,
      contentSequence: 0,
    };
    this.byId.set(id, message);
    this.byNumber.set(message.number, message);
    return message;
  }

  findByNumber(number: number): KnownMessage | undefined {
    return this.byNumber.get(number);
  }

  idOf(number: number): string {
    return this.findByNumber(number)?.id ?? '';
  }
}
