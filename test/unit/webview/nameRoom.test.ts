import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findFreeSpan, shortenToFit } from '../../../webview/trace/lanes/nameRoom.ts';

describe('the name in a bar', () => {
  const bar = { from: 10, to: 100 };

  it('is where no sign and no connection covers it', () => {
    assert.deepEqual(findFreeSpan(bar, []), bar);
    assert.deepEqual(
      findFreeSpan(bar, [{ from: 92, to: 108 }]),
      { from: 10, to: 92 },
      'before the sign at the end',
    );
    assert.deepEqual(
      findFreeSpan(bar, [
        { from: 92, to: 108 },
        { from: 30, to: 40 },
        { from: 0, to: 18 },
      ]),
      { from: 40, to: 92 },
      'behind the connection',
    );
    const none = findFreeSpan(bar, [{ from: 0, to: 200 }]);
    assert.equal(none.to - none.from, 0);
  });

  it('ends with an ellipsis where it is cut, and is left out where too little is left', () => {
    const widthOf = (text: string): number => Array.from(text).length;
    assert.equal(shortenToFit('Debug worker', 12, widthOf), 'Debug worker');
    assert.equal(shortenToFit('Debug worker', 11, widthOf), 'Debug work…');
    assert.equal(shortenToFit('Debug worker', 7, widthOf), 'Debug…', 'no blank before it');
    assert.equal(shortenToFit('Debug worker', 4, widthOf), '');
    assert.equal(shortenToFit('Debug worker', -5, widthOf), '');
    assert.equal(shortenToFit('👩👩👩👩👩👩', 5, widthOf), '👩👩👩👩…');
  });
});
