import { randomUUID } from 'node:crypto';
import {
  EXTERNAL_ENDPOINT,
  EXTERNAL_TOKEN_FILE,
  type LocalBroker,
  sayHow,
  startBroker,
  startLocalBroker,
  type TestBroker,
} from './broker.ts';
import { driveExternalClock, driveManualClock, type TestClock } from './testClock.ts';
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
  readonly clock: TestClock;
}

/** A suite that looks into the broker. */
export interface InsideSuite extends Suite {
  readonly broker: LocalBroker;
}

/** Defines the same cases for both protocols, against the broker under test. */
export function describeAction(title: string, define: (suite: Suite) => void): void {
  for (const protocol of PROTOCOLS) {
    describe(`${title} (${protocol})${sayHow()}`, () => {
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

/** Defines cases that move the clock, for both protocols; not for services whose clock cannot be moved. */
export function describeOverTime(title: string, define: (suite: TimedSuite) => void): void {
  if (EXTERNAL_ENDPOINT !== undefined && EXTERNAL_TOKEN_FILE === undefined) return;
  for (const protocol of PROTOCOLS) {
    describe(`${title} (${protocol})${sayHow()}`, () => {
      let broker: TestBroker;
      let clock: TestClock;
      before(async () => {
        [broker, clock] = await startTimedBroker();
      });
      after(async () => {
        await clock.close();
        await broker.close();
      });
      const suite = makeSuite(protocol, () => new RawClient(broker, protocol));
      define(Object.defineProperty(suite, 'clock', { get: () => clock }) as TimedSuite);
    });
  }
}

/** Defines cases that look into the broker, for both protocols; not for services that run elsewhere. */
export function describeInside(title: string, define: (suite: InsideSuite) => void): void {
  if (EXTERNAL_ENDPOINT !== undefined) return;
  for (const protocol of PROTOCOLS) {
    describe(`${title} (${protocol})${sayHow()}`, () => {
      let broker: LocalBroker;
      before(async () => {
        broker = await startLocalBroker();
      });
      after(() => broker.close());
      const suite = makeSuite(protocol, () => new RawClient(broker, protocol));
      define(Object.defineProperty(suite, 'broker', { get: () => broker }) as InsideSuite);
    });
  }
}

async function startTimedBroker(): Promise<[TestBroker, TestClock]> {
  if (EXTERNAL_ENDPOINT !== undefined && EXTERNAL_TOKEN_FILE !== undefined) {
    return [await startBroker(), await driveExternalClock(EXTERNAL_ENDPOINT, EXTERNAL_TOKEN_FILE)];
  }
  const broker = await startLocalBroker();
  return [broker, driveManualClock(broker.clock)];
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
