import assert from 'node:assert/strict';
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
