import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, it } from 'mocha';
import { ControlClient } from '../../broker/client/controlClient.ts';
import { createAccessKeyId } from '../../broker/protocol/accessKeyId.ts';
import { registerConsumer } from '../../broker/protocol/broker.ts';
import { GATEWAY_TOKEN, startGateway, type TestGateway } from '../support/gateway/testGateway.ts';
import { describeDirectly, type LocalBroker, startLocalBroker } from './support/broker.ts';

const LAUNCH = { accessKeyId: createAccessKeyId(randomBytes(17)), secretAccessKey: 'of a launch' };
const RELOADED = { accessKeyId: createAccessKeyId(randomBytes(17)), secretAccessKey: 'of a terminal' };
const REAL = { accessKeyId: 'AKIDREALREALREAL', secretAccessKey: 'real secret' };

const OLD_KEYS =
  'Queueside gateway: no open window knows this key pair. A terminal has an old one if its window was reloaded or closed since: open a new terminal. Start other programs again from the editor.';
const OTHER_KEYS =
  'Queueside gateway: calls must be signed with the keys of a launch, without a session token. Start the program from the editor, or register its keys.';

describeDirectly('A gateway says what to do', () => {
  let broker: LocalBroker;
  let gateway: TestGateway;

  before(async () => {
    broker = await startLocalBroker();
    gateway = await startGateway(broker.endpoint, { checksCallers: true });
    const control = await ControlClient.open(gateway.info.control, GATEWAY_TOKEN);
    await control.request(registerConsumer, { ...LAUNCH, name: 'worker', kind: 'debugSession' });
    await control.close();
  });

  after(async () => {
    await gateway.close();
    await broker.close();
  });

  describe('to a program that signs with', () => {
    for (const [what, credentials, message] of [
      ['the keys of a terminal whose window was reloaded', RELOADED, OLD_KEYS],
      ['such keys and a session token', { ...RELOADED, sessionToken: 'of a role' }, OTHER_KEYS],
      ['the keys of its launch and a session token', { ...LAUNCH, sessionToken: 'of a role' }, OTHER_KEYS],
      ['keys of an account', REAL, OTHER_KEYS],
    ] as const) {
      it(what, async () => {
        const { endpoint } = gateway;
        const client = new SQSClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
        const call = client.send(new ListQueuesCommand({}));
        await assert.rejects(call, { name: 'InvalidClientTokenId', message });
        client.destroy();
      });
    }
  });
});
