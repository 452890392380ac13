import { FRAME_BYTES } from '../format/format.ts';
import { COPY_FLAG, KIND } from '../format/recordKinds.ts';
import { appendJson, boundJson } from './jsonRecord.ts';
import type { Log } from '../disk/log.ts';
import type { SavedQueue } from '../format/queueCodec.ts';

/**
 * Makes every segment readable without the others: the first message of a queue in a segment comes after the record
 * of that queue. So a damaged record, or a lost segment, takes no queue with it. A segment has at most one copy for each
 * queue that has messages in it.
 */
export class QueueCopies {
  private readonly log: Log;
  /** Set by the code that knows the queues; until then, nothing is copied. */
  describe: (queueNumber: number) => SavedQueue | undefined = () => undefined;

  constructor(log: Log) {
    this.log = log;
  }

  /** To be called before a record about a queue's messages is begun, with the room that it needs. */
  prepare(queueNumber: number, room: number): void {
    const { log } = this;
    log.makeRoom(room);
    if (log.current.queues.has(queueNumber)) return;
    const queue = this.describe(queueNumber);
    if (queue === undefined) return;
    log.makeRoom(room + FRAME_BYTES + boundJson(queue));
    log.appendFirst(() => appendJson(log, KIND.queue, COPY_FLAG, queue));
    log.current.queues.add(queueNumber);
  }
}
