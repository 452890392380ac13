/** Of one client's answers: while more than this is unread, its requests wait. The largest answer comes on top. */
const HIGH_WATER_BYTES = 8 * 1_048_576;

/** What the gate needs of a WebSocket. */
export interface GatedSocket {
  /** Bytes accepted for sending that have not left yet. */
  readonly bufferedAmount: number;
  /** Stops reading; what was read already still comes. */
  pause(): void;
  resume(): void;
}

/** Lets a client's requests in while it reads its answers: one that asks and does not read is read no further. */
export class ReadGate {
  private readonly socket: GatedSocket;
  private readonly waiting: (() => void)[] = [];

  constructor(socket: GatedSocket) {
    this.socket = socket;
  }

  /** Resolves when a request may begin; requests begin in the order in which they came. */
  async enter(): Promise<void> {
    if (this.waiting.length === 0 && this.isOpen) return;
    this.socket.pause();
    await new Promise<void>((resolve) => {
      this.waiting.push(resolve);
    });
  }

  /** To be called when an answer has left. */
  notice(): void {
    if (this.waiting.length === 0 || !this.isOpen) return;
    this.waiting.shift()?.();
    // Its answer is counted before the next one begins.
    if (this.waiting.length > 0) setImmediate(() => this.notice());
    else this.socket.resume();
  }

  private get isOpen(): boolean {
    return this.socket.bufferedAmount <= HIGH_WATER_BYTES;
  }
}
