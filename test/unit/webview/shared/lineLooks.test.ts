import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { MAXIMUM_LINES } from '../../../../webview/metrics/metricsChoice.ts';
import { LOOK_COUNT, lookOf } from '../../../../webview/shared/chart/lineLooks.ts';

const looks = Array.from({ length: MAXIMUM_LINES }, (_, index) => lookOf(index));
const dashOf = (index: number): string => JSON.stringify(looks[index]?.dash ?? []);

describe('the looks of the lines of a chart', () => {
  it('all differ, for as many lines as a chart can have', () => {
    assert.equal(new Set(looks.map((look) => JSON.stringify(look))).size, MAXIMUM_LINES);
    assert.ok(MAXIMUM_LINES <= LOOK_COUNT);
  });

  it('differ from those of their neighbours in colour and in dash', () => {
    for (let index = 1; index < looks.length; index++) {
      assert.notEqual(looks[index]?.variable, looks[index - 1]?.variable);
      assert.notEqual(dashOf(index), dashOf(index - 1));
    }
  });
});
