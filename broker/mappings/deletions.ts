import type { Mapping } from './mapping.ts';
import { createMappingCaller } from './mappingCaller.ts';
import type { PollerPorts, UnwantedMessage } from './ports.ts';

const MAXIMUM_ENTRIES = 10;

/** The messages that a mapping still has to delete, ten at once. */
export class Deletions {
  private readonly ports: PollerPorts;
  private readonly mapping: Mapping;
  private readonly processed: string[] = [];
  private readonly unwanted: UnwantedMessage[] = [];

  constructor(mapping: Mapping, ports: PollerPorts) {
    this.mapping = mapping;
    this.ports = ports;
  }

  get isEmpty(): boolean {
    return this.processed.length === 0 && this.unwanted.length === 0;
  }

  /** Its function processed these messages. */
  addProcessed(receiptHandles: Iterable<string>): void {
    for (const handle of receiptHandles) this.processed.push(handle);
  }

  /** No filter matches these. */
  addUnwanted(message: UnwantedMessage): void {
    this.unwanted.push(message);
  }

  /** Deletes up to ten messages. @returns how many there were */
  deleteSome(): number {
    const { ports, mapping } = this;
    const queue = ports.queues.find(mapping.queueArn);
    const unwanted = this.unwanted.splice(0, MAXIMUM_ENTRIES);
    const handles =
      unwanted.length > 0
        ? unwanted.map(({ receiptHandle }) => receiptHandle)
        : this.processed.splice(0, MAXIMUM_ENTRIES);
    if (queue === undefined) return handles.length;
    if (unwanted.length > 0) {
      ports.noteUnwanted(mapping, queue, unwanted);
      ports.count(mapping, 'FilteredOutEventCount', unwanted.length);
    }
    const deleted = ports.queues.deleteBatch(
      queue,
      handles,
      createMappingCaller(mapping, 'DeleteMessageBatch', ports.createId()),
    );
    if (unwanted.length === 0 && deleted > 0) ports.count(mapping, 'DeletedEventCount', deleted);
    return handles.length;
  }
}
