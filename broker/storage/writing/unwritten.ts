import { readBlockHead } from '../format/blockCodec.ts';
import { ByteReader } from '../../bytes/byteReader.ts';
import { FRAME_BYTES } from '../format/format.ts';
import { KIND } from '../format/recordKinds.ts';
import type { Unwritten } from '../disk/log.ts';
import { decodeState } from '../format/messageHead.ts';

/** The queue of a message's record, or of a block's first message, that was taken back. */
export function readUnwrittenQueue(record: Unwritten): number {
  const start = record.kind === KIND.block ? readUnwrittenBlock(record).entries[0]?.headOffset : 0;
  const reader = new ByteReader(record.payload, start);
  return decodeState(reader, 0).queueNumber;
}

/** The head of a block that was taken back; places in it are those of its payload. */
export function readUnwrittenBlock({ payload }: Unwritten) {
  return readBlockHead(payload, -FRAME_BYTES);
}
