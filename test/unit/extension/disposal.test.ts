import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BillStore } from '../../../extension/billing/billStore.ts';
import type { EventSource } from '../../../extension/broker/supervisedClient.ts';
import type { BrokerClient } from '../../../extension/broker/brokerClient.ts';
import { TelemetryConfiguration } from '../../../extension/broker/telemetry.ts';
import { BrokerClock } from '../../../extension/clock/brokerClock.ts';
import { ArrivalBreakpoints } from '../../../extension/debug/arrivalBreakpoints.ts';
import { BreakpointHolds } from '../../../extension/debug/hold.ts';
import { InFlightStore } from '../../../extension/debug/inFlightStore.ts';
import { FaultStore } from '../../../extension/faults/faultStore.ts';
import { FindingStore } from '../../../extension/findings/findingStore.ts';
import { ConsumerRegistry } from '../../../extension/launch/consumerRegistry.ts';
import { QueueStore } from '../../../extension/queues/queueStore.ts';
import { StorageStore } from '../../../extension/storage/storageStore.ts';

/** Counts who listens. */
class Listeners {
  count = 0;
  readonly listen = () => {
    this.count += 1;
    return {
      dispose: () => {
        this.count -= 1;
      },
    };
  };
}

function makeSession({ listen }: Listeners): BrokerClient {
  return {
    state: { kind: 'stopped' },
    onDidChangeState: listen,
    onDidConnect: listen,
    onNotification: listen,
  } as unknown as BrokerClient;
}

/** An emitter that says when it is disposed; `listen` counts those who follow it. */
function makeEmitter<T>(listeners: Listeners, onDispose: () => void): EventSource<T> {
  return { event: listeners.listen, fire: () => undefined, dispose: onDispose };
}

const LOG = { info: () => undefined, warn: () => undefined };
const MEMENTO = { get: () => undefined, update: () => Promise.resolve() };

type MakeEmitter = <T>() => EventSource<T>;

/** Each store, with the number of emitters that it is given. */
const STORES: readonly [
  name: string,
  emitters: number,
  make: (session: BrokerClient, emitter: MakeEmitter) => { dispose(): void },
][] = [
  ['queues', 1, (session, emitter) => new QueueStore(session, emitter())],
  ['the bill', 1, (session, emitter) => new BillStore(session, emitter(), () => 'tiered')],
  ['faults', 1, (session, emitter) => new FaultStore(session, emitter())],
  ['findings', 1, (session, emitter) => new FindingStore(session, emitter(), () => true)],
  ['the storage', 1, (session, emitter) => new StorageStore(session, emitter())],
  ['the clock', 1, (session, emitter) => new BrokerClock(session, emitter())],
  ['consumers', 1, (session, emitter) => new ConsumerRegistry(session, emitter())],
  ['telemetry', 0, (session) => new TelemetryConfiguration({ session, readEndpoint: () => '', log: LOG })],
  [
    'breakpoints on arrival',
    1,
    (session, emitter) =>
      new ArrivalBreakpoints({
        session,
        memento: MEMENTO,
        emitter: emitter(),
        onHit: () => undefined,
        log: LOG,
      }),
  ],
  [
    'holds',
    1,
    (session, emitter) =>
      new BreakpointHolds({
        session,
        consumers: { onDidChange: session.onDidConnect } as unknown as ConsumerRegistry,
        isEnabled: () => true,
        emitter: emitter(),
        log: LOG,
      }),
  ],
  [
    'messages in flight',
    1,
    (session, emitter) => {
      const source = { onDidChange: session.onDidConnect };
      return new InFlightStore({
        session,
        queues: source as unknown as QueueStore,
        consumers: source as unknown as ConsumerRegistry,
        clock: source as unknown as BrokerClock,
        emitter: emitter(),
      });
    },
  ],
];

/**
 * A call of `onDid…` or `onNotification` that begins a statement: what it answers is thrown away. A panel, view or client
 * that is disposed forgets its listeners by itself.
 */
const SUBSCRIPTION =
  /^\s*(?:void )?(?!(?:this\.#)?(?:panel|view|client)\b)(?:[\w#]+\??\.)+(?:onDid\w+|onNotification)\(/;

/** Lines that subscribe and keep nothing to unsubscribe with. */
function listForgotten(name: string, source: string): string[] {
  let before = '{';
  const found: string[] = [];
  for (const line of source.split('\n')) {
    const code = line.trim();
    if (code === '' || /^(?:\/\/|\/?\*)/.test(code)) continue;
    if (SUBSCRIPTION.test(line) && /(?:[;{}]|\*\/)$/.test(before)) found.push(`${name}: ${code}`);
    before = code;
  }
  return found;
}

describe('a store of the extension', () => {
  for (const [name, emitters, make] of STORES) {
    it(`of ${name} follows nothing any more when it is disposed`, () => {
      const listeners = new Listeners();
      let disposed = 0;
      const store = make(makeSession(listeners), () =>
        makeEmitter(listeners, () => {
          disposed += 1;
        }),
      );
      assert.ok(listeners.count > 0);
      store.dispose();
      assert.equal(listeners.count, 0);
      assert.equal(disposed, emitters);
    });
  }
});

describe('what follows an event of the extension', () => {
  it('can stop doing so: no subscription is thrown away', () => {
    const forgotten = readdirSync('extension', { recursive: true })
      .map(String)
      .filter((path) => path.endsWith('.ts') && !path.startsWith('samples'))
      .flatMap((path) => listForgotten(path, readFileSync(join('extension', path), 'utf8')));
    assert.deepEqual(forgotten, []);
  });

  it('is recognised where nothing keeps the subscription', () => {
    const source = [
      '{',
      '  session.onDidConnect(() => undefined);',
      '  kept = [',
      '    a.onDidChange(b),',
    ].join('\n');
    assert.deepEqual(listForgotten('x', source), ['x: session.onDidConnect(() => undefined);']);
  });
});
