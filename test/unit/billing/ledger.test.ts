import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { estimateBill, tierOf } from '../../../broker/billing/estimate.ts';
import { Ledger } from '../../../broker/billing/ledger.ts';
import type { ApiCall } from '../../../broker/calls/apiCall.ts';
import { makeCaller } from '../../support/testCaller.ts';

const MILLION = 1_000_000;
const BILLION = 1000 * MILLION;
const ORDERS = 'arn:aws:sqs:us-east-1:000000000000:orders';

function makeCall(members: Partial<ApiCall> = {}): ApiCall {
  return {
    action: 'SendMessage',
    queueArn: ORDERS,
    caller: makeCaller(),
    payloadBytes: 100,
    billedRequests: 1,
    messageCount: 1,
    durationMs: 1,
    ...members,
  };
}

describe('Ledger', () => {
  let now: number;
  let ledger: Ledger;

  beforeEach(() => {
    now = 1000;
    ledger = new Ledger(() => now);
  });

  it('adds up calls of one consumer to one queue by one action', () => {
    ledger.count(makeCall());
    ledger.count(makeCall({ payloadBytes: 65_537, billedRequests: 2 }));
    const { estimate, ...report } = ledger.read();
    assert.equal(estimate.costUsd, (3 * 0.4) / MILLION);
    assert.equal(estimate.payableUsd, 0);
    assert.deepEqual(report, {
      since: 1000,
      calls: 2,
      billedRequests: 3,
      rows: [
        {
          queueArn: ORDERS,
          action: 'SendMessage',
          consumerId: makeCaller().consumerId,
          calls: 2,
          billedRequests: 3,
          payloadBytes: 65_637,
          costUsd: (3 * 0.4) / MILLION,
        },
      ],
    });
  });

  it('keeps apart what differs in queue, action or consumer', () => {
    ledger.count(makeCall());
    ledger.count(makeCall({ action: 'DeleteMessage' }));
    ledger.count(makeCall({ caller: makeCaller({ consumerId: 'other' }) }));
    ledger.count(makeCall({ queueArn: `${ORDERS}-2` }));
    assert.equal(ledger.read().rows.length, 4);
  });

  it('leaves the queue out for calls that name none', () => {
    const { queueArn: _queueArn, ...call } = makeCall({ action: 'ListQueues' });
    ledger.count(call);
    assert.equal('queueArn' in (ledger.read().rows[0] ?? {}), false);
  });

  it('starts again at a reset', () => {
    ledger.count(makeCall());
    now = 2000;
    ledger.reset();
    const { estimate, ...report } = ledger.read();
    assert.deepEqual(report, { since: 2000, calls: 0, billedRequests: 0, rows: [] });
    assert.deepEqual([estimate.costUsd, estimate.payableUsd], [0, 0]);
    ledger.count(makeCall({ billedRequests: MILLION }));
    assert.equal(ledger.read().estimate.payableUsd, 0, 'the free requests are there again');
  });

  it('counts the calls of ever new consumers in one row once there are too many', () => {
    for (let n = 0; n < 10_500; n++) ledger.count(makeCall({ caller: makeCaller({ consumerId: `c${n}` }) }));
    const { rows, calls } = ledger.read();
    assert.equal(calls, 10_500);
    assert.equal(rows.length, 10_001);
    assert.equal(rows.find((row) => row.consumerId === 'others')?.calls, 500);
  });

  it('gives the free requests to the first calls, of whatever queue', () => {
    ledger.count(makeCall({ billedRequests: 600_000 }));
    ledger.count(makeCall({ queueArn: `${ORDERS}.fifo`, billedRequests: 600_000 }));
    ledger.count(makeCall({ billedRequests: 100_000 }));
    const { lines, payableUsd } = ledger.read().estimate;
    assert.deepEqual(
      lines.map(({ billedRequests, freeRequests }) => [billedRequests, freeRequests]),
      [
        [700_000, 600_000],
        [600_000, 400_000],
      ],
    );
    assert.ok(Math.abs(payableUsd - (0.1 * 0.4 + 0.2 * 0.5)) < 1e-9);
  });

  it('shares the estimate among the rows', () => {
    ledger.count(makeCall({ billedRequests: 3 }));
    ledger.count(makeCall({ queueArn: `${ORDERS}.fifo`, billedRequests: 2 }));
    ledger.count(makeCall({ queueArn: `${ORDERS}.fifo`, action: 'GetQueueAttributes' }));
    for (const prices of ['tiered', 'flat'] as const) {
      const { estimate, rows } = ledger.read(prices);
      const sum = rows.reduce((total, { costUsd }) => total + costUsd, 0);
      assert.ok(Math.abs(sum - estimate.costUsd) < 1e-12);
    }
    assert.equal(ledger.read().rows.find(({ action }) => action === 'GetQueueAttributes')?.costUsd, 4e-7);
  });
});

describe('the price of a call', () => {
  const rows: readonly [action: string, queue: string | undefined, tier: 'standard' | 'fifo'][] = [
    ['SendMessage', 'q.fifo', 'fifo'],
    ['SendMessageBatch', 'q.fifo', 'fifo'],
    ['ReceiveMessage', 'q.fifo', 'fifo'],
    ['DeleteMessage', 'q.fifo', 'fifo'],
    ['DeleteMessageBatch', 'q.fifo', 'fifo'],
    ['ChangeMessageVisibility', 'q.fifo', 'fifo'],
    ['ChangeMessageVisibilityBatch', 'q.fifo', 'fifo'],
    ['GetQueueAttributes', 'q.fifo', 'standard'],
    ['PurgeQueue', 'q.fifo', 'standard'],
    ['SendMessage', 'q', 'standard'],
    ['ListQueues', undefined, 'standard'],
  ];
  for (const [action, queue, tier] of rows) {
    it(`is the ${tier} one for ${action} ${queue === undefined ? '' : `on ${queue}`}`, () => {
      assert.equal(tierOf(action, queue), tier);
    });
  }
});

describe('estimateBill', () => {
  const rows: readonly [
    what: string,
    standard: readonly [requests: number, free: number],
    fifo: readonly [requests: number, free: number],
    prices: 'tiered' | 'flat',
    costUsd: number,
    payableUsd: number,
  ][] = [
    ['nothing', [0, 0], [0, 0], 'tiered', 0, 0],
    ['one free request', [1, 1], [0, 0], 'tiered', 0.000_000_4, 0],
    ['the free million', [MILLION, MILLION], [0, 0], 'tiered', 0.4, 0],
    ['one million more', [2 * MILLION, MILLION], [0, 0], 'tiered', 0.8, 0.4],
    ['FIFO requests', [0, 0], [2 * MILLION, MILLION], 'tiered', 1, 0.5],
    ['both kinds', [MILLION, 500_000], [MILLION, 500_000], 'tiered', 0.9, 0.45],
    ['the whole first step', [100 * BILLION, MILLION], [0, 0], 'tiered', 40_000, 39_999.6],
    [
      'a million of the second step',
      [100 * BILLION + MILLION, MILLION],
      [0, 0],
      'tiered',
      40_000.3,
      39_999.9,
    ],
    [
      'a million of the third step',
      [200 * BILLION + MILLION, MILLION],
      [0, 0],
      'tiered',
      70_000.24,
      69_999.84,
    ],
    ['all steps of FIFO', [0, 0], [200 * BILLION + MILLION, MILLION], 'tiered', 90_000.35, 89_999.85],
    ['the flat price', [2 * MILLION, MILLION], [0, 0], 'flat', 1, 0.5],
    ['the flat price of both kinds', [MILLION, MILLION], [MILLION, 0], 'flat', 1, 0.5],
    ['the flat price at any volume', [300 * BILLION, 0], [0, 0], 'flat', 150_000, 150_000],
  ];
  for (const [what, standard, fifo, prices, costUsd, payableUsd] of rows) {
    it(`adds up ${what}`, () => {
      const count = ([billedRequests, freeRequests]: readonly [number, number]) => ({
        billedRequests,
        freeRequests,
      });
      const bill = estimateBill({ standard: count(standard), fifo: count(fifo) }, prices);
      assert.ok(Math.abs(bill.costUsd - costUsd) < 1e-6, String(bill.costUsd));
      assert.ok(Math.abs(bill.payableUsd - payableUsd) < 1e-6, String(bill.payableUsd));
      assert.equal(bill.prices, prices);
    });
  }
});
