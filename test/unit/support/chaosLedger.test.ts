import assert from 'node:assert/strict';
import { NO_ALLOWANCE } from '../../chaos/allowance.ts';
import { Ledger } from '../../chaos/ledger.ts';

const BODY = '0 xxx';
const ID = '1bcbc98e-1f5c-4847-a844-44f8e51b1b76';
const FOUND = { queue: 'orders', messageId: ID, body: BODY, state: 'visible', remainingMs: 0 } as const;

describe('the ledger of the chaos tests', () => {
  it('loses no message whose deletion was asked for before its sender read the answer', () => {
    const ledger = new Ledger();
    const sent = ledger.begin('orders', undefined);
    ledger.deletes([ledger.wasReceived(BODY, ID)]);
    ledger.wasSent(sent, ID);
    assert.deepEqual(ledger.check({ queues: [], messages: [] }, NO_ALLOWANCE), { lost: 0, returned: 0 });
  });

  it('finds a message that was deleted before its sender read the answer, and has come back', () => {
    const ledger = new Ledger();
    const sent = ledger.begin('orders', undefined);
    const received = [ledger.wasReceived(BODY, ID)];
    ledger.deletes(received);
    ledger.haveDeleted(received);
    ledger.wasSent(sent, ID);
    assert.throws(
      () => ledger.check({ queues: [], messages: [FOUND] }, NO_ALLOWANCE),
      /0 of orders has come back/,
    );
  });

  it('finds a message that was sent, or received, and is lost', () => {
    for (const isReceived of [false, true]) {
      const ledger = new Ledger();
      const sent = ledger.begin('orders', undefined);
      if (isReceived) ledger.wasReceived(BODY, ID);
      ledger.wasSent(sent, ID);
      assert.throws(() => ledger.check({ queues: [], messages: [] }, NO_ALLOWANCE), /0 of orders is lost/);
    }
  });
});
