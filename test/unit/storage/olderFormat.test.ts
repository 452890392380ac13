import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MasterKey } from '../../../broker/kms/masterKey.ts';
import { type FileSystem, nodeFileSystem } from '../../../broker/storage/disk/fileSystem.ts';
import { FORMAT_VERSION } from '../../../broker/storage/format/format.ts';
import { decodeSegmentHeader } from '../../../broker/storage/format/segmentHeader.ts';
import { JournalHarness } from '../../support/journalHarness.ts';
import { FORMAT_1_KEY, PLAIN_FORMAT_1, SEALED_FORMAT_1 } from './format1.ts';
import { FORMAT_2_KEY, PLAIN_FORMAT_2, SEALED_FORMAT_2 } from './format2.ts';

/** The real disk, that is done before it returns. */
const syncAtOnce: FileSystem = {
  ...nodeFileSystem,
  syncLater: (file, done) => {
    nodeFileSystem.sync(file);
    done(undefined);
  },
};

const FOLDERS = [
  { format: 1, plain: PLAIN_FORMAT_1, sealed: SEALED_FORMAT_1, key: FORMAT_1_KEY },
  { format: 2, plain: PLAIN_FORMAT_2, sealed: SEALED_FORMAT_2, key: FORMAT_2_KEY },
].flatMap(({ format, plain, sealed, key }) => [
  { name: `format ${format}, in the clear`, files: plain, nextKey: undefined },
  { name: `format ${format}, in the clear, with a key from now on`, files: plain, nextKey: key },
  { name: `format ${format}, encrypted`, files: sealed, nextKey: key },
]);

describe('a data folder of an older format', () => {
  let folder: string;
  let harness: JournalHarness;

  function lay(files: Readonly<Record<string, string>>, key: Uint8Array | undefined): void {
    folder = mkdtempSync(join(tmpdir(), 'queueside-older-'));
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(folder, name), Buffer.from(text, 'base64'), { mode: 0o600 });
    }
    const masterKey = key === undefined ? undefined : new MasterKey(Buffer.from(key));
    harness = new JournalHarness({ folder, fs: syncAtOnce, masterKey });
  }

  const segmentVersions = (): number[] =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.segment'))
      .map((name) => decodeSegmentHeader(readFileSync(join(folder, name)))?.version ?? 0);

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  for (const { name, files, nextKey } of FOLDERS) {
    it(`${name}: is read whole, and continues in format ${FORMAT_VERSION}`, () => {
      lay(files, nextKey);
      harness.start();
      const { tornTails, damaged, missing, recovered, messages } = harness.report;
      assert.deepEqual([tornTails, damaged, missing, recovered, messages], [[], [], [], [], 5]);
      const described = JSON.parse(readFileSync(join(folder, 'folder.json'), 'utf8')) as { format: number };
      assert.equal(described.format, FORMAT_VERSION);
      harness.send('orders', 'order 5');
      const again = harness.send('ledger.fifo', 'entry 1', { groupId: 'a', deduplicationId: 'once' });
      harness.turn();

      // Twice: as it was found, and after everything was rewritten in the background.
      for (const round of [1, 2]) {
        const all = harness.receive('orders', { maxMessages: 10, visibilitySeconds: 0 });
        const bodies = all.map(({ content }) => Buffer.from(content.body).toString());
        assert.deepEqual(bodies.sort(), ['order 3', 'order 4', 'order 5'], `round ${round}`);
        const third = all.find(({ content }) => Buffer.from(content.body).toString() === 'order 3');
        assert.deepEqual(third?.content.attributes, [{ name: 'kind', type: 'String', value: 'book' }]);
        harness.turn();
        harness.pass(10_000);
        harness.restart();
      }
      assert.ok(again.messageId.length > 0);
      assert.equal(harness.queue('ledger.fifo').messageCount, 2, 'the deduplication window is open still');
      assert.deepEqual(harness.bodies('ledger.fifo'), ['entry 1', 'entry 2']);
      harness.clock.advance(601_000);
      assert.ok(harness.bodies('orders').includes('order 2'));
      harness.journal.close();
      if (nextKey !== undefined) assert.equal(harness.journal.encryption.plainSegments, 0);
      assert.ok(segmentVersions().includes(FORMAT_VERSION));
    });
  }

  it('is left as it is when the key is not the right one', () => {
    lay(SEALED_FORMAT_1, Buffer.alloc(32, 8));
    const opened = harness.open();
    assert.ok(!opened.ok);
    assert.equal(opened.reason, 'wrongKey');
    for (const [name, text] of Object.entries(SEALED_FORMAT_1)) {
      assert.equal(readFileSync(join(folder, name)).toString('base64'), text, name);
    }
  });
});
