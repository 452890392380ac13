import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { MAXIMUM_OWN_METRICS } from '../../../broker/metrics/ownMetrics.ts';
import { QUEUE_METRICS } from '../../../broker/metrics/queueMetrics.ts';

describe('the page of metrics', () => {
  const page = readFileSync('docs/metrics.md', 'utf8');

  it('has the metrics of the broker', () => {
    const table = /<!-- metrics:begin[^]*<!-- metrics:end -->/.exec(page)?.[0] ?? '';
    assert.deepEqual(
      [...table.matchAll(/^\| `(\w+)` \| (\w+) \| (\w+) \| (\w+) \|/gm)].map((row) => row.slice(1)),
      QUEUE_METRICS.map(({ name, unit, counter, of }) => [
        name,
        unit,
        counter === undefined ? 'gauge' : 'counter',
        of === 'fifo' ? 'FIFO' : (of ?? 'all'),
      ]),
    );
  });

  it('has the number of own metrics', () => {
    assert.ok(page.includes(`| your own metrics | ${MAXIMUM_OWN_METRICS.toLocaleString('en')};`));
  });
});
