import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { estimateDay } from '../../../broker/forecast/dailyCost.ts';
import { checkLittlesLaw } from '../../../broker/forecast/littlesLaw.ts';

const STANDARD = 'arn:aws:sqs:us-east-1:000000000000:orders';
const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) <= 1e-9 * Math.max(1, expected), `${actual}, expected: ${expected}`);

describe('The cost of a day', () => {
  const BILLED = { perMessage: 3, emptyPerFreeMs: 1 / 20_000 };

  it('is that of the requests of its messages, by the price list', () => {
    // 10 a second: 864,000 messages, 2,592,000 requests at 0.40 US dollars a million.
    const cost = estimateDay(STANDARD, 0.01, 0, BILLED);
    near(cost.messageRequests, 2_592_000);
    assert.equal(cost.emptyReceives, 0);
    near(cost.costUsd, 1.0368);
    // A million of the month costs nothing.
    near(cost.payableUsd, 1.0368 - 0.4 / 30);
  });

  it('is 25 % higher on a FIFO queue', () =>
    near(estimateDay(`${STANDARD}.fifo`, 0.01, 0, BILLED).costUsd, 1.0368 * 1.25));

  it('has an empty receive every 20 s of each consumer that is free', () => {
    const cost = estimateDay(STANDARD, 0.01, 2, BILLED);
    near(cost.emptyReceives, 2 * 4320);
    near(cost.costUsd, (2_592_000 + 8640) * 0.4e-6);
  });

  it('has none if the consumers cannot keep up', () =>
    assert.equal(estimateDay(STANDARD, 0.01, -3, BILLED).emptyReceives, 0));

  it('is nothing within the free requests of a month', () =>
    assert.equal(estimateDay(STANDARD, 0.0001, 0, BILLED).payableUsd, 0));
});

describe("Little's law", () => {
  const table: readonly [counted: number, perSecond: number, meanMs: number, holds: boolean][] = [
    [2, 10, 200, true],
    [2.1, 10, 200, true],
    [2.3, 10, 200, false],
    [1.7, 10, 200, false],
    [0, 0, 0, true],
    [0.04, 10, 0, true],
  ];
  for (const [counted, perSecond, meanMs, holds] of table) {
    it(`${holds ? 'holds' : 'does not hold'} for ${counted} messages, ${perSecond} a second, ${meanMs} ms each`, () =>
      assert.deepEqual(checkLittlesLaw('waiting', counted, perSecond / 1000, meanMs), {
        place: 'waiting',
        counted,
        computed: (perSecond / 1000) * meanMs,
        holds,
      }));
  }
});
