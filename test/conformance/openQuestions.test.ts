import assert from 'node:assert/strict';
import type { Answer } from './support/client.ts';
import { describeAction, describeOverTime } from './support/suite.ts';

/* What the documentation leaves open, as docs/differences.md settles it, with the sources there. */

describeAction('What the documentation leaves open', (suite) => {
  const sendWith = async (attribute: object): Promise<{ sent: Answer['output']; got: Answer['output'] }> => {
    const QueueUrl = await suite.createQueue();
    const sent = await suite.send(QueueUrl, { MessageAttributes: { x: attribute } });
    const [got] = await suite.receive(QueueUrl, { MessageAttributeNames: ['All'] });
    assert.ok(got);
    return { sent, got };
  };

  it('keeps a message that is deleted by an older handle on a standard queue', async () => {
    const QueueUrl = await suite.createQueue();
    await suite.send(QueueUrl);
    const [older] = await suite.receive(QueueUrl, { VisibilityTimeout: 0 });
    const [newer] = await suite.receive(QueueUrl, { VisibilityTimeout: 0 });
    const remove = async (message: Answer['output'] | undefined) =>
      suite.client.expect('DeleteMessage', { QueueUrl, ReceiptHandle: message?.['ReceiptHandle'] });
    await remove(older);
    assert.equal((await suite.receive(QueueUrl, { VisibilityTimeout: 0 })).length, 1);
    await remove(newer);
    const [newest] = await suite.receive(QueueUrl, { VisibilityTimeout: 0 });
    assert.ok(newest, 'the newer handle is an older one by now');
    await remove(newest);
    assert.deepEqual(await suite.receive(QueueUrl), []);
  });

  it('accepts an attribute type with nothing after its dot, and keeps it', async () => {
    const attribute = { DataType: 'String.', StringValue: 'v' };
    const { sent, got } = await sendWith(attribute);
    assert.deepEqual(got['MessageAttributes'], { x: attribute });
    assert.equal(got['MD5OfMessageAttributes'], sent['MD5OfMessageAttributes']);
  });

  for (const [type, kept] of [
    ['String', { StringValue: 'v' }],
    ['Number', { StringValue: '7' }],
    ['Binary', { BinaryValue: 'AQID' }],
  ] as const) {
    it(`keeps the value that fits the type ${type}, when an attribute has two`, async () => {
      const both = { StringValue: type === 'Number' ? '7' : 'v', BinaryValue: 'AQID' };
      const { sent, got } = await sendWith({ DataType: type, ...both });
      assert.deepEqual(got['MessageAttributes'], { x: { DataType: type, ...kept } });
      const alone = await sendWith({ DataType: type, ...kept });
      assert.equal(sent['MD5OfMessageAttributes'], alone.sent['MD5OfMessageAttributes']);
    });
  }

  for (const [given, shown] of [
    [undefined, undefined],
    ['300', undefined],
    ['600', '600'],
  ] as const) {
    it(`shows ${shown ?? 'no'} KmsDataKeyReusePeriodSeconds of a KMS queue with ${given ?? 'none'}`, async () => {
      const key = { KmsMasterKeyId: 'alias/aws/sqs' };
      const QueueUrl = await suite.createQueue({
        ...key,
        ...(given === undefined ? {} : { KmsDataKeyReusePeriodSeconds: given }),
      });
      for (const AttributeNames of [['All'], ['KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds']]) {
        const { Attributes } = await suite.client.expect('GetQueueAttributes', { QueueUrl, AttributeNames });
        assert.equal(Attributes['KmsMasterKeyId'], key.KmsMasterKeyId);
        assert.equal(Attributes['KmsDataKeyReusePeriodSeconds'], shown);
      }
    });
  }
});

describeOverTime('What the documentation leaves open about time', (suite) => {
  it('counts the time since the receive, so that twelve hours are too long straight after it', async () => {
    const QueueUrl = await suite.createQueue();
    await suite.send(QueueUrl);
    const [message] = await suite.receive(QueueUrl);
    const change = (VisibilityTimeout: number) => ({
      QueueUrl,
      ReceiptHandle: message?.['ReceiptHandle'],
      VisibilityTimeout,
    });
    await suite.clock.advance(1);
    await suite.client.expectError(
      'ChangeMessageVisibility',
      change(43_200),
      'InvalidParameterValue',
      'Value 43200 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds]',
    );
    await suite.client.expect('ChangeMessageVisibility', change(43_199));
  });
});
