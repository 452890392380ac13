import { after } from 'mocha';
import type { Authority } from '../../broker/auth/authorize.ts';
import { Broker } from '../../broker/assembly/broker.ts';
import type { HttpsEndpoint } from '../../broker/assembly/brokerParts.ts';
import { ControllableClock } from '../../broker/time/clock.ts';
import { type BrokerConfig, readCommand } from '../../broker/process/config.ts';
import { KEEP_ALIVE, type KeepAliveTimes } from '../../broker/control/channel/keepAlive.ts';
import type { BrokerInfo } from '../../broker/protocol/broker.ts';
import { type Schedule, systemSchedule } from '../../broker/time/schedule.ts';

export const TOKEN = 'token-of-the-tests';

export interface TestBroker {
  readonly broker: Broker;
  readonly info: BrokerInfo;
  readonly logLines: readonly string[];
  /** Resolves when a client has asked for the end. */
  readonly stopRequested: Promise<void>;
}

/** A whole broker in this process, on a free port; closed when the suite ends. */
export async function startTestBroker(
  options: {
    readonly token?: string | undefined;
    readonly keepAlive?: KeepAliveTimes;
    readonly config?: Partial<BrokerConfig>;
    readonly authority?: Authority;
    readonly secure?: HttpsEndpoint;
    readonly clock?: ControllableClock;
    readonly schedule?: Schedule;
  } = {},
): Promise<TestBroker> {
  const command = readCommand(['--port', '0'], {});
  if (command.kind !== 'serve') throw new Error('The default configuration must serve.');
  const logLines: string[] = [];
  let onStopRequested: () => void = () => undefined;
  const stopRequested = new Promise<void>((resolve) => {
    onStopRequested = resolve;
  });
  const broker = new Broker(
    { ...command.config, ...options.config },
    {
      clock: options.clock ?? new ControllableClock(),
      schedule: options.schedule ?? systemSchedule,
      keepAlive: options.keepAlive ?? KEEP_ALIVE,
      token: 'token' in options ? options.token : TOKEN,
      authority: options.authority,
      secure: options.secure,
      log: (line) => logLines.push(line),
      onStopRequested,
    },
  );
  const info = await broker.listen();
  after(() => broker.close());
  return { broker, info, logLines, stopRequested };
}
