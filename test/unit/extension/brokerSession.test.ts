import assert from 'node:assert/strict';
import { Emitter } from 'vscode-jsonrpc/node';
import { type BrokerInfo, getBroker } from '../../../broker/protocol/broker.ts';
import { queuesChanged } from '../../../broker/protocol/queue.ts';
import { BROKER_TEXTS } from '../../../extension/broker/serverTexts.ts';
import { type EventSource, SupervisedClient } from '../../../extension/broker/supervisedClient.ts';
import {
  type Transport,
  type CloseOptions,
  type ConnectionLoss,
  TransportError,
} from '../../../extension/broker/transport.ts';

const INFO = { endpoint: 'http://127.0.0.1:9324' } as BrokerInfo;

class FakeLink implements Transport<BrokerInfo> {
  onLost: ((loss: ConnectionLoss) => void) | undefined;
  readonly calls: unknown[] = [];
  readonly handlers = new Map<string, (params: unknown) => void>();
  /** What the next opens do; none left: they succeed. */
  readonly failures: TransportError[] = [];
  /** Takes part in every open. */
  onOpen: () => Promise<void> = () => Promise.resolve();

  async open(): Promise<BrokerInfo> {
    this.calls.push('open');
    await this.onOpen();
    const failure = this.failures.shift();
    if (failure) throw failure;
    return INFO;
  }

  async request(method: string): Promise<unknown> {
    this.calls.push(method);
    return INFO;
  }

  onNotification(method: string, handler: (params: unknown) => void): void {
    this.handlers.set(method, handler);
  }

  async close(options: CloseOptions): Promise<void> {
    this.calls.push(options);
  }
}

describe('the session with the broker', () => {
  let link: FakeLink;
  let loads: number;
  let session: SupervisedClient;
  let states: string[];

  beforeEach(() => {
    link = new FakeLink();
    loads = 0;
    session = new SupervisedClient({
      texts: BROKER_TEXTS,
      createEmitter: <T>() => new Emitter<T>() as EventSource<T>,
      loadLink: async () => {
        loads += 1;
        return link;
      },
      log: { info: () => undefined, error: () => undefined },
    });
    states = [];
    session.onDidChangeState(({ kind }) => states.push(kind));
  });

  afterEach(() => session.dispose());

  it('loads the connection with the first need, and once', async () => {
    assert.equal(loads, 0);
    assert.deepEqual(await Promise.all([session.start(), session.start()]), [INFO, INFO]);
    await session.stop();
    await session.start();
    assert.equal(loads, 1);
    assert.deepEqual(states, ['starting', 'running', 'stopped', 'starting', 'running']);
  });

  it('starts nothing anymore when it is disposed', async () => {
    session.dispose();
    await assert.rejects(session.start(), /has been stopped/);
    await assert.rejects(session.request(getBroker, {}), /has been stopped/);
    assert.deepEqual(link.calls, []);
  });

  it('starts the broker for a request', async () => {
    assert.equal(await session.request(getBroker, {}), INFO);
    assert.deepEqual(link.calls, ['open', 'queueside/broker/get']);
  });

  it('gives the reason of a failure to every caller that waits', async () => {
    link.failures.push(new TransportError({ kind: 'configuration', reason: 'bad region' }));
    const waiting = [session.start(), session.request(getBroker, {})];
    for (const outcome of await Promise.allSettled(waiting)) {
      assert.equal(outcome.status === 'rejected' && outcome.reason.message, 'bad region');
    }
    assert.deepEqual(session.state, { kind: 'failed', reason: 'bad region' });
  });

  it('connects again after a loss and reports it, with handlers in place', async () => {
    let connects = 0;
    const seen: unknown[] = [];
    session.onDidConnect(() => (connects += 1));
    session.onNotification(queuesChanged, (params) => seen.push(params));
    await session.start();
    link.onLost?.({ meant: false, reason: 'killed' });
    assert.equal(session.state.kind, 'restarting');
    await session.start();
    assert.equal(connects, 2);
    link.handlers.get(queuesChanged.method)?.({ queues: [] });
    assert.deepEqual(seen, [{ queues: [] }]);
  });

  it('lets a request wait for the restart instead of hurrying it', async () => {
    await session.start();
    link.onLost?.({ meant: false, reason: 'killed' });
    const request = session.request(getBroker, {});
    await Promise.resolve();
    assert.equal(session.state.kind, 'restarting');
    assert.deepEqual(link.calls, ['open']);
    assert.equal(await request, INFO);
  });

  it('stays stopped when another window stopped the broker', async () => {
    await session.start();
    link.onLost?.({ meant: true, reason: 'closed' });
    assert.equal(session.state.kind, 'stopped');
    assert.deepEqual(link.calls, ['open']);
  });

  it('stops a start that is under way', async () => {
    const stop = new Promise<void>((resolve) => {
      link.onOpen = async () => resolve(session.stop());
    });
    await assert.rejects(session.start(), /was stopped/);
    await stop;
    assert.equal(session.state.kind, 'stopped');
    assert.deepEqual(link.calls.at(-1), { endsServer: true, restarts: false });
  });

  it('ends the broker on stop and restart, and leaves it running on leave', async () => {
    await session.start();
    await session.restart();
    await session.leave();
    assert.deepEqual(link.calls, [
      'open',
      { endsServer: true, restarts: true },
      'open',
      { endsServer: false, restarts: false },
    ]);
  });
});
