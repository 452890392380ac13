/** A message between the editor and a debug adapter, as far as it says whether the program runs. */
export interface DebugMessage {
  readonly type: string;
  readonly seq?: number;
  /** Of events. */
  readonly event?: string;
  /** Of requests. */
  readonly command?: string;
  /** Of responses. */
  readonly request_seq?: number;
  readonly success?: boolean;
  readonly body?: {
    readonly threadId?: number;
    readonly allThreadsContinued?: boolean;
    /** Of `thread` events: `started` or `exited`. */
    readonly reason?: string;
  };
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

/** Stands for a thread that the adapter did not name. */
const UNNAMED_THREAD = 0;

interface Resumption {
  readonly threads: readonly number[];
  /** The thread that the request named. */
  readonly threadId: number | undefined;
}

interface SessionState {
  readonly stopped: Set<number>;
  /** What requests let go on, by the request's number: it stands again when the request is refused. */
  readonly resuming: Map<number, Resumption>;
}

/**
 * Tells from the traffic of debug sessions when a program stands still. A program is one access key id; it may have
 * several sessions (a worker process each), and it stands while any thread of any of them does.
 */
export class HoldCounter {
  readonly #programs = new Map<string, Map<string, SessionState>>();

  /** Programs that stand still. */
  get heldPrograms(): readonly string[] {
    return [...this.#programs.keys()].filter((program) => this.isStanding(program));
  }

  isStanding(program: string): boolean {
    return [...(this.#programs.get(program)?.values() ?? [])].some(({ stopped }) => stopped.size > 0);
  }

  /** @returns what to do about the program's messages. */
  observe(program: string, sessionId: string, message: DebugMessage): HoldChange {
    return this.#compare(program, () => {
      switch (message.type) {
        case 'event':
          this.#observeEvent(program, sessionId, message);
          return;
        case 'request':
          this.#observeRequest(this.#find(program, sessionId), message);
          return;
        case 'response':
          this.#observeResponse(this.#find(program, sessionId), message);
          return;
      }
    });
  }

  /** The session is over, in whatever way. */
  end(program: string, sessionId: string): HoldChange {
    return this.#compare(program, () => this.#forget(program, sessionId));
  }

  #observeEvent(program: string, sessionId: string, { event, body }: DebugMessage): void {
    const threadId = body?.threadId ?? UNNAMED_THREAD;
    switch (event) {
      case 'stopped':
        this.#open(program, sessionId).stopped.add(threadId);
        return;
      case 'continued':
        if (body?.allThreadsContinued === true) this.#find(program, sessionId)?.stopped.clear();
        else this.#resume(this.#find(program, sessionId), threadId);
        return;
      case 'thread':
        if (body?.reason === 'exited') this.#find(program, sessionId)?.stopped.delete(threadId);
        return;
      case 'terminated':
      case 'exited':
        this.#forget(program, sessionId);
        return;
      default:
    }
  }

  #observeRequest(session: SessionState | undefined, message: DebugMessage): void {
    if (!session || !RESUMING_REQUESTS.has(message.command ?? '')) return;
    const before = [...session.stopped];
    if (message.arguments?.singleThread === true) {
      this.#resume(session, message.arguments.threadId ?? UNNAMED_THREAD);
    } else {
      session.stopped.clear();
    }
    const threads = before.filter((thread) => !session.stopped.has(thread));
    if (message.seq === undefined || threads.length === 0) return;
    session.resuming.set(message.seq, { threads, threadId: message.arguments?.threadId });
  }

  #observeResponse(session: SessionState | undefined, message: DebugMessage): void {
    const resumption = session?.resuming.get(message.request_seq ?? -1);
    if (!session || !resumption) return;
    session.resuming.delete(message.request_seq ?? -1);
    const { threads, threadId } = resumption;
    const refused = message.success === false;
    // Absent means true: then all threads go on, whichever was named.
    const onlyOne = message.command === 'continue' && message.body?.allThreadsContinued === false;
    if (!refused && !onlyOne) return;
    for (const thread of threads) if (refused || thread !== threadId) session.stopped.add(thread);
  }

  /** A thread that stopped without its name goes on under whatever name. */
  #resume(session: SessionState | undefined, threadId: number): void {
    session?.stopped.delete(threadId);
    session?.stopped.delete(UNNAMED_THREAD);
  }

  #compare(program: string, change: () => void): HoldChange {
    const before = this.isStanding(program);
    change();
    const after = this.isStanding(program);
    if (before === after) return undefined;
    return after ? 'hold' : 'release';
  }

  #find(program: string, sessionId: string): SessionState | undefined {
    return this.#programs.get(program)?.get(sessionId);
  }

  #open(program: string, sessionId: string): SessionState {
    const sessions = this.#programs.get(program) ?? new Map<string, SessionState>();
    const session = sessions.get(sessionId) ?? { stopped: new Set(), resuming: new Map() };
    sessions.set(sessionId, session);
    this.#programs.set(program, sessions);
    return session;
  }

  #forget(program: string, sessionId: string): void {
    const sessions = this.#programs.get(program);
    sessions?.delete(sessionId);
    if (sessions?.size === 0) this.#programs.delete(program);
  }
}
