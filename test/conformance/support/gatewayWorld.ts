import { ControlClient } from '../../../broker/client/controlClient.ts';
import { readTrace, type TraceEvent } from '../../../broker/protocol/trace.ts';
import { GATEWAY_TOKEN, startGateway, type TestGateway } from '../../support/gateway/testGateway.ts';
import { ManualSchedule } from '../../support/manualSchedule.ts';
import { type LocalBroker, startLocalBroker } from './broker.ts';
import { type Protocol, RawClient } from './client.ts';

/** Time is moved by hand here, also that of pings. */
const NEVER = { pingMs: Number.MAX_SAFE_INTEGER, pongMs: 1 };

/** A gateway to a broker, with a program that calls it about one queue, *orders*, and the control client of an editor. */
export interface GatewayWorld {
  readonly broker: LocalBroker;
  readonly gateway: TestGateway;
  readonly schedule: ManualSchedule;
  readonly client: RawClient;
  readonly control: ControlClient;
  readonly QueueUrl: string;
  readEvents(): Promise<readonly TraceEvent[]>;
  close(): Promise<void>;
}

/** @param protocol of the program */
export async function openGatewayWorld(protocol: Protocol): Promise<GatewayWorld> {
  const broker = await startLocalBroker();
  const schedule = new ManualSchedule();
  const gateway = await startGateway(broker.endpoint, {
    parts: { schedule: schedule.after, now: () => schedule.now(), keepAlive: NEVER },
  });
  const client = new RawClient(gateway, protocol);
  const control = await ControlClient.open(gateway.info.control, GATEWAY_TOKEN);
  const { QueueUrl } = (await client.expect('CreateQueue', { QueueName: 'orders' })) as { QueueUrl: string };
  return {
    broker,
    gateway,
    schedule,
    client,
    control,
    QueueUrl,
    readEvents: async () => (await control.request(readTrace, { afterSequence: 0, limit: 1000 })).events,
    close: async () => {
      await control.close();
      await gateway.close();
      await broker.close();
    },
  };
}
