import type { ByteReader } from '../../bytes/byteReader.ts';
import { ENDED_FLAG, KIND } from '../format/recordKinds.ts';
import type { Log } from '../disk/log.ts';

/** A record that voids the records of a message up to a place. */
export interface SavedGone {
  readonly messageNumber: number;
  readonly segment: number;
  readonly offset: number;
  /** The jump of the clock that ended the message. */
  readonly jump: number | undefined;
}

const MAXIMUM_BYTES = 24;

export function writeGone(log: Log, { messageNumber, segment, offset, jump }: SavedGone): void {
  log.begin(KIND.gone, jump === undefined ? 0 : ENDED_FLAG, MAXIMUM_BYTES);
  log.writer.f64(messageNumber);
  log.writer.u32(segment);
  log.writer.u32(offset);
  if (jump !== undefined) log.writer.f64(jump);
  log.endHead();
  log.end();
}

/** The reader is positioned after the frame. */
export function readGone(reader: ByteReader, flags: number): SavedGone {
  return {
    messageNumber: reader.f64(),
    segment: reader.u32(),
    offset: reader.u32(),
    jump: flags & ENDED_FLAG ? reader.f64() : undefined,
  };
}
