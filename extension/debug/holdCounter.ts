import type { DebugMessage } from './debugMessage.ts';
import { ThreadStops } from './threadStops.ts';

export type HoldChange = 'hold' | 'release' | undefined;

/**
 * Detects from the traffic of debug sessions when a program is paused. A program is one access key id; it can have
 * several sessions (one per worker process), and is paused while any of their threads is.
 */
export class HoldCounter {
  readonly #programs = new Map<string, Map<string, ThreadStops>>();

  /** Paused programs. */
  get heldPrograms(): readonly string[] {
    return [...this.#programs.keys()].filter((program) => this.isStanding(program));
  }

  isStanding(program: string): boolean {
    return [...(this.#programs.get(program)?.values() ?? [])].some(({ isStanding }) => isStanding);
  }

  /** A session of the program has begun. */
  open(program: string, sessionId: string, stepsOneThread: boolean): void {
    const sessions = this.#programs.get(program) ?? new Map<string, ThreadStops>();
    this.#programs.set(program, sessions.set(sessionId, new ThreadStops(stepsOneThread)));
  }

  /** @returns what to do about the program's messages. */
  observe(program: string, sessionId: string, message: DebugMessage): HoldChange {
    return this.#compare(program, () => this.#programs.get(program)?.get(sessionId)?.observe(message));
  }

  /** The session is over, in whatever way. */
  end(program: string, sessionId: string): HoldChange {
    return this.#compare(program, () => this.#forget(program, sessionId));
  }

  #compare(program: string, change: () => void): HoldChange {
    const before = this.isStanding(program);
    change();
    const after = this.isStanding(program);
    if (before === after) return undefined;
    return after ? 'hold' : 'release';
  }

  #forget(program: string, sessionId: string): void {
    const sessions = this.#programs.get(program);
    sessions?.delete(sessionId);
    if (sessions?.size === 0) this.#programs.delete(program);
  }
}
