import assert from 'node:assert/strict';
import type { BrokerConfig } from '../../broker/process/config.ts';
import { LIMITS, type LimitsProfile } from '../../broker/engine/base/limits.ts';
import { SqsProgram } from '../support/sqsProgram.ts';
import { startTestBroker } from '../support/testBroker.ts';

const TOO_LONG = 'com.amazonaws.sqs#BatchRequestTooLong';
const BAD_VALUE = 'com.amazonaws.sqs#InvalidAttributeValue';
const PURGED = 'com.amazonaws.sqs#PurgeQueueInProgress';
const DELETED = 'com.amazonaws.sqs#QueueDeletedRecently';

/** Sends a call and resolves with its error's type, or `accepted`. */
async function outcome(sqs: SqsProgram, action: string, input: object): Promise<string> {
  return sqs.call(action, input).then(
    () => 'accepted',
    (error: Error) => error.message,
  );
}

async function startSqs(config: Partial<BrokerConfig>): Promise<SqsProgram> {
  const { info } = await startTestBroker({ config });
  return new SqsProgram(info.endpoint);
}

describe('The limits of a profile, from the configuration to the answer', () => {
  const profiles: readonly [profile: LimitsProfile, repeated: { purge: string; recreate: string }][] = [
    ['strict', { purge: PURGED, recreate: DELETED }],
    ['classic', { purge: PURGED, recreate: DELETED }],
    ['relaxed', { purge: 'accepted', recreate: 'accepted' }],
  ];
  for (const [limits, repeated] of profiles) {
    describe(limits, () => {
      const { messageBytes, batchBytes } = LIMITS[limits];
      let sqs: SqsProgram;
      let QueueUrl: string;

      before(async () => {
        sqs = await startSqs({ limits });
        ({ QueueUrl } = await sqs.call('CreateQueue', { QueueName: 'q' }));
      });

      it(`gives new queues a maximum of ${messageBytes} bytes, and none a larger one`, async () => {
        const { Attributes } = await sqs.call('GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] });
        assert.equal(Attributes.MaximumMessageSize, String(messageBytes));
        const set = (size: number) =>
          outcome(sqs, 'SetQueueAttributes', {
            QueueUrl,
            Attributes: { MaximumMessageSize: String(size) },
          });
        assert.equal(await set(messageBytes + 1), BAD_VALUE);
        assert.equal(await set(messageBytes), 'accepted');
      });

      // A body of 64 MiB is more than the HTTP front takes, so that the relaxed limit is out of reach.
      if (limits !== 'relaxed') {
        it('refuses the byte beyond in a message and in a batch', async () => {
          const send = (bytes: number) =>
            outcome(sqs, 'SendMessage', { QueueUrl, MessageBody: 'x'.repeat(bytes) });
          assert.equal(await send(messageBytes), 'accepted');
          assert.match(await send(messageBytes + 1), /InvalidParameterValue/);
          const sendTwo = (bytes: number) =>
            outcome(sqs, 'SendMessageBatch', {
              QueueUrl,
              Entries: ['x'.repeat(bytes - 1), 'y'].map((MessageBody, index) => ({
                Id: String(index),
                MessageBody,
              })),
            });
          assert.equal(await sendTwo(batchBytes), 'accepted');
          assert.equal(await sendTwo(batchBytes + 1), TOO_LONG);
        });
      } else {
        it('takes a message that the service would refuse', async () => {
          const MessageBody = 'x'.repeat(2 * 1_048_576);
          assert.equal(await outcome(sqs, 'SendMessage', { QueueUrl, MessageBody }), 'accepted');
        });
      }

      it(`answers ${repeated.purge} to a second purge and ${repeated.recreate} to a name used again`, async () => {
        await sqs.call('PurgeQueue', { QueueUrl });
        assert.equal(await outcome(sqs, 'PurgeQueue', { QueueUrl }), repeated.purge);
        await sqs.call('DeleteQueue', { QueueUrl });
        assert.equal(await outcome(sqs, 'CreateQueue', { QueueName: 'q' }), repeated.recreate);
      });
    });
  }

  const switches: readonly [config: Partial<BrokerConfig>, purge: string, recreate: string][] = [
    [{ purgeInterval: 'off' }, 'accepted', DELETED],
    [{ recreateInterval: 'off' }, PURGED, 'accepted'],
    [{ purgeInterval: 'off', recreateInterval: 'off' }, 'accepted', 'accepted'],
  ];
  for (const [config, purge, recreate] of switches) {
    it(`with ${JSON.stringify(config)} leaves out that interval and no other`, async () => {
      const sqs = await startSqs(config);
      const { QueueUrl } = await sqs.call('CreateQueue', { QueueName: 'q' });
      await sqs.call('PurgeQueue', { QueueUrl });
      assert.equal(await outcome(sqs, 'PurgeQueue', { QueueUrl }), purge);
      await sqs.call('DeleteQueue', { QueueUrl });
      assert.equal(await outcome(sqs, 'CreateQueue', { QueueName: 'q' }), recreate);
    });
  }
});
