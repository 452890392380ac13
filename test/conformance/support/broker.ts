import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApiCall } from '../../../broker/calls/apiCall.ts';
import { ManualClock } from '../../../broker/engine/base/clock.ts';
import { createEngine } from '../../../broker/engine/operations/createEngine.ts';
import type { Engine } from '../../../broker/engine/engine.ts';
import { LIMITS } from '../../../broker/engine/base/limits.ts';
import { createEngineDependencies } from '../../../broker/assembly/engineDependencies.ts';
import type { SqsFrontOptions } from '../../../broker/sqs/calls/front.ts';
import { startGateway } from '../../support/gateway/testGateway.ts';
import { createSqsServer, type RequestTimes } from '../../../broker/sqs/http/server.ts';

/** Another service to run the suite against. */
export const EXTERNAL_ENDPOINT = process.env['QUEUESIDE_CONFORMANCE_ENDPOINT'];
/** The token of its control channel, when it is a Queueside whose clock may be moved: else cases that do are not defined. */
export const EXTERNAL_TOKEN_FILE = process.env['QUEUESIDE_CONFORMANCE_TOKEN_FILE'];

export interface TestBroker {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** A broker in this process whose time only moves when told to. */
export interface LocalBroker extends TestBroker {
  readonly clock: ManualClock;
  readonly engine: Engine;
  readonly server: Server;
  readonly port: number;
  /** In the order of the answers. */
  readonly calls: readonly ApiCall[];
  readonly defects: readonly unknown[];
}

let isGatewayBetween = process.env['QUEUESIDE_CONFORMANCE_THROUGH'] === 'gateway';

/** From now on, brokers are reached through a gateway. */
export function putGatewayBetween(): void {
  isGatewayBetween = true;
}

/**
 * Defines cases about who calls, or about the address in an error text: a gateway signs with keys of its own, and passes on what the
 * broker says of its own address.
 */
export function describeDirectly(title: string, define: (this: Mocha.Suite) => void): void {
  if (!isGatewayBetween) describe(title, define);
}

/** As {@link describeDirectly}, for one case. */
export function itDirectly(title: string, check: () => Promise<void>): void {
  if (!isGatewayBetween) it(title, check);
}

/** What suites add to their titles. */
export function sayHow(): string {
  return isGatewayBetween ? ' through a gateway' : '';
}

export async function startLocalBroker(
  options: Partial<SqsFrontOptions> = {},
  times?: RequestTimes,
): Promise<LocalBroker> {
  const clock = new ManualClock();
  const engine = createEngine(createEngineDependencies(clock), {
    limits: LIMITS.strict,
    identityKey: [1, 2, 3, 4],
  });
  const calls: ApiCall[] = [];
  const defects: unknown[] = [];
  const front: SqsFrontOptions = {
    engine,
    config: { region: 'us-east-1', account: '000000000000', allowedHosts: [], allowedOrigins: [] },
    onApiCall: (call) => calls.push(call),
    onDefect: (error) => defects.push(error),
    ...options,
  };
  const { server } = createSqsServer(front, times);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  const gateway = isGatewayBetween ? await startGateway(endpoint) : undefined;
  return {
    endpoint: gateway?.endpoint ?? endpoint,
    clock,
    engine,
    server,
    port,
    calls,
    defects,
    async close() {
      await gateway?.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The broker under test: a local one, or the one that the environment names. */
export async function startBroker(): Promise<TestBroker> {
  if (EXTERNAL_ENDPOINT === undefined) return startLocalBroker();
  return { endpoint: EXTERNAL_ENDPOINT, close: async () => undefined };
}
