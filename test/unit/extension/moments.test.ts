import assert from 'node:assert/strict';
import { formatMoment, formatShortMoment } from '../../../extension/ground/moments.ts';

describe('a moment in the tree', () => {
  const at = new Date(2026, 10, 9, 3, 2, 33).getTime();

  it('is short in its own year, whatever the locale', () => {
    assert.equal(formatMoment(at, new Date(2026, 0, 1).getTime()), 'Nov 9, 03:02:33');
  });

  it('is shorter in a row: the time of today, the minute of another day', () => {
    assert.equal(formatShortMoment(at, new Date(2026, 10, 9, 23).getTime()), '03:02:33');
    assert.equal(formatShortMoment(at, new Date(2026, 10, 10, 1).getTime()), 'Nov 9, 03:02');
    assert.equal(formatShortMoment(at, new Date(2027, 0, 1).getTime()), 'Nov 9, 2026, 03:02');
  });

  it('has its year in another one', () => {
    assert.equal(formatMoment(at, new Date(2027, 0, 1).getTime()), 'Nov 9, 2026, 03:02:33');
  });
});
