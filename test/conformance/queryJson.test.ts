import assert from 'node:assert/strict';
import { EXTERNAL_ENDPOINT, startBroker, type TestBroker } from './support/broker.ts';
import { RawClient } from './support/client.ts';
import { freshName } from './support/suite.ts';

describe('A Query call that accepts JSON', () => {
  let broker: TestBroker;
  let queueUrl: string;

  before(async () => {
    broker = await startBroker();
    const created = await new RawClient(broker, 'json').expect('CreateQueue', { QueueName: freshName() });
    queueUrl = created['QueueUrl'];
  });

  after(() => broker.close());

  async function call(
    parameters: Record<string, string>,
    { method = 'GET', accept = 'application/json', path = '/' } = {},
  ) {
    const text = new URLSearchParams({ Version: '2012-11-05', ...parameters }).toString();
    const url = new URL(path, EXTERNAL_ENDPOINT ?? broker.endpoint);
    if (method === 'GET') url.search = text;
    const response = await fetch(url, {
      method,
      headers: { Accept: accept },
      ...(method === 'GET' ? {} : { body: text }),
    });
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      requestId: response.headers.get('x-amzn-requestid'),
      text: await response.text(),
    };
  }

  async function callQueue(parameters: Record<string, string>) {
    const answer = await call(parameters, { path: new URL(queueUrl).pathname });
    assert.equal(answer.status, 200, answer.text);
    return JSON.parse(answer.text);
  }

  for (const method of ['GET', 'POST']) {
    it(`is answered with the shape of the XML, by ${method}`, async () => {
      const { status, type, requestId, text } = await call({ Action: 'ListQueues' }, { method });
      assert.equal(status, 200);
      assert.equal(type, 'application/json');
      const { ListQueuesResponse: response } = JSON.parse(text);
      assert.ok(response.ListQueuesResult.queueUrls.includes(queueUrl));
      assert.equal(response.ListQueuesResult.NextToken, null);
      assert.deepEqual(response.ResponseMetadata, { RequestId: requestId });
    });
  }

  it('names the list of messages as the service does, and writes maps as pairs', async () => {
    const sent = await callQueue({
      Action: 'SendMessage',
      MessageBody: 'hello',
      'MessageAttribute.1.Name': 'color',
      'MessageAttribute.1.Value.DataType': 'String',
      'MessageAttribute.1.Value.StringValue': 'blue',
    });
    const { MessageId, MD5OfMessageBody, SequenceNumber } = sent.SendMessageResponse.SendMessageResult;
    assert.equal(MD5OfMessageBody, '5d41402abc4b2a76b9719d911017c592');
    assert.equal(SequenceNumber, null);
    const received = await callQueue({
      Action: 'ReceiveMessage',
      'AttributeName.1': 'ApproximateReceiveCount',
      'MessageAttributeName.1': 'All',
    });
    const { messages } = received.ReceiveMessageResponse.ReceiveMessageResult;
    assert.equal(messages.length, 1);
    assert.equal(messages[0].MessageId, MessageId);
    assert.equal(messages[0].Body, 'hello');
    assert.deepEqual(messages[0].Attributes, [{ Name: 'ApproximateReceiveCount', Value: '1' }]);
    assert.equal(messages[0].MessageAttributes[0].Name, 'color');
    assert.equal(messages[0].MessageAttributes[0].Value.StringValue, 'blue');
    const empty = await callQueue({ Action: 'ReceiveMessage' });
    assert.equal(empty.ReceiveMessageResponse.ReceiveMessageResult.messages, null);
  });

  it('is answered with metadata alone when the action has no result', async () => {
    const deleted = await callQueue({ Action: 'PurgeQueue' });
    assert.deepEqual(Object.keys(deleted.PurgeQueueResponse), ['ResponseMetadata']);
  });

  it('is refused in JSON', async () => {
    const { status, type, requestId, text } = await call({ Action: 'GetQueueUrl', QueueName: 'missing' });
    assert.equal(status, 400);
    assert.equal(type, 'application/json');
    assert.deepEqual(JSON.parse(text), {
      Error: {
        Code: 'AWS.SimpleQueueService.NonExistentQueue',
        Message: 'The specified queue does not exist for this wsdl version.',
        Type: 'Sender',
      },
      RequestId: requestId,
    });
  });

  for (const accept of ['*/*', 'text/xml', 'application/xml, application/json']) {
    it(`is answered in XML for ${accept}`, async () => {
      const { type, text } = await call({ Action: 'ListQueues' }, { accept });
      assert.equal(type, 'text/xml');
      assert.match(text, /^<\?xml/);
    });
  }
});
