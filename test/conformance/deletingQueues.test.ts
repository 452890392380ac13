import assert from 'node:assert/strict';
import { describeOverTime, freshName } from './support/suite.ts';

describeOverTime('Deleting and purging queues', (suite) => {
  it('blocks the name of a deleted queue for a minute', async () => {
    const QueueName = freshName();
    const { QueueUrl } = await suite.client.expect('CreateQueue', { QueueName });
    await suite.client.expect('DeleteQueue', { QueueUrl });
    await suite.client.expectError(
      'SendMessage',
      { QueueUrl, MessageBody: 'b' },
      'AWS.SimpleQueueService.NonExistentQueue',
    );
    await suite.clock.approach(60_000);
    await suite.client.expectError(
      'CreateQueue',
      { QueueName },
      'AWS.SimpleQueueService.QueueDeletedRecently',
      'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
    );
    await suite.clock.arrive();
    await suite.client.expect('CreateQueue', { QueueName });
  });

  it('purges once a minute, messages of every state', async () => {
    const QueueUrl = await suite.createQueue();
    await suite.send(QueueUrl);
    await suite.send(QueueUrl, { DelaySeconds: 60 });
    await suite.receive(QueueUrl);
    await suite.send(QueueUrl);
    await suite.client.expect('PurgeQueue', { QueueUrl });
    const { Attributes } = await suite.client.expect('GetQueueAttributes', {
      QueueUrl,
      AttributeNames: ['All'],
    });
    assert.equal(Attributes.ApproximateNumberOfMessages, '0');
    assert.equal(Attributes.ApproximateNumberOfMessagesNotVisible, '0');
    assert.equal(Attributes.ApproximateNumberOfMessagesDelayed, '0');
    const name = QueueUrl.split('/').at(-1);
    const refused = await suite.client.expectError(
      'PurgeQueue',
      { QueueUrl },
      'AWS.SimpleQueueService.PurgeQueueInProgress',
      `Only one PurgeQueue operation on ${name} is allowed every 60 seconds.`,
    );
    assert.equal(refused.status, 403);
    await suite.clock.advance(60_000);
    await suite.client.expect('PurgeQueue', { QueueUrl });
  });
});
