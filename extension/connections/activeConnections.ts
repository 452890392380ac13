import type { Event } from 'vscode';
import type { EventSource } from '../broker/supervisedClient.ts';

/** The connections that the user is about to act on: those of pages in front, and that of the selected row. */
export class ActiveConnections {
  readonly onDidChange: Event<void>;
  readonly #emitter: EventSource<void>;
  /** By page or view; the one that was used last is the last. */
  readonly #claims = new Map<object, string>();

  constructor(emitter: EventSource<void>) {
    this.#emitter = emitter;
    this.onDidChange = emitter.event;
  }

  /** The one that was used last is the last. */
  get ids(): readonly string[] {
    return [...this.#claims.values()];
  }

  /** @param connectionId undefined: the page or view is not in front, or is about no connection */
  claim(source: object, connectionId: string | undefined): void {
    const before = this.ids.join(' ');
    this.#claims.delete(source);
    if (connectionId !== undefined) this.#claims.set(source, connectionId);
    if (this.ids.join(' ') !== before) this.#emitter.fire();
  }

  dispose(): void {
    this.#emitter.dispose();
  }
}
