import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { LoadOptions } from '../../../broker/cli/loadOptions.ts';
import { LoadTest } from '../../../broker/cli/loadTest.ts';

const CREDENTIALS = { accessKeyId: 'test', region: 'us-east-1' };

describe('What a load test says that consumers did', () => {
  let server: Server;
  let options: LoadOptions;

  beforeEach(async () => {
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    options = {
      queueUrl: new URL(`http://127.0.0.1:${port}/000000000000/orders`),
      isFifo: false,
      perSecond: 0,
      shape: 'steady',
      seed: 1,
      bodyBytes: 1,
      durationMs: 3_600_000,
      connections: 1,
      groups: 0,
      attributes: {},
      template: undefined,
      output: 'lines',
    };
  });
  afterEach(() => server.close());

  /** The next call of an action; sends and counts come on connections of their own. */
  async function nextCall(action: string): Promise<ServerResponse> {
    for (;;) {
      const [call, answer] = (await once(server, 'request')) as [IncomingMessage, ServerResponse];
      call.resume();
      if (call.headers['x-amz-target'] === `AmazonSQS.${action}`) return answer;
    }
  }

  function answerCounts(answer: ServerResponse, visible: number): void {
    const Attributes = {
      ApproximateNumberOfMessages: `${visible}`,
      ApproximateNumberOfMessagesNotVisible: '0',
      ApproximateNumberOfMessagesDelayed: '0',
    };
    answer.end(JSON.stringify({ Attributes }));
  }

  it('leaves out a send that is answered while the queue counts', async () => {
    const test = new LoadTest(options, CREDENTIALS);
    const counted = nextCall('GetQueueAttributes');
    const report = test.run();
    const sent = nextCall('SendMessage');
    answerCounts(await counted, 0);
    const first = await sent;
    const countedAgain = nextCall('GetQueueAttributes');
    const progress = test.takeProgress();
    const counts = await countedAgain;
    // The queue has counted no message; then the send comes to its turn, and its program goes on with the next one.
    const next = nextCall('SendMessage');
    first.end('{}');
    const second = await next;
    answerCounts(counts, 0);
    const { queue, sent: sentCount } = await progress;
    assert.equal(sentCount, 1);
    assert.deepEqual(queue, { received: 0, deleted: 0, waiting: 0, inFlight: 0 });

    const last = nextCall('GetQueueAttributes');
    test.stop();
    second.end('{}');
    answerCounts(await last, 1);
    assert.deepEqual((await report).queue, { received: 1, deleted: 1, waiting: 1, inFlight: 0 });
  });
});
