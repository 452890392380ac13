import assert from 'node:assert/strict';
import { describeAction } from './support/suite.ts';

const RANGES = [
  ['VisibilityTimeout', 0, 43_200],
  ['DelaySeconds', 0, 900],
  ['MaximumMessageSize', 1024, 1_048_576],
  ['MessageRetentionPeriod', 60, 1_209_600],
  ['ReceiveMessageWaitTimeSeconds', 0, 20],
  ['KmsDataKeyReusePeriodSeconds', 60, 86_400],
] as const;

describeAction('SetQueueAttributes', (suite) => {
  let queueUrl: string;
  before(async () => {
    queueUrl = await suite.createQueue();
  });

  for (const [name, minimum, maximum] of RANGES) {
    it(`takes ${name} from ${minimum} to ${maximum} and nothing else`, async () => {
      const set = (value: string) => ({ QueueUrl: queueUrl, Attributes: { [name]: value } });
      for (const value of [minimum, maximum]) {
        await suite.client.expect('SetQueueAttributes', set(String(value)));
        const { Attributes } = await suite.client.expect('GetQueueAttributes', {
          QueueUrl: queueUrl,
          AttributeNames: [name],
        });
        assert.deepEqual(Attributes, { [name]: String(value) });
      }
      for (const value of [minimum - 1, maximum + 1, 'abc', '', '1.5']) {
        await suite.client.expectError(
          'SetQueueAttributes',
          set(String(value)),
          'InvalidAttributeValue',
          `Invalid value for the parameter ${name}.`,
        );
      }
    });
  }

  for (const name of ['QueueArn', 'CreatedTimestamp', 'ApproximateNumberOfMessages', 'Other', 'FifoQueue']) {
    it(`does not know ${name}`, async () => {
      const input = { QueueUrl: queueUrl, Attributes: { [name]: '1' } };
      await suite.client.expectError(
        'SetQueueAttributes',
        input,
        'InvalidAttributeName',
        `Unknown Attribute ${name}.`,
      );
    });
  }

  it('keeps the type of a FIFO queue', async () => {
    const url = await suite.createQueue({ FifoQueue: 'true' });
    await suite.client.expectError(
      'SetQueueAttributes',
      { QueueUrl: url, Attributes: { FifoQueue: 'false' } },
      'InvalidAttributeValue',
      'Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.',
    );
  });

  it('turns the managed encryption off with a key, and leaves it off without', async () => {
    const url = await suite.createQueue();
    const read = async () => {
      const names = ['KmsMasterKeyId', 'SqsManagedSseEnabled'];
      const output = await suite.client.expect('GetQueueAttributes', {
        QueueUrl: url,
        AttributeNames: names,
      });
      return output['Attributes'];
    };
    const set = (value: string) =>
      suite.client.expect('SetQueueAttributes', { QueueUrl: url, Attributes: { KmsMasterKeyId: value } });
    await set('alias/aws/sqs');
    assert.deepEqual(await read(), { KmsMasterKeyId: 'alias/aws/sqs', SqsManagedSseEnabled: 'false' });
    await set('');
    assert.deepEqual(await read(), { SqsManagedSseEnabled: 'false' });
  });
});

describeAction('GetQueueAttributes', (suite) => {
  it('answers nothing for no names and leaves out what is not set', async () => {
    const url = await suite.createQueue();
    assert.deepEqual(await suite.client.expect('GetQueueAttributes', { QueueUrl: url }), {});
    assert.deepEqual(
      await suite.client.expect('GetQueueAttributes', { QueueUrl: url, AttributeNames: ['Policy'] }),
      {},
    );
  });

  for (const name of ['Unknown', '']) {
    it(`does not know '${name}'`, async () => {
      const url = await suite.createQueue();
      const input = { QueueUrl: url, AttributeNames: [name] };
      await suite.client.expectError(
        'GetQueueAttributes',
        input,
        'InvalidAttributeName',
        `Unknown Attribute ${name}.`,
      );
    });
  }
});
