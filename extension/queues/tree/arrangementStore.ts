import type { Disposable, Event, Memento } from 'vscode';
import type { EventSource } from '../../broker/supervisedClient.ts';
import { type Arrangement, GROUPINGS, PLAIN_ARRANGEMENT, SORTINGS } from './arrangement.ts';

const KEY = 'queueside.queuesView';
/** A workspace whose queues have random names would collect pins for ever. */
const MAXIMUM_PINS = 200;

/** How the Queues view of this workspace is arranged; remembered. */
export class ArrangementStore implements Disposable {
  readonly onDidChange: Event<void>;
  readonly #memento: Memento;
  readonly #emitter: EventSource<void>;
  #current: Arrangement;
  #pinned: ReadonlySet<string>;
  /** A queue that was asked for although it is empty; not remembered. */
  #revealed: string | undefined;

  constructor(memento: Memento, emitter: EventSource<void>) {
    this.#memento = memento;
    this.#emitter = emitter;
    this.onDidChange = emitter.event;
    this.#current = readArrangement(memento.get(KEY));
    this.#pinned = new Set(this.#current.pinned);
  }

  get current(): Arrangement {
    return this.#current;
  }

  /** @param ref a queue’s address, as text */
  isPinned(ref: string): boolean {
    return this.#pinned.has(ref);
  }

  isRevealed(ref: string): boolean {
    return ref === this.#revealed;
  }

  /** Shows a queue although it is empty, until another one is asked for or the arrangement is changed. */
  reveal(ref: string): void {
    this.#revealed = ref;
    this.#emitter.fire();
  }

  change(part: Partial<Arrangement>): void {
    this.#revealed = undefined;
    const changed = { ...this.#current, ...part };
    this.#current = { ...changed, pinned: changed.pinned.slice(-MAXIMUM_PINS) };
    this.#pinned = new Set(this.#current.pinned);
    void this.#memento.update(KEY, this.#current);
    this.#emitter.fire();
  }

  pin(refs: readonly string[]): void {
    this.change({ pinned: [...new Set([...this.#current.pinned, ...refs])] });
  }

  unpin(refs: readonly string[]): void {
    this.change({ pinned: this.#current.pinned.filter((ref) => !refs.includes(ref)) });
  }

  dispose(): void {
    this.#emitter.dispose();
  }
}

/** What another version kept may have any shape. */
function readArrangement(kept: unknown): Arrangement {
  const { sorting, grouping, hidesEmpty, pinned } = Object(kept) as Readonly<Record<string, unknown>>;
  return {
    sorting: SORTINGS.find((known) => known === sorting) ?? PLAIN_ARRANGEMENT.sorting,
    grouping: GROUPINGS.find((known) => known === grouping) ?? PLAIN_ARRANGEMENT.grouping,
    hidesEmpty: hidesEmpty === true,
    pinned: Array.isArray(pinned) ? pinned.filter((ref): ref is string => typeof ref === 'string') : [],
  };
}
