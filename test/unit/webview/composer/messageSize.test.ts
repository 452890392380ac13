import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as fc from 'fast-check';
import { countBase64Bytes } from '../../../../webview/composer/base64.ts';
import { countUtf8Bytes, measureMessage } from '../../../../webview/composer/messageSize.ts';

describe('message size in the composer', () => {
  it('counts UTF-8 bytes as an encoder does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.equal(countUtf8Bytes(text), Buffer.byteLength(text));
      }),
    );
  });

  it('counts the bytes that base64 stands for', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        assert.equal(countBase64Bytes(Buffer.from(bytes).toString('base64')), bytes.length);
      }),
    );
  });

  it('adds name, full type and value of each attribute to the body', () => {
    const attributes = [
      { name: 'color', type: 'String', value: 'blue' },
      { name: 'count', type: 'Number', value: '3' },
      { name: 'blob', type: 'Binary', value: Buffer.from([1, 2, 3]).toString('base64') },
    ];
    const size = measureMessage(countUtf8Bytes('hello'), attributes);
    assert.deepEqual(size, { bodyBytes: 5, attributeBytes: 40, totalBytes: 45, chunks: 1 });
    const accented = [{ name: 'naïve-name', type: 'String.json', value: '{"a":"é✓"}' }];
    assert.equal(measureMessage(countUtf8Bytes('héllo ✓ 😀'), accented).totalBytes, 50);
  });

  for (const [bytes, chunks] of [
    [0, 1],
    [1, 1],
    [65_536, 1],
    [65_537, 2],
    [1_048_576, 16],
  ] as const) {
    it(`bills ${bytes} bytes as ${chunks}`, () => assert.equal(measureMessage(bytes, []).chunks, chunks));
  }
});
