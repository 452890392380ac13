import { gunzipSync } from 'node:zlib';
import { TypeMismatch } from '../../calls/shapes/readTree.ts';

/** Of a request that was compressed: as long as one that was not may be. */
const MAXIMUM_BYTES = 8 * 1_048_576;

/**
 * The body of a request as it was before it was compressed: SDKs compress large ones (docs/cloudwatch.md).
 * @throws TypeMismatch
 */
export function inflateBody(body: Buffer, encoding: string | undefined): Buffer {
  if (encoding === undefined || encoding === '' || encoding === 'identity') return body;
  if (encoding !== 'gzip') throw new TypeMismatch(`The content encoding ${encoding} is not supported.`);
  try {
    return gunzipSync(body, { maxOutputLength: MAXIMUM_BYTES });
  } catch (error) {
    const isTooLong = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new TypeMismatch(
      isTooLong
        ? `The request must be shorter than ${MAXIMUM_BYTES} bytes.`
        : 'The request body is not valid gzip.',
    );
  }
}
