import { type Failure, fail } from '../engine/base/result.ts';

const MEBIBYTE = 1_048_576;
/** What a waiting message costs besides its content: an object, and its places in lists (docs/performance.md). */
export const MESSAGE_BYTES = 300;
/** Once full, there is room again when this part of the limit is free: one deletion is no news. */
const FREE_AGAIN = 0.1;

/** What is taken now. */
export interface MemoryUse {
  /** By what the messages say. */
  readonly pageBytes: number;
  /** Of messages. */
  readonly count: number;
  /** By the ids that FIFO queues remember for five minutes, whether or not their messages are gone. */
  readonly idBytes: number;
}

export interface MemoryLimitPorts {
  /** For the messages and ids together. */
  readonly limitBytes: number;
  /** For the objects of the messages and the ids: V8 ends the process at its own limit, whatever memory the machine has. */
  readonly heapBytes: number;
  readonly measure: () => MemoryUse;
  /** Sends begin to be refused, or are taken again. */
  readonly onChange: () => void;
}

/** Bounds the messages, and the IDs, of a broker that keeps them in memory: the next send is rejected, the process continues. */
export class MemoryLimit {
  private readonly ports: MemoryLimitPorts;
  private reason: string | undefined;

  constructor(ports: MemoryLimitPorts) {
    this.ports = ports;
  }

  /** Why sends are refused at the moment; undefined while there is room. */
  get failure(): string | undefined {
    return this.reason;
  }

  /** Refuses messages that there is no room for. Errors: ServiceUnavailable. */
  refuse(bytes: number): Failure | undefined {
    if (this.share(bytes) <= 1) return undefined;
    if (this.reason === undefined) this.change(this.describe());
    return fail('ServiceUnavailable', this.describe());
  }

  /** To be called when messages have gone. */
  noticeRoom(): void {
    if (this.reason !== undefined && this.share(0) <= 1 - FREE_AGAIN) this.change(undefined);
  }

  /** How much of the room would be taken with so many bytes more; above 1 it is too much. */
  private share(bytes: number): number {
    const { limitBytes, heapBytes, measure } = this.ports;
    const { pageBytes, count, idBytes } = measure();
    const objectBytes = count * MESSAGE_BYTES + idBytes;
    return Math.max((pageBytes + objectBytes + bytes) / limitBytes, objectBytes / heapBytes);
  }

  private change(reason: string | undefined): void {
    this.reason = reason;
    this.ports.onChange();
  }

  private describe(): string {
    const { limitBytes, measure } = this.ports;
    const { pageBytes, count, idBytes } = measure();
    const limit = `--max-memory, ${Math.round(limitBytes / MEBIBYTE)} MiB`;
    const others = 'raise the limit, or keep messages on the disk with --data.';
    return idBytes > pageBytes + count * MESSAGE_BYTES
      ? `The IDs that FIFO queues remember for 5 minutes have reached the limit of memory (${limit}). Wait, ${others}`
      : `The messages in memory have reached their limit (${limit}). Receive and delete some, ${others}`;
  }
}
