import { resolve } from 'node:path';
import { ControlClient } from '../../../broker/client/controlClient.ts';
import { registerConsumer } from '../../../broker/protocol/broker.ts';
import type { GatewayInfo } from '../../../broker/protocol/gateway.ts';
import { BrokerProcess } from '../brokerProcess.ts';

export const PROCESS_TOKEN = 'gateway-token';

/** Keys of a program, which the endpoint does not know. */
export const LAUNCH_KEYS = { accessKeyId: 'QSLAUNCH00000001', secretAccessKey: 'secret of the launch' };

/** What an order has unless a test says something else. @param endpoint URL of the upstream */
export function makeOrder(endpoint: string, more: object = {}): object {
  return {
    token: PROCESS_TOKEN,
    level: 'open',
    connection: { id: 'test', name: 'test', kind: 'endpoint', endpoint },
    place: { endpoint, region: 'us-east-1', partition: 'aws' },
    ...more,
  };
}

/** `dist/gateway.js` as its starter runs it: with an order on its standard input. */
export class GatewayProcess extends BrokerProcess {
  /** @param executable another Node.js than that of the tests */
  constructor(order: object, environment: NodeJS.ProcessEnv = {}, folder?: string, executable?: string) {
    super([], environment, folder, resolve('dist', 'gateway.js'), executable);
    this.child.stdin?.write(`${JSON.stringify(order)}\n`);
  }

  /** Connects to the control channel, and makes {@link LAUNCH_KEYS} those of a launch as long as the client is connected. */
  async launch(name = 'worker'): Promise<{ readonly info: GatewayInfo; readonly control: ControlClient }> {
    const info = await this.line<GatewayInfo>();
    if (info.event !== 'ready') throw new Error(JSON.stringify(info));
    const control = await ControlClient.open(info.control, PROCESS_TOKEN);
    await control.request(registerConsumer, { ...LAUNCH_KEYS, name, kind: 'debugSession' });
    return { info, control };
  }

  /** Ends it, and waits for the end. @returns what it wrote to standard error */
  async end(): Promise<string> {
    this.child.kill('SIGTERM');
    return (await this.exit).stderr;
  }
}
