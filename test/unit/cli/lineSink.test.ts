import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { describe, it } from 'mocha';
import { LineSink } from '../../../broker/cli/lineSink.ts';

/** A terminal that accepts no output until the test drains it. */
class SlowStream extends Writable {
  text = '';
  writes = 0;
  private pending: (() => void) | undefined;
  private isOpen = false;

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    this.writes++;
    if (this.isOpen) done();
    else this.pending = done;
  }

  open(): void {
    this.isOpen = true;
    this.pending?.();
  }
}

describe('The lines of programs at a shell', () => {
  it('are left out, and counted, where a reader is slower than the programs', async () => {
    const stream = new SlowStream();
    const sink = new LineSink(stream);
    const line = 'x'.repeat(1023);
    for (let count = 0; count < 10_000; count++) sink.write(line);
    assert.ok(stream.writableLength <= 1_048_576 + 1024, `${stream.writableLength} bytes`);
    const drained = new Promise((resolve) => stream.once('drain', resolve));
    stream.open();
    await drained;
    const lines = stream.text.trimEnd().split('\n');
    const [, leftOut = ''] = /^… ([\d,]+) lines left out$/.exec(lines.pop() ?? '') ?? [];
    assert.equal(lines.length + Number(leftOut.replaceAll(',', '')), 10_000);
    assert.ok(lines.every((each) => each === line));
    sink.write('next');
    assert.match(stream.text, /\nnext\n$/);
  });

  it('are all written where the reader keeps up', () => {
    const stream = new SlowStream();
    stream.open();
    const sink = new LineSink(stream);
    for (let count = 0; count < 100; count++) sink.write('x');
    assert.equal(stream.text, 'x\n'.repeat(100));
  });

  it('are written in one piece where they come together', () => {
    const stream = new SlowStream();
    stream.open();
    new LineSink(stream).writeAll(['one', 'two']);
    assert.deepEqual([stream.text, stream.writes], ['one\ntwo\n', 1]);
  });
});
