import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import type { ControlClient } from '../../broker/client/controlClient.ts';
import { readTrace, type TraceEventKind } from '../../broker/protocol/trace.ts';
import { expectSteps, findClient, nameEndpoint, trustEndpoint } from '../support/clients/clientRun.ts';
import { CLIENTS } from '../support/clients/table.mjs';
import { GatewayProcess, LAUNCH_KEYS, makeOrder } from '../support/gateway/gatewayProcess.ts';
import { findStart, type OtherEndpoint, startOtherEndpoint } from '../support/upstream/otherEndpoint.ts';
import { OWNER_KEYS, startSecureBroker } from '../support/upstream/secureBroker.ts';

type Scheme = 'HTTP' | 'HTTPS';

interface Upstream {
  readonly name: string;
  /** What the stage could not build. */
  readonly missing?: string;
  readonly start: () => Promise<OtherEndpoint & { readonly authorityPath?: string }>;
  /** Of the connection. */
  readonly keys?: typeof OWNER_KEYS;
  /** Steps of the clients that do not hold there without a gateway either. */
  readonly lacks: readonly string[];
  /** By the names of the table of clients. */
  readonly clients: readonly (readonly [name: string, Scheme])[];
}

function other(name: string, details: Pick<Upstream, 'lacks' | 'clients'>): Upstream {
  const start = findStart(name);
  return 'missing' in start
    ? { name, ...start, ...details, start: () => Promise.reject(new Error(start.missing)) }
    : { name, ...details, start: () => startOtherEndpoint(start.argv) };
}

/** Each client calls by both schemes, and each endpoint is called by both protocols of Amazon SQS. */
const UPSTREAMS: readonly Upstream[] = [
  {
    name: 'a second broker, over HTTPS and with policies',
    start: startSecureBroker,
    keys: OWNER_KEYS,
    lacks: [],
    clients: [
      ['boto3', 'HTTPS'],
      ['boto3 1.17, which speaks Query', 'HTTPS'],
      ['SDK for Java 2, sync', 'HTTP'],
      ['SDK for Go 2', 'HTTPS'],
      ['sqs-consumer', 'HTTPS'],
    ],
  },
  other('ElasticMQ', {
    // The code of the JSON protocol.
    lacks: ['error codes'],
    clients: [
      ['boto3 1.17, which speaks Query', 'HTTP'],
      ['SDK for Java 2, async', 'HTTPS'],
      ['SDK for Go 2', 'HTTP'],
    ],
  }),
  other('moto', {
    // It drops no duplicates, and does not say where a dead letter was.
    lacks: ['fifo', 'dead letter sources'],
    clients: [
      ['boto3', 'HTTP'],
      ['boto3 1.17, which speaks Query', 'HTTP'],
      ['SDK for Java 2, sync', 'HTTPS'],
      ['SDK for Java 2, async', 'HTTP'],
      ['sqs-consumer', 'HTTP'],
    ],
  }),
];

/** Services that no gateway is for. */
const OTHER_SERVICES: ReadonlySet<string> = new Set(['cloudwatch', 'lambda', 'openmetrics']);
const KINDS: readonly TraceEventKind[] = ['sent', 'received', 'deleted'];

for (const { name, missing, start, keys, lacks, clients } of UPSTREAMS) {
  describe(`Unmodified clients through a gateway to ${name}`, () => {
    if (missing !== undefined) {
      it.skip(missing);
      return;
    }
    let folder: string;
    let upstream: Awaited<ReturnType<Upstream['start']>>;
    let gateway: GatewayProcess | undefined;
    let control: ControlClient;
    /** By which a client finds the gateway. */
    let variables: Readonly<Record<Scheme, Record<string, string>>>;

    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'queueside-gateway-'));
      upstream = await start();
      const { endpoint, authorityPath } = upstream;
      const order = makeOrder(endpoint, { keys, tlsPort: 0, tlsFolder: join(folder, 'tls') });
      gateway = new GatewayProcess(order, authorityPath ? { NODE_EXTRA_CA_CERTS: authorityPath } : {});
      const launched = await gateway.launch();
      control = launched.control;
      const { info } = launched;
      variables = { HTTP: nameEndpoint(info.endpoint), HTTPS: trustEndpoint(info, folder) };
    });

    after(async () => {
      await control.close();
      await gateway?.end();
      await upstream.close();
      rmSync(folder, { recursive: true, force: true });
    });

    for (const [index, [client, scheme]] of clients.entries()) {
      const program = findClient(client);
      if ('missing' in program) {
        it.skip(program.missing);
        continue;
      }
      it(`${client}, over ${scheme}, finds what it finds without one, and is in the trace`, async () => {
        const prefix = `through-${index}`;
        const all = CLIENTS.find((each) => each.name === client)?.steps ?? [];
        const steps = all.filter((step) => !lacks.includes(step) && !OTHER_SERVICES.has(step));
        const environment = { ...variables[scheme], CLIENT_STEPS: steps.join() };
        await expectSteps(program.argv, { folder, keys: LAUNCH_KEYS, prefix, environment }, steps);
        assert.deepEqual(await listKinds(prefix), new Set(KINDS));
      });
    }

    /** Which of {@link KINDS} happened in the queues of a client. */
    async function listKinds(prefix: string): Promise<ReadonlySet<TraceEventKind>> {
      const { events } = await control.request(readTrace, { afterSequence: 0, limit: 1_000 });
      const own = events.filter(({ queueArn }) => queueArn?.includes(`:${prefix}-`));
      return new Set(own.map(({ kind }) => kind).filter((kind) => KINDS.includes(kind)));
    }
  });
}
