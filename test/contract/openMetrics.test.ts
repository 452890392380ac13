import assert from 'node:assert/strict';
import { createQueue } from '../../broker/engine/operations/createQueue.ts';
import { sendMessage } from '../../broker/engine/operations/sendMessage.ts';
import { unwrap } from '../support/engineHarness.ts';
import { startTestBroker } from '../support/testBroker.ts';
import { makeCaller } from '../support/testCaller.ts';

describe('GET /metrics', () => {
  it('is no more than any other path, unless the broker was asked to serve it', async () => {
    const { info } = await startTestBroker();
    const [metrics, other] = await Promise.all(
      ['metrics', 'nothing'].map((path) => fetch(`${info.endpoint}/${path}`)),
    );
    assert.deepEqual([metrics?.status, await metrics?.text()], [other?.status, await other?.text()]);
    assert.equal(metrics?.status, 404);
  });

  it('is a text of the type that Prometheus asks for, for programs and not for pages', async () => {
    const { broker, info } = await startTestBroker({ config: { openMetrics: 'on' } });
    const caller = makeCaller({});
    const queue = unwrap(createQueue(broker.engine, { name: 'orders', attributes: {} }, caller));
    unwrap(sendMessage(broker.engine, queue, { body: 'x' }, caller));
    const answer = await fetch(`${info.endpoint}/metrics?ignored=1`);
    assert.equal(answer.status, 200);
    assert.equal(
      answer.headers.get('content-type'),
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
    );
    const text = await answer.text();
    assert.match(text, /^aws_sqs_number_of_messages_sent_total\{.*queue="orders".*\} 1$/m);
    const head = await fetch(`${info.endpoint}/metrics`, { method: 'HEAD' });
    assert.deepEqual([head.status, await head.text()], [200, '']);
    const page = await fetch(`${info.endpoint}/metrics`, { headers: { 'sec-fetch-site': 'none' } });
    assert.equal(page.status, 403);
  });

  it('has 2,000 queues at most, and says how many it leaves out', async () => {
    const { broker, info } = await startTestBroker({ config: { openMetrics: 'on' } });
    const caller = makeCaller({});
    for (let number = 0; number < 2003; number++) {
      unwrap(createQueue(broker.engine, { name: `queue-${number}`, attributes: {} }, caller));
    }
    const text = await (await fetch(`${info.endpoint}/metrics`)).text();
    assert.equal(text.match(/^aws_sqs_number_of_messages_sent_total\{/gm)?.length, 2000);
    assert.match(text, /^queueside_queues_left_out 3$/m);
  });
});
