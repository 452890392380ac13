import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { type HttpsBroker, startHttpsBroker } from '../support/httpsBroker.ts';
import { PipeliningClient } from '../support/pipeliningClient.ts';

const MEBIBYTE = 1_048_576;
const QueueUrl = 'http://localhost/000000000000/orders';

for (const keepsIn of ['memory', 'journal'] as const) {
  for (const scheme of ['http', 'https'] as const) {
    describe(`A client that sends on before it has read its answer, over ${scheme}, messages in the ${keepsIn}`, () => {
      let broker: HttpsBroker;
      let client: PipeliningClient;

      beforeEach(async () => {
        broker = await startHttpsBroker(keepsIn);
        client = await (scheme === 'https'
          ? PipeliningClient.open(broker.securePort, broker.authority)
          : PipeliningClient.open(broker.port));
        await call('CreateQueue', { QueueName: 'orders' });
      });
      afterEach(async () => {
        client.close();
        await broker.close();
        assert.deepEqual(broker.logLines, []);
      });

      async function call(action: string, members: object): Promise<string> {
        client.request(action, members);
        const { status, body } = await client.readAnswer();
        assert.equal(status, 200, body);
        return body;
      }

      /** So many bytes are on their way that the buffers of the system cannot hold them all. */
      async function askForMuch(): Promise<void> {
        const MessageBody = 'x'.repeat(MEBIBYTE);
        for (let count = 0; count < 10; count++) await call('SendMessage', { QueueUrl, MessageBody });
        client.request('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 });
        await client.readBytes(2000);
        client.stopReading();
      }

      it('is answered when head and body of the next call come at once', async () => {
        await askForMuch();
        await client.writeTogether(() => client.request('ListQueues', { QueueNamePrefix: 'orders' }));
        client.readOn();
        const received = await client.readAnswer();
        assert.equal(received.status, 200);
        assert.equal((JSON.parse(received.body) as { Messages: unknown[] }).Messages.length, 10);
        const listed = await client.readAnswer();
        assert.equal(listed.status, 200, listed.body);
      });

      it('is answered when many calls come at once, and their order is kept', async () => {
        await askForMuch();
        const names = Array.from({ length: 40 }, (_, index) => `made-${index}`);
        await client.writeTogether(() => {
          for (const QueueName of names) client.request('CreateQueue', { QueueName });
        });
        client.readOn();
        assert.equal((await client.readAnswer()).status, 200);
        for (const name of names) {
          const made = await client.readAnswer();
          assert.ok(made.body.includes(`/${name}"`), `${made.status} ${made.body}`);
        }
      });

      it('is answered for its good calls before a broken one is refused', async () => {
        await askForMuch();
        await client.writeTogether(() => {
          client.request('ListQueues', {});
          client.write('this is not HTTP\r\n\r\n');
        });
        client.readOn();
        const statuses = [];
        for (let count = 0; count < 3; count++) statuses.push((await client.readAnswer()).status);
        assert.deepEqual(statuses, [200, 200, 400]);
      });

      it('is answered for its good calls before a broken body is refused', async () => {
        await askForMuch();
        await client.writeTogether(() => {
          client.request('ListQueues', {});
          client.write(
            'POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nthis is no length\r\n',
          );
        });
        client.readOn();
        const statuses = [];
        for (let count = 0; count < 3; count++) statuses.push((await client.readAnswer()).status);
        assert.deepEqual(statuses, [200, 200, 400]);
      });
    });
  }
}
