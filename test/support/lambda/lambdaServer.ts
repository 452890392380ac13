import { LambdaClient } from '@aws-sdk/client-lambda';
import type { AddressInfo } from 'node:net';
import { after } from 'mocha';
import { createMappingQueues } from '../../../broker/assembly/mappingQueues.ts';
import { LambdaService } from '../../../broker/assembly/lambdaService.ts';
import type { Authority } from '../../../broker/auth/authorize.ts';
import { ManualClock } from '../../../broker/engine/base/clock.ts';
import type { Engine } from '../../../broker/engine/engine.ts';
import { createEngine } from '../../../broker/engine/operations/createEngine.ts';
import { createQueue } from '../../../broker/engine/operations/createQueue.ts';
import type { Queue } from '../../../broker/engine/state/queue.ts';
import type { MetricDatum, MetricIdentity } from '../../../broker/metrics/metricReader.ts';
import { createSqsServer } from '../../../broker/sqs/http/server.ts';
import { ControllableClock } from '../../../broker/time/clock.ts';
import { systemSchedule } from '../../../broker/time/schedule.ts';
import { caller, IDENTITY_KEY, testPorts, unwrap } from '../engineHarness.ts';
import { ManualMachine } from '../manualMachine.ts';
import { FakeFunctions, FUNCTION, PLACE } from '../mappingWorld.ts';

/** The front of Lambda beside that of SQS, with functions that do what the test says. */
export interface LambdaServer {
  readonly endpoint: string;
  readonly clock: ControllableClock;
  readonly engine: Engine;
  readonly queue: Queue;
  readonly functions: FakeFunctions;
  readonly notes: Map<string, string>;
  readonly measured: (MetricIdentity & MetricDatum)[];
  /** The error that the next call which stores something gets; undefined: the change is stored. */
  diskError: Error | undefined;
}

export async function startLambdaServer(authority?: Authority): Promise<LambdaServer> {
  const clock = new ControllableClock(new ManualMachine());
  const engine = createEngine({ ...testPorts(new ManualClock()), clock }, { identityKey: IDENTITY_KEY });
  const functions = new FakeFunctions(() => clock.now());
  functions.declare(FUNCTION);
  const notes = new Map<string, string>();
  const measured: (MetricIdentity & MetricDatum)[] = [];
  const onDefect = (error: unknown): void => {
    throw error;
  };
  const service = new LambdaService({
    engine,
    queues: createMappingQueues(engine, () => undefined),
    functions,
    metrics: {
      put: (identity, datum) => {
        measured.push({ ...identity, ...datum });
        return true;
      },
    },
    schedule: systemSchedule,
    place: PLACE,
    notes: { readNote: (key) => notes.get(key), writeNote: (key, value) => void notes.set(key, value) },
    trace: { noteUnwanted: () => undefined, noteFailed: () => undefined },
    now: () => clock.now(),
    addWaker: (wake) => clock.addWaker(wake),
    commit: (done) => done(server.diskError),
    log: () => undefined,
    onDefect,
  });
  const { server: http } = createSqsServer({
    engine,
    config: { ...PLACE, allowedHosts: [], allowedOrigins: [] },
    authority,
    neighbours: [service.neighbour],
    onDefect,
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  after(() => {
    service.stop();
    http.close();
    http.closeAllConnections();
  });
  const { port } = http.address() as AddressInfo;
  const queue = unwrap(createQueue(engine, { name: 'orders' }, caller));
  const server: LambdaServer = {
    endpoint: `http://127.0.0.1:${port}`,
    clock,
    engine,
    queue,
    functions,
    notes,
    measured,
    diskError: undefined,
  };
  return server;
}

/** The SDK, which must not try again. */
export function connectLambda(
  { endpoint }: Pick<LambdaServer, 'endpoint'>,
  accessKeyId = 'AKIDEXAMPLE',
  secretAccessKey = 'secret',
): LambdaClient {
  return new LambdaClient({
    endpoint,
    region: PLACE.region,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
  });
}

/** A raw request. */
export async function callLambda(
  { endpoint }: LambdaServer,
  path: string,
  method = 'GET',
  body?: string | Buffer<ArrayBuffer>,
  headers = {},
) {
  const response = await fetch(endpoint + path, { method, headers, ...(body === undefined ? {} : { body }) });
  const text = await response.text();
  return {
    status: response.status,
    error: response.headers.get('x-amzn-errortype'),
    text,
    body: (text === '' ? undefined : JSON.parse(text)) as Record<string, unknown>,
  };
}
