import assert from 'node:assert/strict';
import { parseQueuePath, parseQueueUrl } from '../../../broker/sqs/wire/queueUrl.ts';

const ORDERS = { account: '000000000000', name: 'orders' };

describe('A queue URL', () => {
  for (const [url, address] of [
    ['http://localhost:9324/000000000000/orders', ORDERS],
    ['https://sqs.us-east-1.amazonaws.com/000000000000/orders', ORDERS],
    ['https://us-east-1.queue.amazonaws.com/000000000000/orders/', ORDERS],
    ['http://localhost:4566/queue/us-east-1/000000000000/orders', ORDERS],
    ['/000000000000/orders', ORDERS],
    ['000000000000/orders', ORDERS],
    ['orders', { name: 'orders' }],
    ['orders.fifo', { name: 'orders.fifo' }],
    ['http://h/123456789012/a-b_C.fifo', { account: '123456789012', name: 'a-b_C.fifo' }],
  ] as const) {
    it(`is read from ${url}`, () => {
      assert.deepEqual(parseQueueUrl(url), address);
    });
  }

  for (const url of [
    '',
    '/',
    '//',
    'http://localhost:9324/',
    'http://localhost:9324/orders',
    'http://localhost:9324/12345/orders',
    'not a name',
    'http://localhost/000000000000/or ders',
    `http://localhost/000000000000/${'x'.repeat(81)}`,
  ]) {
    it(`is not read from '${url.slice(0, 40)}'`, () => {
      assert.equal(parseQueueUrl(url), undefined);
    });
  }

  it('is read from the path of a request', () => {
    assert.deepEqual(parseQueuePath('/000000000000/orders'), ORDERS);
    assert.equal(parseQueuePath('/queueside/queues'), undefined);
    assert.equal(parseQueuePath('/'), undefined);
  });
});
