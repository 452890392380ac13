import assert from 'node:assert/strict';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { IncomingMessage } from 'node:http';
import { it } from 'mocha';
import {
  agreeToLaunch,
  answerQuestion,
  questionsChanged,
  setGatewayLevel,
} from '../../broker/protocol/gateway.ts';
import { ControlClient } from '../../broker/client/controlClient.ts';
import { createKeySource } from '../../broker/connections/client/keySource.ts';
import { GATEWAY_TOKEN, startGateway, type TestGateway } from '../support/gateway/testGateway.ts';
import { describeDirectly, type LocalBroker, startLocalBroker } from './support/broker.ts';
import { RawClient } from './support/client.ts';

const KEY = 'QSLAUNCH00000001';
const AUTHORIZATION = `AWS4-HMAC-SHA256 Credential=${KEY}/20260115/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0`;
const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/x-amz-json-1.0';
const READ = 'AmazonSQS.ListQueues';
const URL = 'http://127.0.0.1/000000000000/orders';
const DELETE = `Action=DeleteQueue&QueueUrl=${encodeURIComponent(URL)}`;

interface Raw {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

function send(gateway: TestGateway, { method = 'POST', path = '/', headers = {}, body = '' }: Raw) {
  return new Promise<{ readonly status: number; readonly body: string }>((resolve, reject) => {
    const call = request(gateway.endpoint + path, {
      method,
      headers: { authorization: AUTHORIZATION, 'content-length': Buffer.byteLength(body), ...headers },
    });
    call.on('error', reject);
    call.on('response', (response: IncomingMessage) => {
      text(response).then((answer) => resolve({ status: response.statusCode ?? 0, body: answer }), reject);
    });
    call.end(body);
  });
}

const form = (body: string, more: Raw = {}): Raw => ({ headers: { 'content-type': FORM }, ...more, body });
const json = (body: string, more: Raw = {}): Raw => ({
  ...more,
  headers: { 'content-type': JSON_TYPE, 'x-amz-target': READ, ...more.headers },
  body,
});

describeDirectly('A call that servers could read in two ways', function () {
  this.timeout(20_000);
  let broker: LocalBroker;
  let gateway: TestGateway;

  beforeEach(async () => {
    broker = await startLocalBroker();
    gateway = await startGateway(broker.endpoint, { level: 'readOnly' });
  });

  afterEach(async () => {
    await gateway.close();
    await broker.close();
  });

  const REJECTED: readonly [what: string, call: Raw][] = [
    ['two actions in a form', form(`Action=DeleteQueue&Action=ListQueues&QueueUrl=${URL}`)],
    ['one in the URL and one in the form', form('Action=ListQueues', { path: `/?${DELETE}` })],
    ['one of them escaped', form(`%41ction=DeleteQueue&Action=ListQueues&QueueUrl=${URL}`)],
    ['one of them in small letters', form(`action=DeleteQueue&Action=ListQueues&QueueUrl=${URL}`)],
    ['two queues in a form', form(`Action=GetQueueUrl&QueueName=a&QueueName=b`)],
    [
      'another queue in the path',
      form(`Action=GetQueueAttributes&QueueUrl=${URL}`, { path: '/000000000000/other' }),
    ],
    [
      'a form of another type',
      form('Action=ListQueues', { headers: { 'content-type': 'multipart/form-data' } }),
    ],
    [
      'a form in another charset',
      form('Action=ListQueues', { headers: { 'content-type': `${FORM}; charset=utf-7` } }),
    ],
    ['a body of a GET', { method: 'GET', path: '/?Action=ListQueues', body: DELETE }],
    ['an action in the URL and a target', json('{}', { path: `/?${DELETE}` })],
    ['a target of a GET', { method: 'GET', path: `/?${DELETE}`, headers: { 'x-amz-target': READ } }],
    ['a target of a HEAD', { method: 'HEAD', path: `/?${DELETE}`, headers: { 'x-amz-target': READ } }],
    ['a target and a form', json(DELETE)],
    ['a target and a form as its type says', json('{}', { headers: { 'content-type': FORM } })],
    ['a member twice', json(`{"QueueNamePrefix":"a","QueueNamePrefix":"b"}`)],
    ['a member twice, once escaped', json(`{"QueueNamePrefix":"a","Queue\\u004eamePrefix":"b"}`)],
    ['a list for an object', json('[]')],
  ];
  for (const [what, call] of REJECTED) {
    it(`is not forwarded where the level protects: ${what}`, async () => {
      const { status, body } = await send(gateway, call);
      assert.equal(status, 403);
      if (call.method !== 'HEAD') assert.match(body, /every server reads alike: the call (?:has|is) /);
      assert.deepEqual(broker.calls, []);
    });
  }

  const FORWARDED: readonly [what: string, call: Raw][] = [
    ['a form', form('Action=ListQueues&QueueNamePrefix=a')],
    ['a form without a type', { body: 'Action=ListQueues' }],
    [
      'a form with its charset',
      form('Action=ListQueues', { headers: { 'content-type': `${FORM}; charset=utf-8` } }),
    ],
    ['a GET', { method: 'GET', path: '/?Action=ListQueues' }],
    ['JSON', json('{"QueueNamePrefix":"a"}')],
    ['JSON with names in its texts', json('{"QueueNamePrefix":"\\"QueueNamePrefix\\":"}')],
  ];
  for (const [what, call] of FORWARDED) {
    it(`is not ${what}`, async () => {
      assert.equal((await send(gateway, call)).status, 200);
      assert.equal(broker.calls.length, 1);
    });
  }

  it('is forwarded as it is with the level open', async () => {
    await gateway.close();
    gateway = await startGateway(broker.endpoint);
    const { status } = await send(gateway, form('Action=DeleteQueue&Action=ListQueues'));
    assert.equal(status, 200);
  });
});

describeDirectly('The gate of a gateway', function () {
  this.timeout(20_000);

  it('asks for the queue of another account although it was agreed to one of the same name', async () => {
    const broker = await startLocalBroker();
    const gateway = await startGateway(broker.endpoint);
    const control = await ControlClient.open(gateway.info.control, GATEWAY_TOKEN);
    const client = new RawClient(gateway, 'json', KEY);
    await client.expect('CreateQueue', { QueueName: 'orders' });
    await control.request(setGatewayLevel, { level: 'confirm' });
    await control.request(agreeToLaunch, { accessKeyId: KEY, queues: ['orders'], effects: ['consume'] });
    await client.expect('ReceiveMessage', { QueueUrl: `${gateway.endpoint}/000000000000/orders` });
    const asked = new Promise<unknown>((resolve) => {
      control.onNotification(questionsChanged, ({ questions: [question] }) => {
        if (question?.kind !== 'launch') return;
        resolve(question.queues);
        void control.request(answerQuestion, { questionId: question.questionId, answer: 'no' });
      });
    });
    await client.expectError(
      'ReceiveMessage',
      { QueueUrl: `${gateway.endpoint}/999999999999/orders` },
      'AccessDenied',
    );
    assert.deepEqual(await asked, ['999999999999/orders']);
    await control.close();
    await gateway.close();
    await broker.close();
  });

  it('asks again if the level was raised while the keys were asked for', async () => {
    const broker = await startLocalBroker();
    let give: () => void = () => undefined;
    let wanted: () => void = () => undefined;
    const isWanted = new Promise<void>((resolve) => {
      wanted = resolve;
    });
    const gateway = await startGateway(broker.endpoint, {
      parts: {
        createKeys: () =>
          createKeySource(
            {
              id: 'test',
              name: 'test',
              kind: 'endpoint',
              endpoint: broker.endpoint,
              queues: [],
              refreshSeconds: 60,
            },
            { endpoint: broker.endpoint, region: 'us-east-1', partition: 'aws' },
            {
              readKeys: async () => {
                wanted();
                await new Promise<void>((resolve) => {
                  give = resolve;
                });
                return { accessKeyId: 'a', secretAccessKey: 'b' };
              },
              environment: {},
              askMfaCode: () => Promise.reject(new Error('not asked')),
            },
          ),
      },
    });
    const control = await ControlClient.open(gateway.info.control, GATEWAY_TOKEN);
    const client = new RawClient(gateway, 'json', KEY);
    const called = client.call('CreateQueue', { QueueName: 'orders' });
    await isWanted;
    await control.request(setGatewayLevel, { level: 'readOnly' });
    give();
    assert.equal((await called).error?.code, 'AccessDenied');
    assert.deepEqual(broker.calls, []);
    await control.close();
    await gateway.close();
    await broker.close();
  });
});
