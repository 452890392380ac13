import { BATCH_MESSAGES } from '../../../broker/protocol/batchLimit.ts';
import type { MessageHandle, MessageSource } from './ports.ts';

interface Held extends MessageHandle {
  /** Epoch ms; the queue gives it to a consumer then. */
  readonly untilMs: number;
  /** It could not be extended: it may be visible already. */
  readonly isLapsing?: true;
}

/** Messages that could not be given back, and so are hidden for a while. */
export interface HiddenMessages {
  /** At most. */
  readonly count: number;
  /** Epoch ms, by which the last of them is visible. */
  readonly untilMs: number;
}

const CALLS_AT_ONCE = 4;

/** Messages that were received and neither deleted nor given back: nothing of them may be lost or stay hidden. */
export class HeldMessages {
  readonly #source: MessageSource;
  readonly #readNow: () => number;
  readonly #held = new Map<string, Held>();
  /** Messages that a call may have received whose response did not arrive. */
  #lost: HiddenMessages = { count: 0, untilMs: 0 };

  constructor(source: MessageSource, readNow: () => number) {
    this.#source = source;
    this.#readNow = readNow;
  }

  get count(): number {
    return this.#held.size;
  }

  /** @param takenAtMs before the call that received them */
  add(messages: readonly MessageHandle[], takenAtMs: number): void {
    const { holdSeconds } = this.#source;
    if (holdSeconds === undefined) return;
    const untilMs = takenAtMs + holdSeconds * 1_000;
    for (const { messageId, handle } of messages) this.#held.set(messageId, { messageId, handle, untilMs });
  }

  /** A call that may have received so many messages has no response: their handles are not known. */
  noteLost(count: number, takenAtMs: number): void {
    const { holdSeconds } = this.#source;
    if (holdSeconds === undefined) return;
    this.#lost = { count: this.#lost.count + count, untilMs: takenAtMs + holdSeconds * 1_000 };
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
    const { holdSeconds } = this.#source;
    if (holdSeconds === undefined) return;
    const now = this.#readNow();
    const dueMs = now + holdSeconds * 500;
    const due = [...this.#held.values()].filter(
      ({ untilMs, isLapsing = false }) => untilMs > now && untilMs < dueMs && !isLapsing,
    );
    await this.#each(due, async (part) => {
      const at = this.#readNow();
      const refusals = await this.#source.hold(part, holdSeconds);
      this.add(
        part.filter(({ messageId }) => !refusals.has(messageId)),
        at,
      );
      // Whoever receives it next has it; until then, it is given back like the others.
      for (const each of part.filter(({ messageId }) => refusals.has(messageId)))
        this.#held.set(each.messageId, { ...each, isLapsing: true });
    });
  }

  /** Makes those visible again that are hidden. @returns those that are hidden until their visibility timeout ends, because a call failed */
  async giveBack(onProgress: (left: number) => void): Promise<HiddenMessages> {
    const startMs = this.#readNow();
    // Another consumer may have them, perhaps since the computer slept: their handles are void.
    for (const { messageId, untilMs } of this.#held.values())
      if (untilMs <= startMs) this.#held.delete(messageId);
    const hidden: Held[] = [];
    let hasFailed = false;
    await this.#each([...this.#held.values()], async (part) => {
      // After one call that has no response, each further one would wait as long.
      if (hasFailed) return void hidden.push(...part);
      try {
        const refusals = await this.#source.hold(part, 0);
        hidden.push(...part.filter(({ messageId }) => refusals.has(messageId)));
      } catch {
        hasFailed = true;
        hidden.push(...part);
      }
      for (const { messageId } of part) this.#held.delete(messageId);
      onProgress(this.#held.size);
    });
    this.#held.clear();
    const now = this.#readNow();
    const still = hidden.filter(({ untilMs }) => untilMs > now);
    return {
      count: still.length + this.#lost.count,
      untilMs: still.reduce((latest, { untilMs }) => Math.max(latest, untilMs), this.#lost.untilMs),
    };
  }

  async #each(held: readonly Held[], act: (part: readonly Held[]) => Promise<void>): Promise<void> {
    const parts: (readonly Held[])[] = [];
    for (let start = 0; start < held.length; start += BATCH_MESSAGES)
      parts.push(held.slice(start, start + BATCH_MESSAGES));
    for (let start = 0; start < parts.length; start += CALLS_AT_ONCE)
      await Promise.all(parts.slice(start, start + CALLS_AT_ONCE).map(act));
  }
}
