import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { GatewayOrder } from '../../extension/remote/gatewayOrder.ts';
import { type LocalBroker, startLocalBroker } from '../conformance/support/broker.ts';
import type { GatewayWindow } from '../support/gateway/gatewayWindow.ts';
import { loadWindowCode } from '../support/gateway/loadWindowCode.mjs';
import { closeAll, infoOf, writeGateway } from '../support/gateway/windowSteps.ts';

const GRACE_MS = 1_500;
const KEYS = { accessKeyId: 'QSTERMINAL000001', secretAccessKey: 'of the terminals' };

describe('The terminals of a window', function () {
  this.timeout(40_000);
  let broker: LocalBroker;
  let folder: string;
  let window: GatewayWindow;

  before(async () => {
    const code = await loadWindowCode();
    broker = await startLocalBroker();
    folder = await mkdtemp(join(tmpdir(), 'queueside-terminals-'));
    const script = join(folder, 'gateway.cjs');
    await writeGateway(script, GRACE_MS);
    const order = {
      connection: { id: 'orders-prod', name: 'orders prod', kind: 'endpoint' },
      place: { endpoint: broker.endpoint, region: 'us-east-1', partition: 'aws' },
      level: 'open',
    } as GatewayOrder;
    window = code.openGatewayWindow({ script, folder: join(folder, 'brokers', 'one'), order });
  });

  after(async () => {
    await closeAll([window]);
    await broker.close();
    await rm(folder, { recursive: true });
  });

  it('can call a gateway that did not take their keys at first', async () => {
    const session = await window.open();
    const { consumers } = session;
    const add = consumers.add.bind(consumers);
    consumers.add = () => Promise.reject(new Error('it ended'));
    await assert.rejects(
      session.letTerminalsIn(() => KEYS),
      /it ended/,
    );
    consumers.add = add;
    const keys = await session.letTerminalsIn(() => assert.fail('all terminals have the same keys'));
    const { endpoint } = await infoOf(window);
    const client = new SQSClient({ endpoint, region: 'us-east-1', credentials: keys, maxAttempts: 1 });
    await client.send(new ListQueuesCommand({}));
    client.destroy();
  });
});
