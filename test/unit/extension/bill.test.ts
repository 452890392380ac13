import assert from 'node:assert/strict';
import type { BillingRow } from '../../../broker/protocol/billing.ts';
import { sumByQueue } from '../../../extension/billing/billStore.ts';
import { describeBill, explainBill, formatUsd } from '../../../extension/billing/billText.ts';

function makeRow(members: Partial<BillingRow>): BillingRow {
  return {
    queueArn: 'arn:q',
    action: 'SendMessage',
    consumerId: 'a',
    calls: 1,
    billedRequests: 2,
    payloadBytes: 3,
    costUsd: 8e-7,
    ...members,
  };
}

describe('the bill', () => {
  for (const [usd, text] of [
    [0, '$0.00'],
    [4e-7, '$0.0000004'],
    [0.000_012_34, '$0.000012'],
    [0.0099, '$0.0099'],
    [0.01, '$0.01'],
    [1.005, '$1.01'],
    [12_345.678, '$12,345.68'],
  ] as const) {
    it(`shows ${usd} as ${text}`, () => assert.equal(formatUsd(usd), text));
  }

  it('is one line in the tree', () => {
    assert.equal(describeBill(makeRow({})), '$0.0000008 · 1 call · 2 requests');
  });

  it('of a queue is the sum of its rows', () => {
    const { queueArn: _queueArn, ...nowhere } = makeRow({ action: 'ListQueues' });
    const rows = [
      makeRow({}),
      makeRow({ consumerId: 'b', calls: 4 }),
      makeRow({ queueArn: 'arn:r' }),
      nowhere,
    ];
    const bills = sumByQueue(rows);
    assert.deepEqual([...bills.keys()], ['arn:q', 'arn:r']);
    const bill = bills.get('arn:q');
    assert.deepEqual([bill?.calls, bill?.billedRequests, bill?.costUsd, bill?.rows.length], [5, 4, 16e-7, 2]);
  });

  it('says what is free and what is not', () => {
    const estimate = { prices: 'tiered', pricesAsOf: '2026-11', region: 'us-east-1', lines: [] } as const;
    const report = { since: 0, calls: 1200, billedRequests: 1250, rows: [] };
    assert.deepEqual(explainBill({ ...report, estimate: { ...estimate, costUsd: 0.0005, payableUsd: 0 } }), [
      'API calls since the last reset: 1,200 (billed requests: 1,250).',
      'Free on AWS within the first million requests a month; otherwise $0.0005 (prices of us-east-1, 2026-11).',
    ]);
    const [, price] = explainBill({
      ...report,
      estimate: { ...estimate, costUsd: 0.8, payableUsd: 0.4 },
    });
    assert.equal(
      price,
      'On AWS $0.40 after the free million requests a month (prices of us-east-1, 2026-11).',
    );
  });

  it('says what functions cost, if one was invoked', () => {
    const prices = { pricesAsOf: '2026-11', region: 'us-east-1' };
    const estimate = { ...prices, prices: 'tiered', lines: [], costUsd: 0, payableUsd: 0 } as const;
    const functions = {
      ...prices,
      requests: 1200,
      gbSeconds: 12.3456,
      costUsd: 0.00045,
      payableUsd: 0,
      rows: [],
    };
    const explain = (payableUsd: number) =>
      explainBill({
        since: 0,
        calls: 0,
        billedRequests: 0,
        rows: [],
        estimate,
        functions: { ...functions, payableUsd },
      });
    assert.deepEqual(explain(0).slice(2), [
      'Invocations of functions: 1,200 (12.3 GB-seconds). Free on AWS within the free tier; otherwise $0.00045 (prices of us-east-1, 2026-11).',
    ]);
    assert.deepEqual(explain(0.2).slice(2), [
      'Invocations of functions: 1,200 (12.3 GB-seconds). On AWS $0.20 after the free tier (prices of us-east-1, 2026-11).',
    ]);
  });
});
