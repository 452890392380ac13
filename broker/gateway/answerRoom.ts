/** Bytes of responses that are being read at once: four of the longest. */
const ROOM_BYTES = 256 * 1_048_576;

interface Waiting {
  readonly bytes: number;
  readonly mayTake: () => boolean;
  readonly given: (release: () => void) => void;
}

/**
 * The memory for responses of the endpoint that are longer than a few KiB. One for which there is no room is not read: it waits in the
 * connection to the endpoint, whose system stops sending.
 */
export class AnswerRoom {
  private readonly limitBytes: number;
  private usedBytes = 0;
  private readonly waiting = new Set<Waiting>();

  constructor(limitBytes: number = ROOM_BYTES) {
    this.limitBytes = limitBytes;
  }

  /** Bytes that are taken now. */
  get takenBytes(): number {
    return this.usedBytes;
  }

  get waitingCount(): number {
    return this.waiting.size;
  }

  /**
   * Calls back when there is room, at once or later, in the order of the calls; one whose client does not read does not keep others
   * from it.
   * @param mayTake whether the client may be given the response; asked again at each {@link serve}
   * @param given gets what gives the room back
   * @returns gives up waiting
   */
  take(bytes: number, mayTake: () => boolean, given: (release: () => void) => void): () => void {
    const wish: Waiting = { bytes: Math.min(bytes, this.limitBytes), mayTake, given };
    this.waiting.add(wish);
    this.serve();
    return () => {
      if (this.waiting.delete(wish)) this.serve();
    };
  }

  /** To be called when clients have read their responses. */
  serve(): void {
    for (const wish of this.waiting) {
      if (!wish.mayTake()) continue;
      if (this.usedBytes + wish.bytes > this.limitBytes) return;
      this.waiting.delete(wish);
      this.usedBytes += wish.bytes;
      wish.given(() => this.giveBack(wish.bytes));
    }
  }

  private giveBack(bytes: number): void {
    this.usedBytes -= bytes;
    this.serve();
  }
}
