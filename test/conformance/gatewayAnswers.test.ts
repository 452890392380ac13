import assert from 'node:assert/strict';
import { it } from 'mocha';
import { ControlClient } from '../../broker/client/controlClient.ts';
import {
  agreeToLaunch,
  answerQuestion,
  questionsChanged,
  setGatewayLevel,
} from '../../broker/protocol/gateway.ts';
import { GATEWAY_TOKEN, startGateway, type TestGateway } from '../support/gateway/testGateway.ts';
import { describeDirectly, type LocalBroker, startLocalBroker } from './support/broker.ts';
import { RawClient } from './support/client.ts';

const KEY = 'QSLAUNCH00000001';

describeDirectly('The answer of a user to a gateway', function () {
  this.timeout(20_000);
  let broker: LocalBroker;
  let gateway: TestGateway;
  let control: ControlClient;
  let client: RawClient;
  let asked: string[];

  beforeEach(async () => {
    broker = await startLocalBroker();
    gateway = await startGateway(broker.endpoint);
    control = await ControlClient.open(gateway.info.control, GATEWAY_TOKEN);
    client = new RawClient(gateway, 'json', KEY);
    await client.expect('CreateQueue', { QueueName: 'orders' });
    await control.request(setGatewayLevel, { level: 'confirm' });
    asked = [];
  });

  afterEach(async () => {
    await control.close();
    await gateway.close();
    await broker.close();
  });

  function answer(reply: 'no' | 'notNow'): void {
    control.onNotification(questionsChanged, ({ questions }) => {
      for (const { questionId } of questions) {
        if (asked.includes(questionId)) continue;
        asked.push(questionId);
        void control.request(answerQuestion, { questionId, answer: reply });
      }
    });
  }

  const receive = async () => {
    const { error } = await client.call('ReceiveMessage', {
      QueueUrl: `${gateway.endpoint}/000000000000/orders`,
    });
    return error;
  };

  for (const [reply, questions, why] of [
    [
      'no',
      1,
      'you did not agree. To be asked again, click the connection in the status bar and choose Ask Again.',
    ],
    ['notNow', 2, 'you closed the question. A later call asks again.'],
  ] as const) {
    it(`rejects the call after ${reply}, says why, and asks ${questions === 1 ? 'once' : 'for each call'}`, async () => {
      answer(reply);
      for (let round = 0; round < 2; round += 1) {
        const error = await receive();
        assert.equal(error?.code, 'AccessDenied');
        assert.ok(error.message.endsWith(`asks before ReceiveMessage, and ${why}`), error.message);
      }
      assert.equal(asked.length, questions);
      assert.ok(!broker.calls.some(({ action }) => action === 'ReceiveMessage'));
    });
  }

  it('can be another one after a no', async () => {
    answer('no');
    assert.equal((await receive())?.code, 'AccessDenied');
    await control.request(agreeToLaunch, { accessKeyId: KEY, queues: ['orders'], effects: ['consume'] });
    assert.equal(await receive(), undefined);
    assert.equal(asked.length, 1);
  });
});
