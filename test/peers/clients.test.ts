import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReadyLine } from '../../broker/protocol/broker.ts';
import { BrokerProcess } from '../support/brokerProcess.ts';
import { expectSteps, findClient, nameEndpoint, trustEndpoint } from '../support/clients/clientRun.ts';
import { CLIENTS } from '../support/clients/table.mjs';

const USER = { name: 'client', accessKeyId: 'AKIDCLIENT', secretAccessKey: 'secret of the client' };

/** Whether slow clients are run in each way, too. */
const IS_LONG = process.env['QUEUESIDE_SLOW_CLIENTS'] === 'each way';

/** A way to serve clients. */
interface Way {
  readonly name: string;
  /** Of all, the one that asks most of a client. */
  readonly isStrictest?: true;
  /** What is below `folder` goes with the broker. */
  options(folder: string): readonly string[];
  environment(line: ReadyLine, folder: string): Record<string, string>;
}

const WAYS: readonly Way[] = [
  {
    name: 'over HTTP, in memory',
    options: () => ['--open-metrics', 'on'],
    environment: ({ endpoint }) => nameEndpoint(endpoint),
  },
  {
    name: 'over HTTPS, with signatures',
    isStrictest: true,
    options(folder) {
      const credentials = join(folder, 'credentials.json');
      writeFileSync(credentials, JSON.stringify({ users: [USER] }), { mode: 0o600 });
      const tls = ['--tls-port', '0', '--tls-folder', join(folder, 'tls')];
      return ['--open-metrics', 'on', ...tls, '--auth', 'signatures', '--credentials', credentials];
    },
    environment: trustEndpoint,
  },
  {
    name: 'over HTTP, with a data folder',
    options: (folder) => ['--open-metrics', 'on', '--data', join(folder, 'data')],
    environment: ({ endpoint }) => nameEndpoint(endpoint),
  },
];

for (const way of WAYS) {
  describe(`Unmodified clients ${way.name}`, () => {
    let folder: string;
    let broker: BrokerProcess;
    let environment: Record<string, string>;

    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'queueside-clients-'));
      const definitions = join(folder, 'queueside.json');
      writeFileSync(
        definitions,
        JSON.stringify({ queues: {}, functions: { handler: { runtime: 'provided.al2023' } } }),
      );
      broker = new BrokerProcess(['--port', '0', '--config', definitions, ...way.options(folder)]);
      environment = way.environment(await broker.line(), folder);
    });

    after(async () => {
      broker.child.kill('SIGTERM');
      await broker.exit;
      rmSync(folder, { recursive: true });
    });

    for (const [index, { name, steps, isSlow }] of CLIENTS.entries()) {
      if (isSlow === true && way.isStrictest !== true && !IS_LONG) continue;
      const start = findClient(name);
      if ('missing' in start) {
        it.skip(start.missing);
        continue;
      }
      it(`${name} finds everything as it is on the service`, () =>
        expectSteps(start.argv, { folder, keys: USER, prefix: `client-${index}`, environment }, steps));
    }
  });
}
