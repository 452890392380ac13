import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'mocha';
import type { BrokerInfo } from '../../../broker/protocol/broker.ts';
import { SqsReceiver } from '../../../extension/receive/sqsReceiver.ts';
import { listReportRows } from '../../../webview/load/loadText.ts';
import { findFreePort } from '../../support/findFreePort.ts';
import { makeQueue } from '../../support/webviewSamples.ts';

const ORDERS = makeQueue('orders');

describe('a receive that the broker does not answer', () => {
  const receive = async (url: string | undefined): Promise<unknown> => {
    const endpoint = `http://127.0.0.1:${await findFreePort()}`;
    const info = { endpoint, region: 'us-east-1' } as BrokerInfo;
    const receiver = new SqsReceiver({
      session: { state: { kind: 'running', info }, start: () => Promise.resolve(info) },
      findQueueUrl: () => url,
      readQueueTimeout: () => Promise.resolve(30),
      findKeys: () => Promise.resolve(undefined),
      readNow: () => 0,
    });
    const request = { queueArn: ORDERS.arn, maximum: 1, waitSeconds: 0 };
    return receiver.capability.messages(request, new AbortController().signal);
  };

  it('says in words that the broker cannot be reached', async () => {
    await assert.rejects(receive(ORDERS.url), {
      message: 'The broker can’t be reached, or it closed the connection (ECONNREFUSED).',
    });
  });

  it('names the queue that no longer exists', async () => {
    await assert.rejects(receive(undefined), { message: 'The queue orders no longer exists.' });
  });

  it('is said in words in the report of a load test, too', () => {
    const report = {
      errors: { ECONNRESET: 3, 'AccessDenied;Sender': 1 },
      latencyMs: { p50: 0, p95: 0, p99: 0, max: 0 },
    } as never;
    const names = listReportRows({ askedPerSecond: 1 }, report).map(([name]) => name);
    assert.ok(names.includes('The broker can’t be reached, or it closed the connection (ECONNRESET).'));
    assert.ok(names.includes('AccessDenied'));
  });
});

describe('a deletion of many handles that the broker stops answering', () => {
  it('says which were deleted, and of the others why not', async () => {
    let calls = 0;
    const server = createServer((request, response) => {
      request.resume().on('end', () => {
        calls++;
        if (calls > 1) response.destroy();
        else {
          const Successful = Array.from({ length: 10 }, (_, index) => ({ Id: String(index) }));
          response.end(JSON.stringify({ Successful }));
        }
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const info = { endpoint, region: 'us-east-1' } as BrokerInfo;
    const receiver = new SqsReceiver({
      session: { state: { kind: 'running', info }, start: () => Promise.resolve(info) },
      findQueueUrl: () => `${endpoint}/000000000000/orders`,
      readQueueTimeout: () => Promise.resolve(30),
      findKeys: () => Promise.resolve(undefined),
      readNow: () => 0,
    });
    const handles = Array.from({ length: 25 }, (_, index) => `handle ${index}`);
    const { done, failed } = await receiver.capability.delete(ORDERS.arn, handles);
    server.close();
    assert.deepEqual(done, handles.slice(0, 10));
    assert.deepEqual(
      failed.map(({ receiptHandle }) => receiptHandle),
      handles.slice(10),
    );
    assert.match(failed[0]?.reason ?? '', /can’t be reached/u);
  });
});
