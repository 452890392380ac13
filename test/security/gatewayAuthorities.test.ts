import assert from 'node:assert/strict';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, it } from 'mocha';
import { GatewayProcess, LAUNCH_KEYS, makeOrder } from '../support/gateway/gatewayProcess.ts';
import { OWNER_KEYS, type SecureBroker, startSecureBroker } from '../support/upstream/secureBroker.ts';

describe('A gateway that an editor has started', function () {
  this.timeout(30_000);
  let broker: SecureBroker;

  before(async () => {
    broker = await startSecureBroker();
  });
  after(() => broker.close());

  async function listQueues(environment: NodeJS.ProcessEnv): Promise<readonly string[]> {
    const order = makeOrder(broker.endpoint, { keys: OWNER_KEYS });
    const gateway = new GatewayProcess(order, environment, undefined, process.env['QUEUESIDE_NEWER_NODE']);
    const { info, control } = await gateway.launch();
    const client = new SQSClient({
      endpoint: info.endpoint,
      region: 'us-east-1',
      credentials: LAUNCH_KEYS,
      maxAttempts: 1,
    });
    try {
      return (await client.send(new ListQueuesCommand({}))).QueueUrls ?? [];
    } finally {
      client.destroy();
      await control.close();
      await gateway.end();
    }
  }

  it('calls an endpoint whose authority the system trusts', async () => {
    // Where OpenSSL looks for the authorities of the system.
    assert.deepEqual(await listQueues({ SSL_CERT_FILE: broker.authorityPath }), []);
  });

  it('calls an endpoint whose authority NODE_EXTRA_CA_CERTS has', async () => {
    assert.deepEqual(await listQueues({ NODE_EXTRA_CA_CERTS: broker.authorityPath }), []);
  });

  it('calls no other', async () => {
    await assert.rejects(listQueues({}), { name: 'ServiceUnavailable', message: /is not trusted/ });
  });
});
