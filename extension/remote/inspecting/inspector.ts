import * as l10n from '@vscode/l10n';
import type { Gate } from '../../../broker/connections/client/gate.ts';
import type {
  InspectedMessage,
  InspectionStyle,
} from '../../../broker/connections/client/inspectionStyles.ts';
import type { Capabilities } from '../../connections/capabilities.ts';
import type { ListedQueue } from '../../connections/connection.ts';
import { findStyle } from './findStyle.ts';
import { peekByInspection } from './peekByInspection.ts';

/** Finds out whether a place lists the messages of its queues without receiving them, and reads them. */
export class Inspector {
  readonly #findQueue: (arn: string) => ListedQueue | undefined;
  readonly #peek: Capabilities['peek'];
  /** Of an open connection that was asked. */
  #asked: { readonly gate: Gate; readonly style: InspectionStyle | undefined } | undefined;

  constructor(findQueue: (arn: string) => ListedQueue | undefined) {
    this.#findQueue = findQueue;
    this.#peek = peekByInspection((arn) => this.#inspect(arn));
  }

  /** Undefined as long as it is not known that the place lists messages. */
  get peek(): Capabilities['peek'] | undefined {
    return this.#asked?.style === undefined ? undefined : this.#peek;
  }

  /** Asks about one queue, once for each gate. @returns whether the place has turned out to list messages */
  async ask(gate: Gate, queue: ListedQueue | undefined): Promise<boolean> {
    if (queue === undefined || this.#asked?.gate === gate) return false;
    const asked = { gate, style: undefined };
    this.#asked = asked;
    const style = await findStyle(gate, queue);
    // It may have been closed meanwhile.
    if (this.#asked !== asked || style === undefined) return false;
    this.#asked = { gate, style };
    return true;
  }

  close(): void {
    this.#asked = undefined;
  }

  async #inspect(arn: string): Promise<readonly InspectedMessage[]> {
    const queue = this.#findQueue(arn);
    if (queue === undefined || this.#asked?.style === undefined)
      throw new Error(l10n.t('The queue no longer exists: {0}', arn));
    const answer = await this.#asked.gate.inspect(this.#asked.style, queue);
    if (answer.ok) return answer.value;
    throw new Error(answer.failure.message);
  }
}
