const NEWLINE = 0x0a;

/** Thrown by {@link splitByteLines}. */
export class LineTooLongError extends Error {}

/**
 * The lines of a file as bytes, without their newlines; a last line without one counts. What is held is at most one line.
 * @throws LineTooLongError
 */
export async function* splitByteLines(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  maximumBytes: number,
): AsyncGenerator<Uint8Array> {
  let pieces: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      pieces.push(chunk.subarray(start, end));
      start = end + 1;
      yield Buffer.concat(pieces);
      pieces = [];
      length = 0;
    }
    pieces.push(chunk.subarray(start));
    length += chunk.byteLength - start;
    if (length > maximumBytes) throw new LineTooLongError();
  }
  if (length > 0) yield Buffer.concat(pieces);
}
