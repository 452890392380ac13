import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  chooseBytesPerRow,
  countHexRows,
  decodeBase64,
  readHexRow,
} from '../../../../webview/message/body/hexRows.ts';

describe('Bytes in hexadecimal', () => {
  const bytes = new TextEncoder().encode('Hello, wörld: 16+');

  it('are in rows of sixteen', () => {
    assert.equal(countHexRows(bytes, 16), 2);
    assert.deepEqual(readHexRow(bytes, 0, 16), {
      offset: '000000',
      digits: '48 65 6c 6c 6f 2c 20 77  c3 b6 72 6c 64 3a 20 31',
      characters: 'Hello, w..rld: 1',
    });
    assert.deepEqual(readHexRow(bytes, 1, 16), { offset: '000010', digits: '36 2b', characters: '6+' });
  });

  it('are in shorter rows where there is less room', () => {
    for (const [columns, bytesPerRow] of [
      [Number.POSITIVE_INFINITY, 16],
      [73, 16],
      [72, 8],
      [41, 8],
      [40, 4],
      [25, 4],
      [24, 2],
      [0, 2],
    ] as const)
      assert.equal(chooseBytesPerRow(columns), bytesPerRow, `${columns} columns`);
    assert.equal(countHexRows(bytes, 8), 3);
    assert.deepEqual(readHexRow(bytes, 1, 8), {
      offset: '000008',
      digits: 'c3 b6 72 6c  64 3a 20 31',
      characters: '..rld: 1',
    });
  });

  it('are decoded from base64, if it is some', () => {
    assert.deepEqual([...(decodeBase64('AP8Q\n') ?? [])], [0, 255, 16]);
    assert.equal(decodeBase64('not base64!'), undefined);
  });
});
