const NEWLINE = 0x0a;

/**
 * The lines of a file as bytes, without their newlines; a last line without one counts. What is held is at most one line;
 * of a longer one nothing is: it is undefined, as soon as that is known.
 */
export async function* splitByteLines(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  maximumBytes: number,
): AsyncGenerator<Uint8Array | undefined> {
  let pieces: Uint8Array[] = [];
  /** Of the line that is read; more than the maximum: it was said to be too long. */
  let length = 0;
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length; ) {
      const newline = chunk.indexOf(NEWLINE, start);
      const end = newline < 0 ? chunk.length : newline;
      const isNew = length <= maximumBytes;
      length += end - start;
      if (length <= maximumBytes) pieces.push(chunk.subarray(start, end));
      else if (isNew) {
        pieces = [];
        yield undefined;
      }
      start = end + 1;
      if (newline < 0) continue;
      if (length <= maximumBytes) yield Buffer.concat(pieces);
      pieces = [];
      length = 0;
    }
  }
  if (length > 0 && length <= maximumBytes) yield Buffer.concat(pieces);
}
