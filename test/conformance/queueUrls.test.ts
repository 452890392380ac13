import assert from 'node:assert/strict';
import { describeInside, freshName } from './support/suite.ts';
import { describeDirectly, type LocalBroker, startLocalBroker, sayHow } from './support/broker.ts';

const ACCOUNT = '000000000000';
/** The service's own sentence, which comes first. */
const MISSING = 'The specified queue does not exist.';
const MISSING_IN_QUERY = 'The specified queue does not exist for this wsdl version.';

describeInside('A queue URL of another form', (suite) => {
  if (sayHow() !== '') return;

  let name: string;
  let right: string;
  const missing = suite.protocol === 'json' ? MISSING : MISSING_IN_QUERY;

  before(async () => {
    right = await suite.createQueue();
    name = right.split('/').at(-1) as string;
  });

  const forms: readonly [what: string, url: (origin: string, name: string) => string][] = [
    ['…/queue/NAME', (origin, name) => `${origin}/queue/${name}`],
    ['…/NAME', (origin, name) => `${origin}/${name}`],
    ['…/NAME/', (origin, name) => `${origin}/${name}/`],
    ['a short account', (origin, name) => `${origin}/123/${name}`],
    ['an account in words', (origin, name) => `${origin}/account/${name}`],
    ['a query', (origin, name) => `${origin}/${ACCOUNT}/${name}?x=1`],
    ['a fragment', (origin, name) => `${origin}/${ACCOUNT}/${name}#x`],
    ['a region in the path', (origin, name) => `${origin}/queue/us-east-1/${name}`],
    [
      'a host of another emulator',
      (_, name) => `http://sqs.us-east-1.localhost.localstack.cloud:4566/queue/${name}`,
    ],
    ['an ARN with slashes', (_, name) => `arn:aws:sqs:us-east-1:${ACCOUNT}/${name}`],
  ];
  for (const [what, form] of forms) {
    it(`is answered with what it should be: ${what}`, async () => {
      await suite.client.expectError(
        'SendMessage',
        { QueueUrl: form(new URL(right).origin, name), MessageBody: 'x' },
        'AWS.SimpleQueueService.NonExistentQueue',
        `${missing} The queue URL should be ${right}.`,
      );
    });
  }

  it('is answered with what it should be when no such queue exists either', async () => {
    const { origin } = new URL(right);
    await suite.client.expectError(
      'ReceiveMessage',
      { QueueUrl: `${origin}/queue/nowhere` },
      'AWS.SimpleQueueService.NonExistentQueue',
      `${missing} The queue URL should be ${origin}/${ACCOUNT}/nowhere.`,
    );
  });

  it('is answered with a pattern when no name can be read from it', async () => {
    const { origin } = new URL(right);
    for (const QueueUrl of ['not a name', `${origin}/`, `${origin}/queue/<name>`, 'http://']) {
      await suite.client.expectError(
        'ReceiveMessage',
        { QueueUrl },
        'AWS.SimpleQueueService.NonExistentQueue',
        `${missing} The queue URL should be ${origin}/${ACCOUNT}/NAME.`,
      );
    }
  });

  it('is answered with the account of the queue when it names another one', async () => {
    const { origin } = new URL(right);
    await suite.client.expectError(
      'SendMessage',
      { QueueUrl: `${origin}/111122223333/${name}`, MessageBody: 'x' },
      'AWS.SimpleQueueService.NonExistentQueue',
      `${missing} A queue with this name is in the account ${ACCOUNT}: the queue URL should be ${right}.`,
    );
  });

  it('is answered in the words of the service alone when there is nothing to add', async () => {
    const { origin } = new URL(right);
    for (const QueueUrl of [`${origin}/${ACCOUNT}/${freshName()}`, freshName(), `${origin}/111122223333/x`]) {
      await suite.client.expectError(
        'ReceiveMessage',
        { QueueUrl },
        'AWS.SimpleQueueService.NonExistentQueue',
        missing,
      );
    }
  });
});

describe('A queue of another region', () => {
  let broker: LocalBroker;

  before(async () => {
    broker = await startLocalBroker();
  });

  after(() => broker.close());

  const call = async (region: string, action: string, input: object) => {
    const response = await fetch(broker.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `AmazonSQS.${action}`,
        authorization: `AWS4-HMAC-SHA256 Credential=AKID/20260115/${region}/sqs/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: JSON.stringify(input),
    });
    return (await response.json()) as { readonly message?: string };
  };

  for (const host of ['sqs.eu-west-1.localhost.localstack.cloud:4566', 'eu-west-1.queue.localhost:4566']) {
    it(`is named in the error for a URL that names it: ${host}`, async () => {
      await call('eu-west-1', 'CreateQueue', { QueueName: 'far' });
      const QueueUrl = `http://${host}/${ACCOUNT}/far`;
      const { message } = await call('us-east-1', 'ReceiveMessage', { QueueUrl });
      assert.equal(
        message,
        `${MISSING} A queue with this name is in the region eu-west-1; this call was made for us-east-1.`,
      );
      assert.deepEqual(await call('eu-west-1', 'ReceiveMessage', { QueueUrl }), {});
    });
  }
});

describeDirectly('A Query request to the path of another form', () => {
  let broker: LocalBroker;

  before(async () => {
    broker = await startLocalBroker();
  });

  after(() => broker.close());

  it('is answered with what the URL should be', async () => {
    const response = await fetch(`${broker.endpoint}/queue/orders?Action=SendMessage&MessageBody=x`);
    assert.equal(response.status, 400);
    const text = await response.text();
    assert.match(text, /<Code>MissingParameter<\/Code>/);
    assert.ok(text.includes(`The queue URL should be ${broker.endpoint}/${ACCOUNT}/orders.`), text);
  });
});
