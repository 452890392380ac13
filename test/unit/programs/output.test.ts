import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { LastLines } from '../../../broker/programs/lastLines.ts';
import { MAXIMUM_LINE_LENGTH, OutputLines } from '../../../broker/programs/outputLines.ts';

function cut(...chunks: readonly (string | Buffer)[]): string[] {
  const lines: string[] = [];
  const output = new OutputLines((line) => lines.push(line));
  for (const chunk of chunks) output.add(Buffer.from(chunk));
  output.end();
  return lines;
}

describe('The lines of a program’s output', () => {
  for (const { what, chunks, lines } of [
    { what: 'end with a line feed', chunks: ['a\nb\n'], lines: ['a', 'b'] },
    { what: 'end with a carriage return and a line feed', chunks: ['a\r\nb\r', '\n'], lines: ['a', 'b'] },
    { what: 'may be empty', chunks: ['\n\na\n'], lines: ['', '', 'a'] },
    { what: 'end with the output', chunks: ['a\nb'], lines: ['a', 'b'] },
    { what: 'may come in parts', chunks: ['a', 'b', '\n', 'c'], lines: ['ab', 'c'] },
    { what: 'do not exist without output', chunks: [], lines: [] },
  ]) {
    it(what, () => {
      assert.deepEqual(cut(...chunks), lines);
    });
  }

  it('are the same wherever chunks begin, also inside a character', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-zäß→𝄞]{0,9}$/u), { minLength: 1 }),
        fc.array(fc.nat(200)),
        (lines, borders) => {
          const bytes = Buffer.from(`${lines.join('\n')}\n`);
          const cuts = [0, ...borders.filter((at) => at < bytes.length).sort((a, b) => a - b), bytes.length];
          const chunks = cuts.slice(1).map((to, index) => bytes.subarray(cuts[index], to));
          assert.deepEqual(cut(...chunks), lines);
        },
      ),
    );
  });

  it('are cut at their maximum length, once, and the next line follows', () => {
    const part = 'x'.repeat(MAXIMUM_LINE_LENGTH);
    assert.deepEqual(cut(part, part, part, '\nnext\n'), [`${part}…`, 'next']);
    assert.deepEqual(cut(`${part}\n`), [part]);
  });

  it('are not cut inside a character', () => {
    const [line] = cut(`${'x'.repeat(MAXIMUM_LINE_LENGTH - 1)}𝄞`);
    assert.equal(line, `${'x'.repeat(MAXIMUM_LINE_LENGTH - 1)}…`);
  });
});

describe('The last lines of a program', () => {
  const keep = (lines: readonly string[]): readonly string[] => {
    const last = new LastLines();
    for (const line of lines) last.add(line);
    return last.list();
  };

  it('are the newest 20', () => {
    const lines = Array.from({ length: 50 }, (_, index) => `line ${index}`);
    assert.deepEqual(keep(lines), lines.slice(-20));
  });

  it('have 8,192 characters at most, however long each is', () => {
    const long = 'x'.repeat(3000);
    assert.deepEqual(keep([long, long, long]), [long, long]);
    assert.deepEqual(keep(['x'.repeat(10_000)]), ['x'.repeat(8192)]);
  });
});
