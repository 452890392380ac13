import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deleteMessage } from '../../../broker/engine/operations/deleteMessage.ts';
import { deleteQueue } from '../../../broker/engine/operations/deleteQueue.ts';
import { startMoveTask } from '../../../broker/engine/operations/moveTasks.ts';
import { purgeQueue } from '../../../broker/engine/operations/purgeQueue.ts';
import type { MasterKey } from '../../../broker/kms/masterKey.ts';
import { CIPHER_KEYS_FILE } from '../../../broker/storage/cipher/cipherKeys.ts';
import { caller, unwrap } from '../../support/engineHarness.ts';
import { type FoundRecord, listRecords } from '../../support/journalFiles.ts';
import { JournalHarness } from '../../support/journalHarness.ts';
import type { MemoryFileSystem } from '../../support/memoryFileSystem.ts';

const SEGMENT_BYTES = 3000;

export interface Story {
  readonly folder: string;
  readonly options: ConstructorParameters<typeof JournalHarness>[0];
  readonly fs: MemoryFileSystem;
  readonly clock: JournalHarness['clock'];
  readonly keys: Buffer | undefined;
  readonly files: ReadonlyMap<string, Buffer>;
  readonly records: ReadonlyMap<string, readonly FoundRecord[]>;
  /** Message number to body, of all that is in a queue. */
  readonly messages: ReadonlyMap<number, string>;
}

export function contents(harness: JournalHarness): Map<number, string> {
  const found = new Map<number, string>();
  for (const queue of harness.engine.allQueues()) {
    for (const message of queue.byAge.all()) {
      const content = harness.journal.contents.read(message.content);
      found.set(message.number, Buffer.from(content?.body ?? []).toString());
    }
  }
  return found;
}

/** Writes every kind of record, over several starts. */
export function tellStory(folder: string, masterKey: MasterKey | undefined): Story {
  const options = { folder, masterKey, segmentBytes: SEGMENT_BYTES, bodyBudgetBytes: 4096, undoMs: 2000 };
  const harness = new JournalHarness(options);
  const syncAtOnce = (): void => {
    harness.fs.syncLater = (_file, done) => done(undefined);
  };
  syncAtOnce();
  harness.start();
  const remove = (name: string, count: number): void => {
    for (const { receiptHandle } of harness.receive(name, { maxMessages: count })) {
      unwrap(deleteMessage(harness.engine, harness.queue(name), receiptHandle, caller));
    }
  };
  const deadArn = harness.create('dead').arn;
  harness.create('orders', {
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadArn, maxReceiveCount: 2 }),
  });
  harness.create('ledger.fifo');
  harness.create('purged');
  harness.create('deleted');
  harness.turn();
  let count = 0;
  const send = (name: string): void => {
    const fifo = name.endsWith('.fifo') ? { groupId: `g${count % 3}`, deduplicationId: `${count}` } : {};
    harness.send(name, `${name} ${count++} ${'x'.repeat(120)}`, fifo);
    harness.turn();
  };
  for (const name of ['orders', 'orders', 'ledger.fifo', 'purged', 'deleted', 'orders', 'dead']) {
    for (let each = 0; each < 5; each++) send(name);
  }
  remove('ledger.fifo', 1);
  remove('orders', 3);
  harness.journal.writeNote('faults', '[]');
  for (let round = 0; round < 3; round++) {
    harness.receive('orders', { visibilitySeconds: 0, maxMessages: 2 });
    harness.turn();
  }
  unwrap(purgeQueue(harness.engine, harness.queue('purged'), caller));
  deleteQueue(harness.engine, harness.queue('deleted'), caller);
  harness.turn();
  // It is done at once: there is little to put back.
  void harness.journal.undoing.undoPurge(harness.queue('purged'), () => undefined);
  harness.turn();
  harness.clock.advance(61_000);
  unwrap(purgeQueue(harness.engine, harness.queue('dead'), caller));
  void harness.journal.undoing.undoPurge(harness.queue('dead'), () => undefined);
  harness.turn();
  const input = { sourceArn: deadArn, destinationArn: harness.queue('orders').arn, maxPerSecond: 2 };
  unwrap(startMoveTask(harness.engine, 'task', input, caller));
  harness.clock.advance(1000);
  harness.commit();
  harness.pass(5000);
  harness.journal.close();
  // A damaged file before: what was rescued from it has records for open deduplication windows.
  const [file] = [...harness.fs.files].find(([path]) => path.endsWith('2.segment')) as [string, unknown];
  harness.fs.files.get(file)?.bytes.fill(0, 40, 60);
  harness.crash();
  syncAtOnce();
  for (const name of ['purged', 'orders', 'ledger.fifo']) for (let each = 0; each < 4; each++) send(name);
  remove('orders', 2);
  harness.turn();
  harness.crash();
  syncAtOnce();
  for (const name of ['dead', 'orders']) for (let each = 0; each < 3; each++) send(name);
  harness.pass(5000);
  remove('purged', 2);
  harness.turn();
  const messages = contents(harness);
  harness.journal.close();
  const files = new Map(
    [...harness.fs.files.keys()]
      .filter((path) => path.endsWith('.segment'))
      .sort()
      .map((path) => [path.slice(folder.length + 1), Buffer.from(harness.fs.contentOf(path))]),
  );
  return {
    folder,
    options,
    fs: harness.fs,
    clock: harness.clock,
    keys: masterKey === undefined ? undefined : readFileSync(join(folder, CIPHER_KEYS_FILE)),
    files,
    records: new Map([...files].map(([name, bytes]) => [name, listRecords(bytes)])),
    messages,
  };
}
