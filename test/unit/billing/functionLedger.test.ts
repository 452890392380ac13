import assert from 'node:assert/strict';
import { FunctionLedger } from '../../../broker/billing/functionLedger.ts';
import { Ledger } from '../../../broker/billing/ledger.ts';

const MILLION = 1_000_000;

/** The bill of this many invocations of one function. */
function billOf(count: number, billedMs: number, memory: number) {
  const ledger = new FunctionLedger();
  ledger.restore([
    { function: 'resize', requests: count, gbSeconds: (count * billedMs * memory) / 1024 / 1000 },
  ]);
  return ledger.read() ?? assert.fail('no bill');
}

describe('The bill of functions', () => {
  it('is none before the first invocation', () => {
    assert.equal(new FunctionLedger().read(), undefined);
    assert.equal('functions' in new Ledger(() => 0).read(), false);
  });

  it('counts invocations, and seconds times GB of 1,024 MB, by function', () => {
    const ledger = new FunctionLedger();
    ledger.count({ function: 'resize', billedMs: 500, memory: 2048 });
    ledger.count({ function: 'resize', billedMs: 1, memory: 1024 });
    ledger.count({ function: 'other', billedMs: 1000, memory: 128 });
    const { rows, requests, gbSeconds } = ledger.read() ?? assert.fail();
    assert.deepEqual(
      rows.map((row) => [row.function, row.requests, row.gbSeconds]),
      [
        ['resize', 2, 1.001],
        ['other', 1, 0.125],
      ],
    );
    assert.deepEqual([requests, gbSeconds], [3, 1.126]);
  });

  for (const [what, count, billedMs, memory, costUsd, payableUsd] of [
    ['is free within the free tier, to the last unit', MILLION, 400, 1024, 0.2 + 6.66668, 0],
    ['asks for requests after the free ones', 3 * MILLION, 1, 128, 0.6 + 0.00625, 0.4],
    ['asks for GB-seconds after the free ones', MILLION, 1400, 1024, 0.2 + 23.33338, 16.6667],
    [
      'has lower prices after 6 billion GB-seconds',
      7_000_000,
      1_000_000,
      1024,
      1.4 + 100_000.2 + 15_000,
      1.2 + 100_000.2 + 15_000 - 6.66668,
    ],
  ] as const) {
    it(what, () => {
      const bill = billOf(count, billedMs, memory);
      assert.ok(Math.abs(bill.costUsd - costUsd) < 0.0001, `${bill.costUsd}`);
      assert.ok(Math.abs(bill.payableUsd - payableUsd) < 0.0001, `${bill.payableUsd}`);
      const [row] = bill.rows;
      assert.ok(Math.abs((row?.costUsd ?? 0) - bill.costUsd) < 0.0001);
    });
  }

  it('gives each function its share', () => {
    const ledger = new FunctionLedger();
    ledger.count({ function: 'a', billedMs: 3000, memory: 1024 });
    ledger.count({ function: 'b', billedMs: 1000, memory: 1024 });
    const { rows, costUsd } = ledger.read() ?? assert.fail();
    const [a = 0, b = 0] = rows.map((row) => row.costUsd);
    assert.ok(Math.abs(a + b - costUsd) < 1e-12);
    assert.ok(Math.abs(a - (0.2 + 3 * 16.6667) / MILLION) < 1e-12, `${a}`);
  });

  it('counts functions beyond a thousand in one row', () => {
    const ledger = new FunctionLedger();
    for (let n = 0; n < 1002; n++) ledger.count({ function: `f${n}`, billedMs: 1, memory: 1024 });
    const { rows } = ledger.read() ?? assert.fail();
    assert.equal(rows.length, 1001);
    assert.deepEqual([rows.at(-1)?.function, rows.at(-1)?.requests], ['others', 2]);
  });

  it('outlives the broker with the ledger, is reset with it, and is nothing in a ledger of an older broker', () => {
    const ledger = new Ledger(() => 0);
    ledger.functions.count({ function: 'resize', billedMs: 1000, memory: 1024 });
    const { functions: _functions, ...older } = ledger.save();
    const next = new Ledger(() => 0);
    next.restore(JSON.parse(JSON.stringify(ledger.save())));
    assert.deepEqual(next.read(), ledger.read());
    next.restore(older);
    assert.equal(next.read().functions, undefined);
    ledger.reset();
    assert.equal(ledger.read().functions, undefined);
  });
});
