/** A message between the editor and a debug adapter, as far as it says whether the program runs. */
export interface DebugMessage {
  readonly type: string;
  /** Of events. */
  readonly event?: string;
  /** Of requests. */
  readonly command?: string;
  readonly body?: { readonly threadId?: number; readonly allThreadsContinued?: boolean };
  readonly arguments?: { readonly threadId?: number; readonly singleThread?: boolean };
}

export type HoldChange = 'hold' | 'release' | undefined;

/** Requests after which the program runs; adapters need not send `continued` after them. */
const RESUMING_REQUESTS = new Set([
  'continue',
  'next',
  'stepIn',
  'stepOut',
  'stepBack',
  'reverseContinue',
  'goto',
  'restart',
  'disconnect',
  'terminate',
]);

/**
 * Tells from the traffic of debug sessions when a program stands still. A program is one access key id; it may have
 * several sessions (a worker process each), and it stands while any thread of any of them does.
 */
export class HoldCounter {
  /** Stopped threads by session, by program. */
  readonly #programs = new Map<string, Map<string, Set<number>>>();

  /** Programs that stand still. */
  get heldPrograms(): readonly string[] {
    return [...this.#programs.keys()];
  }

  /** @returns what to do about the program's messages. */
  observe(program: string, sessionId: string, message: DebugMessage): HoldChange {
    if (message.type === 'event') {
      switch (message.event) {
        case 'stopped':
          return this.#stop(program, sessionId, message.body?.threadId ?? 0);
        case 'continued':
          return message.body?.allThreadsContinued === true
            ? this.end(program, sessionId)
            : this.#resume(program, sessionId, message.body?.threadId ?? 0);
        case 'terminated':
        case 'exited':
          return this.end(program, sessionId);
        default:
          return undefined;
      }
    }
    if (message.type !== 'request' || !RESUMING_REQUESTS.has(message.command ?? '')) return undefined;
    return message.arguments?.singleThread === true
      ? this.#resume(program, sessionId, message.arguments.threadId ?? 0)
      : this.end(program, sessionId);
  }

  /** All threads of a session run, or the session is over. */
  end(program: string, sessionId: string): HoldChange {
    const sessions = this.#programs.get(program);
    if (!sessions?.delete(sessionId) || sessions.size > 0) return undefined;
    this.#programs.delete(program);
    return 'release';
  }

  #stop(program: string, sessionId: string, threadId: number): HoldChange {
    const sessions = this.#programs.get(program) ?? new Map<string, Set<number>>();
    const wasRunning = sessions.size === 0;
    const threads = sessions.get(sessionId) ?? new Set<number>();
    threads.add(threadId);
    sessions.set(sessionId, threads);
    this.#programs.set(program, sessions);
    return wasRunning ? 'hold' : undefined;
  }

  #resume(program: string, sessionId: string, threadId: number): HoldChange {
    const threads = this.#programs.get(program)?.get(sessionId);
    threads?.delete(threadId);
    return threads?.size === 0 ? this.end(program, sessionId) : undefined;
  }
}
