import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  describeTraceProblem,
  readTraceFileLines,
  splitLines,
  TraceFileError,
} from '../../../extension/trace/traceLines.ts';
import { formatTraceHeader } from '../../../extension/trace/traceFormat.ts';
import { readTraceFile } from '../../../extension/trace/traceFile.ts';

async function collect(lines: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

const bytes = (text: string) => Buffer.from(text);

describe('The lines of a saved trace', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-lines-'));
    file = join(folder, 'trace.jsonl');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('are put together from pieces, wherever those are cut', async () => {
    const text = bytes('first\né😀 second\n\nlast');
    for (let size = 1; size <= text.length; size++) {
      const chunks: Uint8Array[] = [];
      for (let at = 0; at < text.length; at += size) chunks.push(text.subarray(at, at + size));
      assert.deepEqual(await collect(splitLines(chunks)), ['first', 'é😀 second', '', 'last']);
    }
  });

  it('may begin with a byte order mark', async () => {
    assert.deepEqual(await collect(splitLines([bytes('\uFEFFfirst\nsecond\n')])), ['first', 'second']);
    writeFileSync(file, `\uFEFF${formatTraceHeader(0)}`);
    assert.equal((await readTraceFile(file)).ok, true);
  });

  it('hold no more than one line: a line without an end is refused', async () => {
    let taken = 0;
    const endless = function* () {
      for (;;) {
        taken++;
        yield Buffer.alloc(1_048_576, 'x');
      }
    };
    await assert.rejects(collect(splitLines(endless())), (error) => {
      assert.ok(error instanceof TraceFileError);
      assert.equal(error.problem, 'lineTooLong');
      return true;
    });
    assert.equal(taken, 33);
  });

  const refused: readonly [what: string, make: () => void, problem: string][] = [
    [
      // A file with a hole takes no room.
      'one line of 700 MB',
      () => {
        writeFileSync(file, formatTraceHeader(0));
        truncateSync(file, 700_000_000);
      },
      'tooLarge',
    ],
    [
      'one line of 40 MiB',
      () => writeFileSync(file, formatTraceHeader(0) + 'x'.repeat(40 * 1_048_576)),
      'lineTooLong',
    ],
    [
      'events with previews of a megabyte',
      () => {
        const event = JSON.stringify({ sequence: 1, at: 1, kind: 'sent', preview: 'x'.repeat(1_048_576) });
        writeFileSync(file, formatTraceHeader(0) + `${event}\n`.repeat(130));
      },
      'tooMuchText',
    ],
    ['UTF-16', () => writeFileSync(file, formatTraceHeader(0), 'utf16le'), 'otherEncoding'],
    ['no trace', () => writeFileSync(file, '{}\n'), 'notATrace'],
    ['empty', () => writeFileSync(file, ''), 'notATrace'],
    ['a pipe', () => execFileSync('mkfifo', [file]), 'notAFile'],
  ];
  for (const [what, make, problem] of refused) {
    it(`are refused with a sentence when the file is ${what}`, async () => {
      make();
      const result = await readTraceFile(file);
      assert.deepEqual(result, { ok: false, problem });
      assert.match(
        describeTraceProblem(result.problem, 'trace.jsonl'),
        /^trace\.jsonl (is|can’t be opened: its?) .*\.$/,
      );
    });
  }

  it('reject when there is no file', async () => {
    await assert.rejects(collect(readTraceFileLines(join(folder, 'nothing'))), { code: 'ENOENT' });
  });

  it('leave out of an event what events do not have', async () => {
    const event = { sequence: 1, at: 1, kind: 'sent', preview: 'x' };
    writeFileSync(file, `${formatTraceHeader(0)}${JSON.stringify({ ...event, deep: [[[]]] })}\n`);
    const result = await readTraceFile(file);
    assert.ok(result.ok);
    assert.deepEqual(result.trace.events, [event]);
  });
});
