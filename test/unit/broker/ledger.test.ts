import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { Ledger } from '../../../broker/accounting/ledger.ts';
import type { ApiCall } from '../../../broker/apiCall.ts';
import { makeCaller } from '../../support/testCaller.ts';

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
    assert.deepEqual(ledger.read(), {
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
    assert.deepEqual(ledger.read(), { since: 2000, calls: 0, billedRequests: 0, rows: [] });
  });

  it('counts the calls of ever new consumers in one row once there are too many', () => {
    for (let n = 0; n < 10_500; n++) ledger.count(makeCall({ caller: makeCaller({ consumerId: `c${n}` }) }));
    const { rows, calls } = ledger.read();
    assert.equal(calls, 10_500);
    assert.equal(rows.length, 10_001);
    assert.equal(rows.find((row) => row.consumerId === 'others')?.calls, 500);
  });
});
