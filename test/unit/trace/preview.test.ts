import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { previewBody } from '../../../broker/trace/preview.ts';

describe('previewBody', () => {
  const cases: readonly [what: string, body: string, preview: string][] = [
    ['a short text whole', 'hello', 'hello'],
    ['nothing of nothing', '', ''],
    ['256 characters whole', 'x'.repeat(256), 'x'.repeat(256)],
    ['the first 256 characters', 'x'.repeat(300), 'x'.repeat(256)],
    ['the first 256 characters of two bytes', 'é'.repeat(300), 'é'.repeat(256)],
    ['the first 256 characters of three bytes', '語'.repeat(300), '語'.repeat(256)],
    ['whole characters of four bytes', '🦆'.repeat(200), '🦆'.repeat(128)],
    ['no half of a character at the end', `x${'🦆'.repeat(200)}`, `x${'🦆'.repeat(127)}`],
    ['a character that begins at the 256th byte', `${'x'.repeat(255)}語語`, `${'x'.repeat(255)}語`],
    ['a replacement character that was sent', `${'x'.repeat(255)}\uFFFD!`, `${'x'.repeat(255)}\uFFFD`],
  ];
  for (const [what, body, preview] of cases) {
    it(`shows ${what}`, () => assert.equal(previewBody(Buffer.from(body)), preview));
  }

  it('reads a body that lies inside a larger buffer', () => {
    assert.equal(previewBody(Buffer.from('abcdef').subarray(2, 4)), 'cd');
  });
});
