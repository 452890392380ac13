import { Broker } from '../../broker/assembly/broker.ts';
import { ControllableClock } from '../../broker/time/clock.ts';
import { readCommand } from '../../broker/process/config.ts';
import { KEEP_ALIVE } from '../../broker/control/channel/keepAlive.ts';
import { type Schedule, systemSchedule } from '../../broker/time/schedule.ts';
import { openJournal } from '../../broker/storage/openJournal.ts';
import { type ControlClient, openClient } from './controlClient.ts';
import { TOKEN } from './testBroker.ts';

/** A broker in this process that keeps its messages in a folder, and a client of it. */
export interface BrokerOnFolder {
  readonly endpoint: string;
  readonly control: string;
  readonly client: ControlClient;
  close(): Promise<void>;
}

export async function openBrokerOnFolder(
  folder: string,
  log: (line: string) => void = () => undefined,
  schedule: Schedule = systemSchedule,
): Promise<BrokerOnFolder> {
  const command = readCommand(['--port', '0'], {});
  const journal = await openJournal({ folder, durability: 'process', bodyBudgetBytes: 1_048_576 });
  if (command.kind !== 'serve' || !journal.ok) throw new Error('The broker must serve.');
  const broker = new Broker(command.config, {
    clock: new ControllableClock(),
    journal,
    schedule,
    keepAlive: KEEP_ALIVE,
    token: TOKEN,
    log,
    onStopRequested: () => undefined,
  });
  const { control, endpoint } = await broker.listen();
  const client = await openClient(control);
  return {
    endpoint,
    control,
    client,
    close: async () => {
      await client.close();
      await broker.close();
    },
  };
}
