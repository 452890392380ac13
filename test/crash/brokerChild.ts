/*
 * A small broker for the crash tests: an engine on a journal, without a front. It does what its parent asks and answers
 * only what is committed, one line of JSON for each request.
 */
import { createInterface } from 'node:readline';
import type { Clock } from '../../broker/engine/base/clock.ts';
import { createEngine } from '../../broker/engine/operations/createEngine.ts';
import { createQueue } from '../../broker/engine/operations/createQueue.ts';
import { deleteMessage } from '../../broker/engine/operations/deleteMessage.ts';
import { LIMITS } from '../../broker/engine/base/limits.ts';
import { receiveMessages } from '../../broker/engine/operations/receiveMessages.ts';
import { sendMessage } from '../../broker/engine/operations/sendMessage.ts';
import { MasterKey } from '../../broker/kms/masterKey.ts';
import { openJournal } from '../../broker/storage/openJournal.ts';
import { ManualClock } from '../../broker/engine/base/clock.ts';
import { caller, testPorts, unwrap } from '../support/engineHarness.ts';
import type { CrashAnswer, CrashRequest } from './crashProtocol.ts';

const [, , folder = '', storage = 'plain'] = process.argv;
/** Opens the folder and puts what is in it into an engine. */
async function open() {
  const journal = await openJournal({
    folder,
    durability: 'process',
    bodyBudgetBytes: 64 * 1024,
    // Small, so that rolling and reclaiming happen all the time.
    segmentBytes: 64 * 1024,
    undoMs: 0,
    masterKey: storage === 'sealed' ? new MasterKey(Buffer.alloc(32, 7)) : undefined,
    after: (ms, run) => setTimeout(run, Math.min(ms, 20)),
  });
  if (!journal.ok) throw new Error(journal.message);
  // Nothing here waits for a deadline; visibility timeouts are far longer than a run.
  const clock: Clock = { now: () => Date.now(), wakeAt: () => undefined, onWake: () => undefined };
  const ports = { ...testPorts(new ManualClock()), clock, contents: journal.contents };
  const engine = createEngine(ports, { identityKey: journal.identityKey, limits: LIMITS.relaxed });
  const report = journal.restore(engine);
  if (!report.ok) throw new Error(report.message);
  for (const name of ['standard', 'ordered.fifo']) {
    const fifo = name.endsWith('.fifo') ? { FifoQueue: 'true' } : {};
    unwrap(createQueue(engine, { name, attributes: { VisibilityTimeout: '43200', ...fifo } }, caller));
  }
  journal.commit(() => answer({ id: 0, damaged: report.damaged.length }));
  return { journal, engine };
}

type Served = Awaited<ReturnType<typeof open>>;

function queueOf({ engine }: Served, name: string) {
  const queue = engine.findQueue(caller.region, caller.account, name);
  if (queue === undefined) throw new Error(`no queue ${name}`);
  return queue;
}

function answer(line: CrashAnswer): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function afterCommit({ journal }: Served, line: CrashAnswer): void {
  journal.commit((error) => {
    if (error !== undefined) throw error;
    answer(line);
  });
}

function serve(served: Served, request: CrashRequest): void {
  const { engine } = served;
  const { id } = request;
  const queue = queueOf(served, request.queue);
  if (request.do === 'send') {
    const { body, groupId } = request;
    const ids = groupId === undefined ? undefined : { groupId, deduplicationId: body.split(' ', 1)[0] };
    unwrap(sendMessage(engine, queue, { body, ...ids }, caller));
    afterCommit(served, { id });
  } else if (request.do === 'receive') {
    receiveMessages(engine, queue, { maxMessages: 10, waitSeconds: 0 }, caller, (result) => {
      const messages = unwrap(result).map(({ receiptHandle, content }) => ({
        receiptHandle,
        body: Buffer.from(content.body).toString(),
      }));
      afterCommit(served, { id, messages });
    });
  } else if (request.do === 'delete') {
    unwrap(deleteMessage(engine, queue, request.receiptHandle, caller));
    afterCommit(served, { id });
  } else {
    const bodies: string[] = [];
    const read = (content: object | number): string =>
      Buffer.from(engine.ports.contents.read(content)?.body ?? []).toString();
    // In a FIFO group, what is in flight stands before what is visible.
    for (const message of queue.received.values()) {
      if (message.state === 'inFlight') bodies.push(read(message.content));
    }
    for (const message of queue.order.visible()) bodies.push(read(message.content));
    answer({ id, bodies });
  }
}

let served: Served | undefined;
let isOpening = false;
createInterface({ input: process.stdin }).on('line', (line) => {
  // The first line opens the folder; the next one comes when that is answered.
  if (isOpening) serve(served as Served, JSON.parse(line) as CrashRequest);
  else {
    isOpening = true;
    void open().then((opened) => {
      served = opened;
    });
  }
});
