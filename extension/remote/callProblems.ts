import type { Failure, FailureKind } from '../../broker/connections/client/failures.ts';

/** Between two tries to read counts while the service or the network is not available. */
const MAXIMUM_WAIT_MS = 15 * 60_000;
/** After these, only the user can help: nothing is called before they connect again, and no code is asked for. */
const NEEDS_USER: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'signedOut',
  'keys',
  'declined',
  'clock',
  'region',
  'address',
  'protected',
]);

/** The problem is another one, or is over. Gets the failure if the user should be offered help. */
export type OnProblem = (help: Failure | undefined) => void;

/** What keeps a connection that is open from reading its queues, and when it may try again. */
export class CallProblems {
  readonly #onProblem: OnProblem;
  #ofList: Failure | undefined;
  #ofCounts: Failure | undefined;
  #isPaused = false;
  /** Rounds of counts, one after the other. */
  #failedRounds = 0;

  constructor(onProblem: OnProblem) {
    this.#onProblem = onProblem;
  }

  /** Why the queues cannot be listed. */
  get ofList(): Failure | undefined {
    return this.#ofList;
  }

  /** Why the queues cannot be listed, or their counts not be read. */
  get current(): Failure | undefined {
    return this.#ofCounts ?? this.#ofList;
  }

  /** Until the user connects again. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Counts are read by the timer only. */
  get isFailing(): boolean {
    return this.#failedRounds > 0;
  }

  forget(): void {
    this.#ofList = undefined;
    this.#ofCounts = undefined;
    this.#isPaused = false;
    this.#failedRounds = 0;
  }

  /** After the queues were listed, or could not be. */
  setList(failure: Failure | undefined): void {
    this.#ofList = failure;
    if (failure !== undefined && NEEDS_USER.has(failure.kind)) this.#isPaused = true;
  }

  /** After the user asked for a list. The row says what was denied. */
  tellList(): void {
    this.#onProblem(this.#ofList?.kind === 'denied' ? undefined : this.#ofList);
  }

  /** After counts were read, or could not be. */
  endRound(failure: Failure | undefined): void {
    const before = this.#ofCounts;
    this.#ofCounts = failure;
    this.#failedRounds = failure === undefined ? 0 : this.#failedRounds + 1;
    const needsUser = failure !== undefined && NEEDS_USER.has(failure.kind);
    if (needsUser) this.#isPaused = true;
    // A network that comes and goes is shown, and interrupts no user.
    if (before?.message !== failure?.message) this.#onProblem(needsUser ? failure : undefined);
  }

  /** Until counts are read again: longer with each round that fails. @param refreshMs while nothing fails */
  findWaitMs(refreshMs: number): number {
    return Math.min(Math.max(refreshMs, MAXIMUM_WAIT_MS), refreshMs * 2 ** this.#failedRounds);
  }
}
