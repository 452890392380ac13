import type { Engine } from '../../engine/engine.ts';
import type { Message } from '../../engine/state/message.ts';
import { forgetSend } from '../../engine/operations/restore.ts';
import { ByteReader } from '../../bytes/byteReader.ts';
import { COPY_FLAG, FLAG, KIND, type Kind } from '../format/recordKinds.ts';
import type { FailureKind } from '../disk/groupCommit.ts';
import type { Unwritten } from '../disk/unwrittenRecord.ts';
import { decodeContentHead, decodeState } from '../format/messageHead.ts';
import type { RecordStore } from './recordStore.ts';
import { readUnwrittenBlock } from './unwritten.ts';

/** What is kept of states that could not be written; beyond it they are lost to a crash, as receives may be. */
const MAX_BACKLOG_BYTES = 16 * 1024 * 1024;

/** Records whose loss breaks no answer: a receive is given again, totals and counters are written again. */
const HARMLESS: ReadonlySet<Kind> = new Set([
  KIND.state,
  KIND.counters,
  KIND.note,
  KIND.segments,
  KIND.removed,
]);

/** What a failed write leaves behind. */
export interface Failure {
  readonly kind: FailureKind;
  /** Segments with records that must not go: those that replace them are not written. */
  readonly replacedIn: ReadonlySet<number>;
}

/**
 * After a failed write: takes back the sends, so that they are as if they had never been, and appends the rest again
 * for the next try.
 */
export function rollBackFailedWrite(engine: Engine, records: RecordStore): Failure {
  const { log } = records;
  const unwritten = log.takeUnwritten();
  records.forgetUnwritten();
  const counts = unwritten.map(countMessages);
  const messages = records.pending;
  // A segment may have been completed in this turn; its messages are written.
  let place = messages.length - counts.reduce((sum, count) => sum + count, 0);
  records.pending = [];
  let kind: FailureKind = 'harmless';
  // Copies of queues contain nothing new: they are created again where they are needed.
  log.current.queues.clear();
  const takenBack = new Map<Message, string | undefined>();
  const voidedIn = new Set<number>();
  let hasMoved = false;
  // Places only ever move towards the start, so that what voids a record still lies behind it.
  log.isRollAllowed = false;
  for (const [index, record] of unwritten.entries()) {
    const count = counts[index] as number;
    if (count > 0) {
      const ours = messages.slice(place, place + count);
      place += count;
      if (record.flags & FLAG.sent) {
        const ids = deduplicationIdsOf(record);
        for (const [entry, message] of ours.entries()) takenBack.set(message, ids[entry]);
      }
      // A send that was moved in the same turn is taken back with its move.
      else if (ours.some((message) => !takenBack.has(message))) {
        kind = 'owed';
        hasMoved = true;
        const segment = log.current.number;
        const offset = log.current.bytes;
        records.appendMessagesAgain(ours, record);
        for (const message of ours) {
          if (takenBack.has(message)) records.writeGone(message.number, segment, offset);
        }
      }
    } else if (record.kind === KIND.queue && record.flags & COPY_FLAG) {
      continue;
    } else if (record.kind !== KIND.state) {
      if (!HARMLESS.has(record.kind)) kind = 'owed';
      if (record.kind === KIND.gone) voidedIn.add(readVoidedSegment(record));
      log.appendAgain(record);
    } else if (log.unwrittenBytes < MAX_BACKLOG_BYTES) log.appendAgain(record);
  }
  log.isRollAllowed = true;
  for (const [message, deduplicationId] of takenBack) {
    forgetSend(engine, message, deduplicationId);
    records.dropped.markAccountedFor(message.content as number);
  }
  return {
    kind: takenBack.size > 0 && kind === 'harmless' ? 'refused' : kind,
    // The void of a moved message is not marked as a move; if one was moved, all are treated as moved.
    replacedIn: hasMoved ? voidedIn : new Set(),
  };
}

function readVoidedSegment({ payload }: Unwritten): number {
  const reader = new ByteReader(payload);
  reader.f64();
  return reader.u32();
}

/** How many messages a record has the contents of. */
function countMessages(record: Unwritten): number {
  if (record.kind === KIND.block) return readUnwrittenBlock(record).entries.length;
  return record.kind === KIND.message ? 1 : 0;
}

/** Of each message of a record. */
function deduplicationIdsOf(record: Unwritten): (string | undefined)[] {
  const { kind, flags, payload } = record;
  const heads = kind === KIND.block ? readUnwrittenBlock(record).entries : [{ flags, headOffset: 0 }];
  return heads.map((head) => {
    const reader = new ByteReader(payload, head.headOffset);
    decodeState(reader, head.flags);
    return decodeContentHead(reader, head.flags).deduplicationId;
  });
}
