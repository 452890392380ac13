import type { ReceivedMessage } from '../../webview/receiveProtocol.ts';

/** As many messages as the page lists. */
const MAXIMUM_BODIES = 100;
const MAXIMUM_CHARACTERS = 16 * 1024 * 1024;

/** Bodies that were received, whole, also of messages that were deleted since; a page that is hidden keeps only their start. */
export class ReceivedBodies {
  readonly #bodies = new Map<string, string>();
  #characters = 0;

  /** The oldest go if there are too many, or they are too long. */
  keep(messages: readonly ReceivedMessage[]): void {
    for (const { receiptHandle, body } of messages) {
      this.#drop(receiptHandle);
      this.#bodies.set(receiptHandle, body);
      this.#characters += body.length;
    }
    for (const handle of this.#bodies.keys()) {
      if (this.#bodies.size <= MAXIMUM_BODIES && this.#characters <= MAXIMUM_CHARACTERS) return;
      this.#drop(handle);
    }
  }

  find(receiptHandle: string): string | undefined {
    return this.#bodies.get(receiptHandle);
  }

  #drop(receiptHandle: string): void {
    this.#characters -= this.#bodies.get(receiptHandle)?.length ?? 0;
    this.#bodies.delete(receiptHandle);
  }
}
