import * as l10n from '@vscode/l10n';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { decodeText } from '../../broker/protocol/decodeText.ts';
import { splitByteLines } from '../ground/byteLines.ts';

/** Why a file is not read as a saved trace. */
export type TraceProblem =
  | 'notAFile'
  | 'tooLarge'
  | 'lineTooLong'
  | 'tooMuchText'
  | 'otherEncoding'
  | 'notATrace'
  | 'newerVersion';

/** More than the trace of a broker can fill. */
const MAXIMUM_FILE_BYTES = 256 * 1024 * 1024;
/** More than a message and what is known of it can fill. */
const MAXIMUM_LINE_BYTES = 32 * 1024 * 1024;
/** Of the first line, enough to tell the encoding. */
const HEADER_BYTES = 16;

/** Thrown while the lines of a file are read. */
export class TraceFileError extends Error {
  readonly problem: TraceProblem;

  constructor(problem: TraceProblem) {
    super(problem);
    this.problem = problem;
  }
}

/** The lines of a saved trace, as they come from the disk. Throws TraceFileError, or Node's error. */
export async function* readTraceFileLines(path: string): AsyncGenerator<string> {
  const status = await stat(path);
  if (!status.isFile()) throw new TraceFileError('notAFile');
  if (status.size > MAXIMUM_FILE_BYTES) throw new TraceFileError('tooLarge');
  yield* splitLines(createReadStream(path, { end: MAXIMUM_FILE_BYTES }));
}

/** Splits UTF-8 into lines; throws TraceFileError. What is held is at most one line. */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<string> {
  let isFirst = true;
  for await (const bytes of splitByteLines(chunks, MAXIMUM_LINE_BYTES)) {
    if (bytes === undefined) throw new TraceFileError('lineTooLong');
    yield isFirst
      ? decodeHeader(bytes)
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
    isFirst = false;
  }
}

function decodeHeader(bytes: Uint8Array): string {
  // The header is plain ASCII.
  const decoded = decodeText(bytes.subarray(0, HEADER_BYTES), new TextDecoder());
  if (!decoded.ok) throw new TraceFileError('otherEncoding');
  return new TextDecoder().decode(bytes);
}

/** Such as `trace.jsonl is not a saved trace.` */
export function describeTraceProblem(problem: TraceProblem, file: string): string {
  switch (problem) {
    case 'notAFile':
      return l10n.t('{0} is not a file.', file);
    case 'tooLarge':
      return l10n.t('{0} can’t be opened: it is larger than 256 MiB, the limit for saved traces.', file);
    case 'lineTooLong':
      return l10n.t(
        '{0} can’t be opened: it has a line longer than 32 MiB, the limit for saved traces.',
        file,
      );
    case 'tooMuchText':
      return l10n.t('{0} can’t be opened: its events have more text than a saved trace can have.', file);
    case 'otherEncoding':
      return l10n.t('{0} can’t be opened: it is not UTF-8. Save it as UTF-8.', file);
    case 'notATrace':
      return l10n.t('{0} is not a saved trace.', file);
    case 'newerVersion':
      return l10n.t('{0} was saved by a version of Queueside that this version can’t read.', file);
  }
}
