import type { CallPlan } from '../../../broker/connections/client/callPlans.ts';
import type { Gate } from '../../../broker/connections/client/gate.ts';
import { isOnThisMachine, type Place } from '../../../broker/connections/place.ts';
import { isAble, type PlacedQueue } from '../../connections/connection.ts';
import type { RemoteConnection } from '../remoteConnection.ts';
import { LocalSource, LocalTarget } from './localEnds.ts';
import type { MessageSource, MessageTarget } from './ports.ts';
import { RemoteSource, RemoteTarget } from './remoteEnds.ts';
import type { PlannedEnd } from './transferPlan.ts';
import type { TransferMode } from './transfer.ts';

/** A queue that messages are taken from or sent to. */
export interface TransferQueue {
  readonly placed: PlacedQueue;
  /** Absent: of the local broker. */
  readonly remote?: {
    readonly connection: RemoteConnection;
    readonly gate: Gate;
    readonly place: Place;
  };
}

/** @throws Error if its connection is not open */
export function openQueue(
  placed: PlacedQueue,
  findRemote: (connectionId: string) => RemoteConnection | undefined,
): TransferQueue {
  const connection = findRemote(placed.connection.id);
  return { placed, ...(connection && { remote: { connection, ...connection.getLink() } }) };
}

export function describeEnd({ placed: { connection, queue }, remote }: TransferQueue): PlannedEnd {
  return {
    queueName: queue.name,
    connectionName: connection.name,
    ...(remote && {
      remote: {
        connectionId: connection.id,
        url: queue.url,
        isBilled: remote.place.identityEndpoint !== undefined,
      },
    }),
  };
}

/** Two connections may have the same queue: a copy would receive its own messages. An ARN of AWS exists once. */
export function isSameQueue(one: TransferQueue, other: TransferQueue): boolean {
  const [{ queue }, { queue: second }] = [one.placed, other.placed];
  const areOfAws = [one, other].every(({ remote }) => remote?.place.identityEndpoint !== undefined);
  return queue.url === second.url || (areOfAws && queue.arn === second.arn);
}

export function isLocal({ remote }: TransferQueue): boolean {
  return remote === undefined || isOnThisMachine(remote.place);
}

export function createSource(
  from: TransferQueue,
  plan: CallPlan,
  mode: TransferMode,
  messageIds: readonly string[] | undefined,
): MessageSource & { readonly leftInFlightCount?: number } {
  const { placed, remote } = from;
  if (remote !== undefined) return new RemoteSource(describeCalls(from, remote.gate, plan));
  const { connection, queue } = placed;
  if (!isAble(connection, ['peek', 'change'])) throw new Error(connection.name);
  return new LocalSource({ connection, queue }, mode, messageIds);
}

export function createTarget(to: TransferQueue, plan: CallPlan): MessageTarget {
  const { placed, remote } = to;
  if (remote !== undefined) return new RemoteTarget(describeCalls(to, remote.gate, plan));
  const { connection, queue } = placed;
  if (!isAble(connection, ['sendBatch'])) throw new Error(connection.name);
  return new LocalTarget({ connection, queue });
}

function describeCalls({ placed: { queue } }: TransferQueue, gate: Gate, plan: CallPlan) {
  return { gate, plan, url: queue.url, isFifo: queue.kind === 'fifo' };
}
