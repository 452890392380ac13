import type { Event } from 'vscode';
import type { ProtectionLevel } from '../../broker/protection/protectionLevel.ts';
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

/** A queue as its connection lists it. */
export interface ListedQueue extends QueueSummary {
  /** Its counts are 0 because they were not read yet: each read is a call. */
  readonly isUncounted?: boolean;
}

/** The queues of a connection with their counts, as last read, sorted by name; none while it is closed. */
export interface QueueList {
  readonly onDidChange: Event<QueuesDifference>;
  readonly queues: readonly ListedQueue[];
  findByArn(arn: string): ListedQueue | undefined;
  findByName(name: string): ListedQueue | undefined;
  /** Reads the queues now. Starts the local broker when needed; of another endpoint that is not connected, nothing. */
  refresh(): Promise<void>;
}

/** What there is to say and to do about a place that calls leave this machine for, or that others use. */
export interface RemotePlace {
  readonly state: 'closed' | 'opening' | 'open' | 'failed';
  /** Beside the name: the account, the region and the protection level, or what it is doing. */
  readonly description: string;
  /** Lines that show when the pointer rests on the row: endpoint, ARN of the caller, calls and their cost. */
  readonly details: readonly string[];
  /** Why it failed, or why its queues cannot be listed; one line. */
  readonly problem: string | undefined;
  /** What has to happen before something is changed. */
  readonly level: ProtectionLevel;
  /** That the user chose, by the name of a colour of charts; absent: that of the level. */
  readonly color?: string;
  /** The user disconnected it: only they connect it again. */
  readonly waitsForUser: boolean;
  /** The user may not call what {@link problem} is about. */
  readonly isDenied: boolean;
  /** There are queues that were not listed yet. */
  readonly hasMore: boolean;
  /** Connects if it is not connected. What goes wrong is in {@link problem}. */
  open(): Promise<void>;
  /** Connects, or lists the queues again, also after a failure that only the user can mend. */
  listAgain(): Promise<void>;
  /** Disconnects, or stops connecting; nothing is called afterwards. */
  close(): void;
  /** The IAM policy that allows what it does on its level. @throws Error if something is missing to connect */
  writePolicy(): Promise<string>;
  /** Lists the next 1,000 queues. */
  readMore(): Promise<void>;
  /** Lists also those whose names begin with this. */
  search(prefix: string): void;
  /** The queues whose rows were listed last, in their order: only their counts are read. */
  watch(arns: readonly string[]): void;
  /** Nothing is read for a view that no user can see. */
  setVisible(isVisible: boolean): void;
  /** Shows a queue that cannot be listed, by its URL. @returns what is wrong with it; undefined: it was added */
  addQueue(url: string): Promise<string | undefined>;
  /** Why the protection level rejects what a capability does, to say so before the user is asked anything; undefined: it does not. */
  findRefusal(capability: Capability): string | undefined;
  /** Whether the protection level asks before it does this, so that no command asks, too. */
  asksFor(capability: Capability): boolean;
  /** Removes the connection from the settings, and its keys from the secret storage. */
  remove(): Promise<void>;
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
  /** Absent for the local broker. */
  readonly remote?: RemotePlace;
}

/** A connection that can do all of these. */
export type Able<C extends Capability> = Connection & { readonly can: CapabilitiesOf<C> };

/** A queue with the connection that it is on, which can do what was asked for. */
export interface PlacedQueue<C extends Capability = never> {
  readonly connection: Able<C>;
  readonly queue: ListedQueue;
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
