import assert from 'node:assert/strict';
import { TRICKY_NAMES, withMember } from '../support/trickyNames.ts';
import { describeAction } from './support/suite.ts';

describeAction('Names that JavaScript knows too', (suite) => {
  for (const name of TRICKY_NAMES) {
    it(`makes a tag of ${name}, at creation and later`, async () => {
      const QueueName = `tags-${name}`;
      const { QueueUrl } = await suite.client.expect('CreateQueue', {
        QueueName,
        tags: withMember(name, 'one'),
      });
      const tags = async () => (await suite.client.expect('ListQueueTags', { QueueUrl }))['Tags'] as object;
      assert.deepEqual(Object.entries(await tags()), [[name, 'one']]);
      await suite.client.expect('TagQueue', { QueueUrl, Tags: withMember(name, 'two') });
      assert.deepEqual(Object.entries(await tags()), [[name, 'two']]);
      await suite.client.expect('UntagQueue', { QueueUrl, TagKeys: [name] });
      assert.equal(await tags(), undefined);
    });

    it(`makes a queue of ${name}`, async () => {
      const { QueueUrl } = await suite.client.expect('CreateQueue', { QueueName: name });
      assert.match(QueueUrl as string, new RegExp(`/${name}$`));
      assert.deepEqual(await suite.client.expect('GetQueueUrl', { QueueName: name }), { QueueUrl });
    });

    it(`sends and delivers an attribute ${name}`, async () => {
      const url = await suite.createQueue();
      await suite.send(url, {
        MessageAttributes: withMember(name, { DataType: 'String', StringValue: 'kept' }),
      });
      const [message] = await suite.receive(url, { MessageAttributeNames: [name] });
      assert.deepEqual(Object.entries(message?.['MessageAttributes'] as object), [
        [name, { DataType: 'String', StringValue: 'kept' }],
      ]);
    });

    it(`refuses a queue attribute ${name}, and asking for one`, async () => {
      const Attributes = withMember(name, '1');
      const QueueUrl = await suite.createQueue();
      const unknown = `Unknown Attribute ${name}.`;
      await suite.client.expectError(
        'CreateQueue',
        { QueueName: `x-${name}`, Attributes },
        'InvalidAttributeName',
        unknown,
      );
      await suite.client.expectError(
        'SetQueueAttributes',
        { QueueUrl, Attributes },
        'InvalidAttributeName',
        unknown,
      );
      await suite.client.expectError(
        'GetQueueAttributes',
        { QueueUrl, AttributeNames: [name] },
        'InvalidAttributeName',
        unknown,
      );
    });

    it(`ignores a member ${name} of a request, as every unknown one`, async () => {
      const QueueUrl = await suite.createQueue();
      const inherited = { QueueUrl: 'nowhere', MessageBody: 'inherited' };
      await suite.client.expect('SendMessage', {
        QueueUrl,
        MessageBody: 'own',
        ...withMember(name, inherited),
      });
      assert.deepEqual(
        (await suite.receive(QueueUrl)).map(({ Body }) => Body as unknown),
        ['own'],
      );
      const missing = withMember(name, inherited);
      const answer = await suite.client.call('SendMessage', missing);
      assert.equal(answer.status, 400, 'what a member inherits is not there');
    });
  }
});
