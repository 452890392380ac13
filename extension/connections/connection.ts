import type { Event } from 'vscode';
import type { QueueSummary } from '../../broker/protocol/queue.ts';
import type { QueueRef } from './queueRef.ts';
import type { Capabilities, CapabilitiesOf, Capability } from './capabilities.ts';

/** What a new snapshot changes against the one before. */
export interface QueuesDifference {
  /** Queues came, went or changed their order. */
  readonly membership: boolean;
  /** ARNs of queues that are in both and look different. */
  readonly changed: readonly string[];
}

/** The queues of a connection with their counts, as last read, sorted by name; none while it is closed. */
export interface QueueList {
  readonly onDidChange: Event<QueuesDifference>;
  readonly queues: readonly QueueSummary[];
  findByArn(arn: string): QueueSummary | undefined;
  findByName(name: string): QueueSummary | undefined;
  /** Reads the queues now; opens the connection when needed. */
  refresh(): Promise<void>;
}

/** A place with queues: the broker of this workspace, or another one. */
export interface Connection {
  /** Small letters, digits and hyphens: see `QueueRef`. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** Whether its queues can be asked without opening it first. */
  readonly isOpen: boolean;
  /** Fires when {@link isOpen} may have changed. */
  readonly onDidChangeState: Event<unknown>;
  readonly queues: QueueList;
  /** What it can do. What it cannot do is not there, and is offered nowhere. */
  readonly can: Partial<Capabilities>;
}

/** A connection that can do all of these. */
export type Able<C extends Capability> = Connection & { readonly can: CapabilitiesOf<C> };

/** A queue with the connection that it is on, which can do what was asked for. */
export interface PlacedQueue<C extends Capability = never> {
  readonly connection: Able<C>;
  readonly queue: QueueSummary;
}

export function refOf({
  connection,
  queue,
}: {
  readonly connection: Pick<Connection, 'id'>;
  readonly queue: Pick<QueueSummary, 'arn'>;
}): QueueRef {
  return { connectionId: connection.id, arn: queue.arn };
}

export function isAble<C extends Capability>(
  connection: Connection,
  needs: readonly C[],
): connection is Able<C> {
  return needs.every((capability) => connection.can[capability] !== undefined);
}
