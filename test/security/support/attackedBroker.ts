import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createQueue } from '../../../broker/engine/operations/createQueue.ts';
import type { Queue } from '../../../broker/engine/state/queue.ts';
import { sendMessage } from '../../../broker/engine/operations/sendMessage.ts';
import type { HttpsEndpoint } from '../../../broker/assembly/brokerParts.ts';
import { unwrap } from '../../support/engineHarness.ts';
import { makeCaller } from '../../support/testCaller.ts';
import { startTestBroker, type TestBroker } from '../../support/testBroker.ts';

/** One request that has reached the broker, whatever it was answered. */
export interface Arrival {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  /** Undefined for upgrades. */
  readonly status: number | undefined;
}

/** A broker with a queue for each attack, and what has reached it. */
export class AttackedBroker {
  readonly arrivals: Arrival[] = [];
  /** Records of the trace: whatever was called, sent, received or purged. */
  readonly records: unknown[] = [];
  readonly test: TestBroker;
  private readonly ports: ReadonlySet<number>;
  private readonly waiters = new Set<() => void>();

  private constructor(test: TestBroker) {
    this.test = test;
    const { endpoint, secureEndpoint } = test.info;
    this.ports = new Set([endpoint, secureEndpoint ?? endpoint].map((url) => Number(new URL(url).port)));
  }

  static async start(secure?: HttpsEndpoint): Promise<AttackedBroker> {
    const test = await startTestBroker(secure === undefined ? {} : { secure, config: { tlsPort: 0 } });
    const attacked = new AttackedBroker(test);
    subscribe('http.server.response.finish', attacked.onFinish);
    const { control, recorder } = test.broker;
    const upgrade = control.handleUpgrade.bind(control);
    control.handleUpgrade = (request, stream, head) => {
      attacked.note({ url: request.url ?? '', headers: request.headers, status: undefined });
      upgrade(request, stream, head);
    };
    recorder.onRecord((record) => attacked.records.push(record));
    return attacked;
  }

  /** A queue with one message. */
  addQueue(name: string): Queue {
    const { engine } = this.test.broker;
    const queue = unwrap(
      createQueue(engine, { name, attributes: {} }, makeCaller({ action: 'CreateQueue' })),
    );
    unwrap(sendMessage(engine, queue, { body: `secret of ${name}` }, makeCaller()));
    return queue;
  }

  /** Requests that were about a queue. */
  arrivalsAt(name: string): readonly Arrival[] {
    return this.arrivals.filter(({ url }) => url.includes(`/${name}`));
  }

  /** Resolves with true when a request about the queue was answered, with false when none has come in time. */
  async hasArrived(name: string, timeoutMs: number): Promise<boolean> {
    const deadline = AbortSignal.timeout(timeoutMs);
    while (this.arrivalsAt(name).length === 0 && !deadline.aborted) {
      await new Promise<void>((resolve) => {
        this.waiters.add(resolve);
        deadline.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    return this.arrivalsAt(name).length > 0;
  }

  stop(): void {
    unsubscribe('http.server.response.finish', this.onFinish);
  }

  private readonly onFinish = (message: unknown): void => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    if (!this.ports.has(request.socket.localPort ?? 0)) return;
    this.note({ url: request.url ?? '', headers: request.headers, status: response.statusCode });
  };

  private note(arrival: Arrival): void {
    this.arrivals.push(arrival);
    for (const resolve of this.waiters) resolve();
    this.waiters.clear();
  }
}
