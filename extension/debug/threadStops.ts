import type { DebugMessage } from './debugMessage.ts';

/** Requests after which all threads of the session run, or none is left. */
const SESSION_REQUESTS = new Set(['restart', 'disconnect', 'terminate']);
const CONTINUE_REQUESTS = new Set(['continue', 'reverseContinue']);
const STEP_REQUESTS = new Set(['next', 'stepIn', 'stepOut', 'stepBack']);

/** A thread that the adapter did not name. */
const UNNAMED = 'unnamed';
/** The threads that stopped with a named one, until the adapter lists them. */
const OTHERS = 'others';
type Thread = number | typeof UNNAMED | typeof OTHERS;

/** A request that lets threads go, until the adapter answers it. */
interface Resumption {
  readonly thread: Thread;
  readonly isOneThread: boolean;
  /**
   * The newest stop at the time of the request: a thread that stops later stays stopped, whatever the response says.
   */
  readonly upTo: number;
}

/**
 * Which threads of one debug session are stopped, by its traffic. What a request asks for counts when the adapter has agreed.
 * In doubt a thread is stopped: a clock that is held too long costs a wait, one that is released too early a second delivery.
 */
export class ThreadStops {
  readonly #stepsOneThread: boolean;
  /** Threads that are stopped, each with the number of its stop. */
  readonly #stops = new Map<Thread, number>();
  /** Threads that exist, as far as the adapter has said. */
  readonly #known = new Set<number>();
  readonly #pending = new Map<number, Resumption>();
  #lastStop = 0;
  /** The newest stop of all threads, and those that went on alone since. */
  #allStopped: { readonly number: number; readonly gone: Set<Thread> } | undefined;
  #canResumeOne: boolean | undefined;

  /** @param stepsOneThread whether the adapter lets only the named thread go at a step */
  constructor(stepsOneThread: boolean) {
    this.#stepsOneThread = stepsOneThread;
  }

  /** Whether any thread is stopped. */
  get isStanding(): boolean {
    return this.#stops.size > 0;
  }

  observe(message: DebugMessage): void {
    if (message.type === 'event') this.#observeEvent(message);
    else if (message.type === 'request') this.#observeRequest(message);
    else if (message.type === 'response') this.#observeResponse(message);
  }

  #observeEvent({ event, body }: DebugMessage): void {
    const thread = body?.threadId ?? UNNAMED;
    switch (event) {
      case 'stopped':
        this.#stop(thread, body?.allThreadsStopped === true);
        return;
      case 'continued':
        if (body?.allThreadsContinued === true) this.#resumeAll(this.#lastStop);
        else this.#resume(thread, this.#lastStop);
        return;
      case 'thread':
        if (typeof thread !== 'number') return;
        if (body?.reason === 'started') this.#known.add(thread);
        if (body?.reason !== 'exited') return;
        this.#known.delete(thread);
        this.#stops.delete(thread);
        return;
      case 'terminated':
      case 'exited':
        this.#pending.clear();
        this.#known.clear();
        this.#resumeAll(this.#lastStop);
        return;
      case 'capabilities':
        this.#noteCapability(body?.capabilities?.supportsSingleThreadExecutionRequests);
        return;
      default:
    }
  }

  #observeRequest({ seq, command = '', arguments: args }: DebugMessage): void {
    const isStep = STEP_REQUESTS.has(command);
    if (seq === undefined || !(isStep || CONTINUE_REQUESTS.has(command) || SESSION_REQUESTS.has(command)))
      return;
    // An adapter that can't do it ignores what was asked.
    const asksForOne = args?.singleThread === true && this.#canResumeOne !== false;
    // If threads stop individually, they are stepped individually; adapters that do otherwise send `continued`.
    const stepsOne = isStep && (this.#stepsOneThread || this.#allStopped === undefined);
    this.#pending.set(seq, {
      thread: args?.threadId ?? UNNAMED,
      isOneThread: asksForOne || stepsOne,
      upTo: this.#lastStop,
    });
  }

  #observeResponse({ request_seq: seq = -1, command, success, body }: DebugMessage): void {
    const resumption = this.#pending.get(seq);
    this.#pending.delete(seq);
    if (success === false) return;
    if (command === 'initialize') this.#noteCapability(body?.supportsSingleThreadExecutionRequests ?? false);
    if (command === 'threads') this.#noteThreads((body?.threads ?? []).map(({ id }) => id));
    if (resumption === undefined) return;
    const { thread, isOneThread, upTo } = resumption;
    if (body?.allThreadsContinued ?? !isOneThread) this.#resumeAll(upTo);
    else this.#resume(thread, upTo);
  }

  #stop(thread: Thread, isAll: boolean): void {
    this.#lastStop += 1;
    this.#stops.set(thread, this.#lastStop);
    if (!isAll) return;
    this.#allStopped = { number: this.#lastStop, gone: new Set() };
    for (const other of [...this.#known, OTHERS] as const) {
      if (!this.#stops.has(other)) this.#stops.set(other, this.#lastStop);
    }
  }

  #resume(thread: Thread, upTo: number): void {
    if ((this.#stops.get(thread) ?? 0) <= upTo) this.#stops.delete(thread);
    // A thread that stopped without its name continues under whatever name.
    if ((this.#stops.get(UNNAMED) ?? 0) <= upTo) this.#stops.delete(UNNAMED);
    this.#allStopped?.gone.add(thread);
  }

  #resumeAll(upTo: number): void {
    for (const [thread, number] of this.#stops) if (number <= upTo) this.#stops.delete(thread);
    if (this.#allStopped !== undefined && this.#allStopped.number <= upTo) this.#allStopped = undefined;
  }

  /** The adapter lists all threads: of a stop of all of them, these are the stopped ones. */
  #noteThreads(threads: readonly number[]): void {
    this.#known.clear();
    for (const thread of threads) this.#known.add(thread);
    if (this.#allStopped === undefined) return;
    const { number, gone } = this.#allStopped;
    this.#stops.delete(OTHERS);
    for (const thread of threads) {
      if (!gone.has(thread) && !this.#stops.has(thread)) this.#stops.set(thread, number);
    }
  }

  #noteCapability(canResumeOne: boolean | undefined): void {
    this.#canResumeOne = canResumeOne ?? this.#canResumeOne;
  }
}
