import { type Failure, fail } from '../engine/base/result.ts';

const MEBIBYTE = 1_048_576;
/** What a waiting message costs besides its content: an object, and its places in lists (docs/performance.md). */
export const MESSAGE_BYTES = 300;
/** Once full, there is room again when this part of the limit is free: one deletion is no news. */
const FREE_AGAIN = 0.1;

export interface MemoryLimitPorts {
  /** For the messages together. */
  readonly limitBytes: number;
  /** For the objects of the messages: V8 ends the process at its own limit, whatever memory the machine has. */
  readonly heapBytes: number;
  /** What the messages take up now. */
  readonly measure: () => { readonly pageBytes: number; readonly count: number };
  /** Sends begin to be refused, or are taken again. */
  readonly onChange: () => void;
}

/** Bounds the messages of a broker that keeps them in memory: the next send is refused, the process continues. */
export class MemoryLimit {
  private readonly ports: MemoryLimitPorts;
  private isFull = false;

  constructor(ports: MemoryLimitPorts) {
    this.ports = ports;
  }

  /** Why sends are refused at the moment; undefined while there is room. */
  get failure(): string | undefined {
    return this.isFull ? this.describe() : undefined;
  }

  /** Refuses messages that there is no room for. Errors: ServiceUnavailable. */
  refuse(bytes: number): Failure | undefined {
    if (this.share(bytes) <= 1) return undefined;
    if (!this.isFull) this.change(true);
    return fail('ServiceUnavailable', this.describe());
  }

  /** To be called when messages have gone. */
  noticeRoom(): void {
    if (this.isFull && this.share(0) <= 1 - FREE_AGAIN) this.change(false);
  }

  /** How much of the room would be taken with so many bytes more; above 1 it is too much. */
  private share(bytes: number): number {
    const { limitBytes, heapBytes, measure } = this.ports;
    const { pageBytes, count } = measure();
    const objectBytes = count * MESSAGE_BYTES;
    return Math.max((pageBytes + objectBytes + bytes) / limitBytes, objectBytes / heapBytes);
  }

  private change(isFull: boolean): void {
    this.isFull = isFull;
    this.ports.onChange();
  }

  private describe(): string {
    const { limitBytes } = this.ports;
    return (
      `The messages in memory have reached their limit (--max-memory, ${Math.round(limitBytes / MEBIBYTE)} MiB). ` +
      'Receive and delete messages, raise the limit, or store messages on the disk with --data.'
    );
  }
}
