import type { ByteReader } from './byteReader.ts';
import { ENDED_FLAG } from './format.ts';

/** Says that the records of a message up to a place are void. */
export interface SavedGone {
  readonly messageNumber: number;
  readonly segment: number;
  readonly offset: number;
  /** The jump of the clock that ended the message. */
  readonly jump: number | undefined;
}

/** The reader stands behind the frame. */
export function readGone(reader: ByteReader, flags: number): SavedGone {
  return {
    messageNumber: reader.f64(),
    segment: reader.u32(),
    offset: reader.u32(),
    jump: flags & ENDED_FLAG ? reader.f64() : undefined,
  };
}
