import { BATCH_MESSAGES } from '../../broker/protocol/batchLimit.ts';

/** What a source knows a message by until it is given back or deleted. */
export interface MessageHandle {
  readonly messageId: string;
  /** Of the last receive; the message ID where nothing is received. */
  readonly handle: string;
}

/** Why something was not done to messages, by their IDs; all others are done. */
export type Refusals = ReadonlyMap<string, string>;

/** Who hides messages from consumers and gives them back. */
export interface Holder {
  /** Messages that are taken are hidden from consumers for so long; undefined: taking one only reads it. */
  readonly holdSeconds: number | undefined;
  /** Hides up to 10 messages for so long from now; 0 gives them back. Rejects if the call fails as a whole. */
  hold(messages: readonly MessageHandle[], seconds: number): Promise<Refusals>;
}

interface Held extends MessageHandle {
  /** Epoch ms; before it, no other consumer can have received the message. */
  readonly safeUntilMs: number;
  /** Epoch ms, by which it is visible to consumers. */
  readonly untilMs: number;
  /** It could not be extended: it may be visible already. */
  readonly isLapsing?: true;
}

/** Messages that could not be given back, and so are hidden for a while. */
export interface HiddenMessages {
  /** At most. */
  readonly count: number;
  /** Epoch ms, by which the last of them is visible; 0: there are none. */
  readonly untilMs: number;
}

/** What came of giving messages back. */
export interface GivenBack extends HiddenMessages {
  /** IDs of those that consumers can receive again. */
  readonly back: readonly string[];
  /** Why the first of the hidden ones was not given back, as far as there was a reason. */
  readonly reason: string;
}

const CALLS_AT_ONCE = 4;

/** Messages that were received and neither deleted nor given back: nothing of them may be lost or stay hidden. */
export class HeldMessages {
  readonly #holder: Holder;
  readonly #readNow: () => number;
  /** By message ID: of one that is received twice, the last handle counts. */
  readonly #held = new Map<string, Held>();
  /** Messages whose handles are not known: a call may have received them whose response did not arrive. */
  #lost: HiddenMessages = { count: 0, untilMs: 0 };

  constructor(holder: Holder, readNow: () => number) {
    this.#holder = holder;
    this.#readNow = readNow;
  }

  get count(): number {
    return this.#held.size;
  }

  /** None is hidden from consumers, as far as no time has passed. */
  get isEmpty(): boolean {
    return this.#held.size === 0 && this.#lost.count === 0;
  }

  /** Epoch ms, by which the last of them is visible; 0: there are none. */
  get untilMs(): number {
    return Math.max(this.#lost.untilMs, ...Array.from(this.#held.values(), ({ untilMs }) => untilMs));
  }

  /** @param takenAtMs before the call that received them, which has just ended @returns epoch ms, by which they are visible */
  add(messages: readonly MessageHandle[], takenAtMs: number): number {
    const { holdSeconds } = this.#holder;
    if (holdSeconds === undefined) return 0;
    const safeUntilMs = takenAtMs + holdSeconds * 1_000;
    const untilMs = this.#readNow() + holdSeconds * 1_000;
    for (const { messageId, handle } of messages)
      this.#held.set(messageId, { messageId, handle, safeUntilMs, untilMs });
    return untilMs;
  }

  /** A call that has just ended has received so many messages, or may have: their handles are not known. */
  noteLost(count: number): void {
    const { holdSeconds } = this.#holder;
    if (holdSeconds === undefined || count === 0) return;
    this.#lost = { count: this.#lost.count + count, untilMs: this.#readNow() + holdSeconds * 1_000 };
  }

  /** The handle of its last receive; undefined if it is not held any more. */
  find(messageId: string): MessageHandle | undefined {
    return this.#held.get(messageId);
  }

  drop(messageId: string): void {
    this.#held.delete(messageId);
  }

  /** Extends the visibility timeout of those of which half has run out. Another consumer may have those of which all has. */
  async extendDue(): Promise<void> {
    const { holdSeconds } = this.#holder;
    if (holdSeconds === undefined) return;
    const now = this.#readNow();
    const dueMs = now + holdSeconds * 500;
    const due = [...this.#held.values()].filter(
      ({ safeUntilMs, isLapsing = false }) => safeUntilMs > now && safeUntilMs < dueMs && !isLapsing,
    );
    await this.#each(due, async (part) => {
      const at = this.#readNow();
      const refusals = await this.#holder.hold(part, holdSeconds);
      this.add(
        part.filter(({ messageId }) => !refusals.has(messageId)),
        at,
      );
      // Whoever receives it next has it; until then, it is given back like the others.
      for (const each of part.filter(({ messageId }) => refusals.has(messageId)))
        this.#held.set(each.messageId, { ...each, isLapsing: true });
    });
  }

  /** Makes those visible again that are hidden, once; none is held afterwards. Never rejects. */
  async giveBack(onProgress: (left: number) => void = () => undefined): Promise<GivenBack> {
    const startMs = this.#readNow();
    // Another consumer may have them, perhaps since the computer slept: their handles are void.
    for (const { messageId, safeUntilMs } of this.#held.values())
      if (safeUntilMs <= startMs) this.#held.delete(messageId);
    const back: string[] = [];
    const failed: { readonly each: Held; readonly reason: string }[] = [];
    let failure: string | undefined;
    await this.#each([...this.#held.values()], async (part) => {
      // After one call that failed as a whole, each further one would wait as long.
      const reasons = failure === undefined ? await this.#release(part) : failure;
      if (typeof reasons === 'string') failure ??= reasons;
      for (const each of part) {
        const reason = typeof reasons === 'string' ? reasons : reasons.get(each.messageId);
        if (reason === undefined) back.push(each.messageId);
        else failed.push({ each, reason });
        this.#held.delete(each.messageId);
      }
      onProgress(this.#held.size);
    });
    const now = this.#readNow();
    const still = failed.filter(({ each }) => each.untilMs > now);
    const lost = this.#lost.untilMs > now ? this.#lost : { count: 0, untilMs: 0 };
    this.#lost = { count: 0, untilMs: 0 };
    return {
      back,
      count: still.length + lost.count,
      untilMs: still.reduce((latest, { each }) => Math.max(latest, each.untilMs), lost.untilMs),
      reason: still[0]?.reason ?? '',
    };
  }

  /** @returns why it failed: of all, or of some by their IDs */
  async #release(part: readonly Held[]): Promise<string | Refusals> {
    try {
      return await this.#holder.hold(part, 0);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  async #each(held: readonly Held[], act: (part: readonly Held[]) => Promise<void>): Promise<void> {
    const parts: (readonly Held[])[] = [];
    for (let start = 0; start < held.length; start += BATCH_MESSAGES)
      parts.push(held.slice(start, start + BATCH_MESSAGES));
    for (let start = 0; start < parts.length; start += CALLS_AT_ONCE)
      await Promise.all(parts.slice(start, start + CALLS_AT_ONCE).map(act));
  }
}
