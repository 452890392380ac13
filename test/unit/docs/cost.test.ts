import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { FUNCTION_PRICES, PRICES } from '../../../broker/billing/prices.ts';

describe('the page of costs', () => {
  const page = readFileSync('docs/cost.md', 'utf8');

  it('has the prices of the broker', () => {
    const { tiered, flat } = PRICES.steps;
    const printRow = (name: string, steps: readonly { usdPerMillion: number }[]) =>
      `| ${[name, ...steps.map(({ usdPerMillion }) => usdPerMillion.toFixed(2))].join(' | ')} |`;
    const table = /<!-- prices:begin[^]*<!-- prices:end -->/.exec(page)?.[0] ?? '';
    assert.deepEqual(table.match(/^\| \w.*$/gm), [
      printRow('standard', tiered.standard),
      printRow('FIFO', tiered.fifo),
    ]);
    const functions = /<!-- functionPrices:begin[^]*<!-- functionPrices:end -->/.exec(page)?.[0] ?? '';
    const { requests, gbSeconds } = FUNCTION_PRICES.steps;
    const [each] = requests;
    assert.deepEqual(functions.match(/^\| \w.*$/gm), [
      `| ${['invocations', ...gbSeconds.map(() => each?.usdPerMillion)].join(' | ')} |`,
      `| ${['GB-seconds', ...gbSeconds.map(({ usdPerMillion }) => usdPerMillion)].join(' | ')} |`,
    ]);
    for (const free of [FUNCTION_PRICES.freeRequests, FUNCTION_PRICES.freeGbSeconds])
      assert.ok(page.includes(free.toLocaleString('en-US')));
    assert.ok(page.includes(`$${flat.standard[0]?.usdPerMillion.toFixed(2)} per million`));
    assert.ok(page.includes(`Prices of ${PRICES.region}`));
  });
});
