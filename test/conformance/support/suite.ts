import { randomUUID } from 'node:crypto';
import type { ManualClock } from '../../../broker/engine/clock.ts';
import {
  EXTERNAL_ENDPOINT,
  type LocalBroker,
  startBroker,
  startLocalBroker,
  type TestBroker,
} from './broker.ts';
import { type Answer, PROTOCOLS, type Protocol, RawClient } from './client.ts';

/** What the cases of a suite work with. */
export interface Suite {
  readonly client: RawClient;
  readonly protocol: Protocol;
  /** Creates a queue with a fresh name and returns its URL. */
  createQueue(attributes?: Record<string, string>): Promise<string>;
  /** Sends a message and returns the answer. */
  send(queueUrl: string, input?: object): Promise<Answer['output']>;
  /** Receives up to ten messages. */
  receive(queueUrl: string, input?: object): Promise<Answer['output'][]>;
}

/** A suite whose time can be moved. */
export interface TimedSuite extends Suite {
  readonly clock: ManualClock;
  readonly broker: LocalBroker;
}

/** Defines the same cases for both protocols, against the broker under test. */
export function describeAction(title: string, define: (suite: Suite) => void): void {
  for (const protocol of PROTOCOLS) {
    describe(`${title} (${protocol})`, () => {
      let broker: TestBroker;
      let client: RawClient;
      before(async () => {
        broker = await startBroker();
        client = new RawClient(broker, protocol);
      });
      after(() => broker.close());
      define(makeSuite(protocol, () => client));
    });
  }
}

/** Defines cases that move the clock, for both protocols; not for services whose clock nobody moves. */
export function describeOverTime(title: string, define: (suite: TimedSuite) => void): void {
  if (EXTERNAL_ENDPOINT !== undefined) return;
  for (const protocol of PROTOCOLS) {
    describe(`${title} (${protocol})`, () => {
      let broker: LocalBroker;
      let client: RawClient;
      before(async () => {
        broker = await startLocalBroker();
        client = new RawClient(broker, protocol);
      });
      after(() => broker.close());
      const suite = makeSuite(protocol, () => client);
      define(Object.defineProperties(suite, {
        clock: { get: () => broker.clock },
        broker: { get: () => broker },
      }) as TimedSuite);
    });
  }
}

/** A queue name that no other case has. */
export function freshName(suffix = ''): string {
  return `conformance-${randomUUID()}${suffix}`;
}

function makeSuite(protocol: Protocol, client: () => RawClient): Suite {
  return {
    protocol,
    get client() {
      return client();
    },
    async createQueue(attributes = {}) {
      const name = freshName(attributes['FifoQueue'] === 'true' ? '.fifo' : '');
      const { QueueUrl } = await client().expect('CreateQueue', { QueueName: name, Attributes: attributes });
      return QueueUrl as string;
    },
    async send(queueUrl, input = {}) {
      return client().expect('SendMessage', { QueueUrl: queueUrl, MessageBody: 'hello', ...input });
    },
    async receive(queueUrl, input = {}) {
      const output = await client().expect('ReceiveMessage', {
        QueueUrl: queueUrl,
        MaxNumberOfMessages: 10,
        ...input,
      });
      return (output['Messages'] ?? []) as Answer['output'][];
    },
  };
}
