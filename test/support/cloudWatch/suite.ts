import { createQueue } from '../../../broker/engine/operations/createQueue.ts';
import { sendMessage } from '../../../broker/engine/operations/sendMessage.ts';
import type { Queue } from '../../../broker/engine/state/queue.ts';
import type { Broker } from '../../../broker/assembly/broker.ts';
import { ControllableClock } from '../../../broker/time/clock.ts';
import { caller, unwrap } from '../engineHarness.ts';
import { ManualMachine } from '../manualMachine.ts';
import { startTestBroker } from '../testBroker.ts';
import { CLOUDWATCH_PROTOCOLS, CloudWatchClient, type CloudWatchProtocol } from './client.ts';

export const MINUTE_MS = 60_000;

/** A whole broker whose clock moves only when told to, and a client of its CloudWatch. */
export class CloudWatchWorld {
  readonly broker: Broker;
  readonly clock: ControllableClock;
  readonly client: CloudWatchClient;
  readonly endpoint: string;

  constructor(broker: Broker, clock: ControllableClock, endpoint: string, protocol: CloudWatchProtocol) {
    this.broker = broker;
    this.clock = clock;
    this.endpoint = endpoint;
    this.client = new CloudWatchClient(endpoint, protocol);
  }

  get now(): Date {
    return new Date(this.clock.now());
  }

  /** So many minutes before now; negative: after. */
  ago(minutes: number): Date {
    return new Date(this.clock.now() - minutes * MINUTE_MS);
  }

  advanceMinutes(minutes: number): void {
    this.clock.advance(minutes * MINUTE_MS);
  }

  createQueue(name: string, attributes: Record<string, string> = {}): Queue {
    return unwrap(createQueue(this.broker.engine, { name, attributes }, caller));
  }

  send(queue: Queue, count = 1): void {
    for (let index = 0; index < count; index++) {
      unwrap(sendMessage(this.broker.engine, queue, { body: 'hello' }, caller));
    }
  }
}

/** Starts a broker at the beginning of a minute. */
export async function startWorld(protocol: CloudWatchProtocol = 'json'): Promise<CloudWatchWorld> {
  const clock = new ControllableClock(new ManualMachine());
  clock.advance(MINUTE_MS - (clock.now() % MINUTE_MS));
  const { broker, info } = await startTestBroker({ clock });
  return new CloudWatchWorld(broker, clock, info.endpoint, protocol);
}

/** Defines the same cases for all three protocols. */
export function describeCloudWatch(title: string, define: (world: () => CloudWatchWorld) => void): void {
  for (const protocol of CLOUDWATCH_PROTOCOLS) {
    describe(`${title} (${protocol})`, () => {
      let world: CloudWatchWorld;
      before(async () => {
        world = await startWorld(protocol);
      });
      define(() => world);
    });
  }
}
