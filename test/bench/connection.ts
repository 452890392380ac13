import type { EventSource } from '../../extension/broker/supervisedClient.ts';
import type { Gate } from '../../broker/connections/client/gate.ts';
import type { Place } from '../../broker/connections/place.ts';
import { RemoteConnection } from '../../extension/remote/remoteConnection.ts';
import type { RemotePorts } from '../../extension/remote/remotePorts.ts';

const PLACE: Place = { endpoint: 'http://127.0.0.1:1', region: 'us-east-1', partition: 'aws' };

/**
 * A connection to a service in memory with so many queues, which lists them in pages as Amazon SQS does. Neither SDK nor network.
 * @param createEmitter of the editor
 */
export function connectTo(queueCount: number, createEmitter: <T>() => EventSource<T>): RemoteConnection {
  // Whole, so that a member that a gate gets later is missed by the compiler.
  const gate: Gate = {
    call: (_action, input) => {
      const { MaxResults = 1_000, NextToken = '0' } = input as Readonly<Record<string, string | number>>;
      const from = Number(NextToken);
      const to = Math.min(queueCount, from + Number(MaxResults));
      const QueueUrls = Array.from({ length: to - from }, (_, index) => nameUrl(from + index));
      const value = { QueueUrls, ...(to < queueCount && { NextToken: String(to) }) };
      return Promise.resolve({ ok: true, value: value as never });
    },
    propose: () => Promise.resolve({ ok: true, value: undefined }),
    inspect: () => Promise.resolve({ ok: false, failure: { kind: 'missing', message: 'no such list' } }),
    identify: () => Promise.resolve({ ok: true, value: undefined }),
    close: () => undefined,
  };
  const ports = {
    createEmitter,
    schedule: () => () => undefined,
    readNow: () => 0,
    openGate: () => Promise.resolve({ gate, place: PLACE }),
    settle: () => Promise.resolve(),
    readLevel: () => 'open',
    offerHelp: () => undefined,
  } as unknown as RemotePorts;
  const definition = {
    id: 'many',
    name: 'many',
    kind: 'endpoint',
    endpoint: PLACE.endpoint,
    queues: [],
    refreshSeconds: 60,
  } as const;
  return new RemoteConnection(definition, ports);
}

function nameUrl(index: number): string {
  return `${PLACE.endpoint}/000000000000/team${index % 97}-queue-${index}`;
}
