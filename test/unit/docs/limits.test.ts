import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { LIMITS } from '../../../broker/engine/base/limits.ts';
import { SERVER_LIMITS } from '../../../broker/sqs/calls/config.ts';

const DOCUMENT = readFileSync('docs/limits.md', 'utf8');
const MEBIBYTE = 1_048_576;

/** The cells of a row of the page's first table. */
function readRow(start: string): string[] {
  const line = DOCUMENT.split('\n').find((candidate) => candidate.startsWith(`| ${start}`)) ?? '';
  return line
    .split('|')
    .slice(2, -1)
    .map((cell) => cell.trim());
}

describe('the page of limits', () => {
  it('has the numbers of the limits', () => {
    const { strict, classic, relaxed } = LIMITS;
    assert.deepEqual(
      [strict.messageBytes, classic.messageBytes, relaxed.messageBytes],
      [MEBIBYTE, MEBIBYTE / 4, 64 * MEBIBYTE],
    );
    assert.equal(SERVER_LIMITS.bodyBytes, 8 * MEBIBYTE);
    assert.deepEqual(readRow('message, and'), [
      '1 MiB',
      '256 KiB',
      '64 MiB, but a request can have at most 8 MiB',
    ]);
    const counts = [strict, classic, relaxed].map(({ messageAttributes }) =>
      messageAttributes.toLocaleString('en-US'),
    );
    assert.deepEqual(readRow('message attributes'), counts);
    const flights = [strict, classic].map(
      ({ inFlightStandard, inFlightFifo }) =>
        `${inFlightStandard.toLocaleString('en-US')} / ${inFlightFifo.toLocaleString('en-US')}`,
    );
    assert.deepEqual(readRow('in flight'), [...flights, 'memory']);
    for (const { purgeIntervalMs, recreateIntervalMs } of [strict, classic]) {
      assert.deepEqual([purgeIntervalMs, recreateIntervalMs], [60_000, 60_000]);
    }
    assert.deepEqual([relaxed.purgeIntervalMs, relaxed.recreateIntervalMs], [0, 0]);
  });
});
