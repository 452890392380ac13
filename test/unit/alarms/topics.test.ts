import assert from 'node:assert/strict';
import { writeEnvelope } from '../../../broker/alarms/envelope.ts';
import { type Topic, TopicBook, topicArnOf } from '../../../broker/alarms/topics.ts';

const PLACE = { region: 'eu-west-1', account: '000000000000' };
const ARN = topicArnOf(PLACE.region, PLACE.account, 'alerts');
const declare = (source: string, ...queues: string[]): Topic => ({
  ...PLACE,
  name: 'alerts',
  source,
  subscriptions: queues.map((queueName) => ({ queueName, isRaw: false })),
});

describe('topics', () => {
  it('have the queues of all files that declare them, until the last of these ends', () => {
    const book = new TopicBook();
    const list = () => book.find(ARN)?.subscriptions.map(({ queueName }) => queueName);
    assert.equal(book.setAll('one', [declare('one', 'a', 'b')]), true);
    assert.equal(book.setAll('two', [declare('two', 'b', 'c')]), true);
    assert.equal(book.setAll('two', [declare('two', 'b', 'c')]), false);
    assert.deepEqual(list(), ['a', 'b', 'c']);
    book.setAll('two', []);
    assert.deepEqual(list(), ['a', 'b']);
    book.setAll('one', []);
    assert.equal(list(), undefined);
  });

  it('send envelopes that name their region, and the subscription of the queue', () => {
    const write = (queueName: string): Record<string, string> =>
      JSON.parse(
        writeEnvelope({ messageId: 'id', topicArn: ARN, queueName, subject: '', message: '', at: 0 }),
      ) as Record<string, string>;
    const { UnsubscribeURL: url = '', SigningCertURL } = write('orders');
    assert.match(
      url,
      new RegExp(
        `^https://sns.eu-west-1.amazonaws.com/\\?Action=Unsubscribe&SubscriptionArn=${ARN}:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$`,
      ),
    );
    assert.match(SigningCertURL ?? '', /^https:\/\/sns\.eu-west-1\./);
    assert.equal(write('orders')['UnsubscribeURL'], url);
    assert.notEqual(write('others')['UnsubscribeURL'], url);
  });
});
