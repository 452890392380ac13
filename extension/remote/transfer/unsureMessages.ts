/**
 * IDs of messages that were on their way when a transfer was interrupted, over all of its interruptions: what one response was missing
 * for stays unsure until the message is known to be stored, however often the transfer is resumed.
 */
export class UnsureMessages {
  readonly #ids = new Set<string>();
  /** Of the batch on its way: those that were on their way for the first time. */
  #fresh: readonly string[] = [];

  get ids(): ReadonlySet<string> {
    return this.#ids;
  }

  noteSending(messageIds: readonly string[]): void {
    this.#fresh = messageIds.filter((messageId) => !this.#ids.has(messageId));
    for (const messageId of this.#fresh) this.#ids.add(messageId);
  }

  /** The others of the batch are not stored; those of an earlier interruption may be. */
  noteStored(messageIds: readonly string[]): void {
    for (const messageId of [...this.#fresh, ...messageIds]) this.#ids.delete(messageId);
    this.#fresh = [];
  }
}
