import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StorageState } from '../../../broker/protocol/storage.ts';
import { measureDataFolder, removeDataFolder } from '../../../extension/broker/dataFolder.ts';
import { nameDataFolder } from '../../../extension/broker/leaseFolder.ts';
import { findRemedy } from '../../../extension/storage/storageRemedy.ts';
import { hasLosses, listLosses } from '../../../extension/storage/storageLosses.ts';
import { writeStorageReport } from '../../../extension/storage/storageReport.ts';
import { COMMANDS } from '../../../extension/ground/commandIds.ts';
import { describeStorage } from '../../../extension/storage/storageText.ts';

const STATE: StorageState = {
  durability: 'process',
  folder: '/home/me/data',
  bytes: 3 * 1024 * 1024,
  segments: 2,
  setAside: 0,
  unreadable: 0,
  undoable: [],
  undoableAdvances: [],
  recovery: {
    segments: 2,
    records: 40,
    queues: 3,
    messages: 12,
    durationMs: 5.4,
    tornTails: [],
    damaged: [],
    missing: [],
    recovered: [],
    unreadable: 0,
    unreadableKeys: 0,
  },
};

describe('texts about stored messages', () => {
  it('one line: how much, how safe, and what is wrong', () => {
    assert.equal(describeStorage(STATE), '3 MiB stored in 2 files (durability: process)');
    assert.match(describeStorage({ ...STATE, setAside: 1 }), /1 file damaged and set aside$/);
    assert.match(describeStorage({ ...STATE, unreadable: 3 }), /3 messages cannot be read$/);
    assert.match(describeStorage({ ...STATE, failure: 'ENOSPC' }), /^Messages can’t be stored: ENOSPC$/);
    assert.match(describeStorage({ ...STATE, durability: 'none' }), /in memory/);
  });

  it('a report without losses reports it', () => {
    const report = writeStorageReport(STATE);
    assert.match(report, /Restored 3 queues and 12 messages in 5 ms\./);
    assert.match(report, /No data was missing or damaged\./);
    assert.doesNotMatch(report, /Discarded|Damaged/);
  });

  for (const [by, why] of [
    ['boot', 'No broker ran for 5 d.'],
    ['wall', 'The machine was restarted; according to its clock, no broker ran for 5 d.'],
  ] as const) {
    it(`a report says how many messages a start dropped, and why: by the ${by} clock`, () => {
      const expired = { messages: 12, absenceMs: 5 * 86_400_000, by };
      const recovery = { ...(STATE.recovery as NonNullable<StorageState['recovery']>), expired };
      const report = writeStorageReport({ ...STATE, recovery });
      assert.match(report, /## Expired/);
      assert.ok(report.includes(`Messages that expired while no broker ran: 12. ${why}`), report);
    });
  }

  it('a report names what was cut off and what was set aside', () => {
    const recovery = {
      ...(STATE.recovery as NonNullable<StorageState['recovery']>),
      tornTails: [{ file: '00000002.segment', offset: 100, bytes: 17, kind: 'message' }],
      damaged: [
        {
          file: '00000001.segment',
          setAsideAs: '00000001.segment.damaged',
          gaps: 2,
          unreadableBytes: 300,
        },
      ],
    };
    assert.ok(hasLosses(recovery));
    const report = writeStorageReport({ ...STATE, recovery });
    assert.match(report, /\| `00000002\.segment` \| 100 \| 17 \| message \|/);
    assert.match(report, /\| `00000001\.segment` \| `00000001\.segment\.damaged` \| 2 \| 300 \|/);
    assert.doesNotMatch(report, /No data was missing/);
  });

  it('a report names missing files and recovered queues', () => {
    const whole = STATE.recovery as NonNullable<StorageState['recovery']>;
    const missing = [{ file: '00000002.segment', bytes: 4000, messages: 7 }, { file: '00000003.segment' }];
    const recovered = [{ queueArn: 'arn:aws:sqs:us-east-1:000000000000:recovered-1', messages: 20 }];
    assert.ok(hasLosses({ ...whole, missing }));
    assert.ok(hasLosses({ ...whole, recovered }));
    const report = writeStorageReport({ ...STATE, recovery: { ...whole, missing, recovered } });
    assert.match(report, /\| `00000002\.segment` \| 4000 \| 7 \|/);
    assert.match(report, /\| `00000003\.segment` \| unknown \| unknown \|/);
    assert.match(report, /\| `arn:aws:sqs:us-east-1:000000000000:recovered-1` \| 20 \|/);
  });

  it('a report counts what cannot be read, and says what to do', () => {
    const whole = STATE.recovery as NonNullable<StorageState['recovery']>;
    const recovery = { ...whole, unreadable: 20, unreadableKeys: 1 };
    assert.ok(hasLosses(recovery));
    const report = writeStorageReport({ ...STATE, unreadable: 20, recovery });
    assert.match(report, /\| Messages that cannot be read now \| 20 \|/);
    assert.match(report, /can’t decrypt: 1\. Messages encrypted with them: 20\./);
  });

  const torn = [{ file: '00000002.segment', offset: 100, bytes: 17 }];
  for (const [what, found, said] of [
    ['nothing that is missing', {}, []],
    ['what was cut off', { tornTails: torn }, [/no program had received a response/]],
    ['a missing file', { missing: [{ file: '00000002.segment' }] }, [/are missing\.$/]],
    [
      'a missing file, beside what was cut off',
      { tornTails: torn, missing: [{ file: 'a' }] },
      [/are missing/],
    ],
    ['a damaged file', { damaged: [{ file: 'a', gaps: 1, unreadableBytes: 9 }] }, [/are damaged/]],
    [
      'a recovered queue',
      { recovered: [{ queueArn: 'a', messages: 1 }] },
      [/queue of some stored messages is unknown/],
    ],
    ['messages that no key opens', { unreadable: 3 }, [/can’t be decrypted/]],
    ['keys that do not open', { unreadableKeys: 1 }, [/can’t be decrypted/]],
  ] as const) {
    it(`a warning says of ${what} no more than is known`, () => {
      const whole = STATE.recovery as NonNullable<StorageState['recovery']>;
      const texts = listLosses({ ...whole, ...found });
      assert.equal(texts.length, said.length, texts.join('\n'));
      for (const [index, pattern] of said.entries()) assert.match(texts[index] ?? '', pattern);
    });
  }

  it('a report without a broker reports it', () => {
    assert.match(writeStorageReport(undefined), /The broker is not running\./);
  });

  it('a broker in memory has a report too', () => {
    const { folder: _, recovery: __, ...rest } = STATE;
    assert.match(writeStorageReport({ ...rest, durability: 'none' }), /in memory/);
  });
});

describe('what can be done about a data folder', () => {
  for (const [code, command] of [
    ['DATA_IN_USE', COMMANDS.startBroker],
    ['DATA_NEWER_FORMAT', COMMANDS.clearStorage],
    ['DATA_DAMAGED', COMMANDS.openDataFolder],
    ['DATA_NO_SPACE', COMMANDS.startBroker],
    ['DATA_NOT_WRITABLE', COMMANDS.startBroker],
    ['DATA_UNUSABLE', COMMANDS.startBroker],
  ] as const) {
    it(`${code}: shows the broker’s message, and what to do next`, () => {
      const remedy = findRemedy({ kind: 'failed', reason: 'The broker said this.', code });
      assert.match(remedy?.text ?? '', /^The broker said this\. [A-Z]/);
      assert.equal(remedy?.commands[0], command);
    });
  }

  it('other failures are not handled here', () => {
    assert.equal(findRemedy({ kind: 'failed', reason: 'x', code: 'BAD_CONFIG' }), undefined);
    assert.equal(findRemedy({ kind: 'failed', reason: 'x' }), undefined);
    assert.equal(findRemedy({ kind: 'stopped' }), undefined);
  });
});

describe('the data folder of a workspace', () => {
  let folder: string;

  beforeEach(async () => {
    folder = nameDataFolder(await mkdtemp(join(tmpdir(), 'queueside-storage-')));
  });

  afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

  it('is measured and removed', async () => {
    assert.equal(await measureDataFolder(folder), 0);
    await mkdir(folder);
    await writeFile(join(folder, '00000001.segment'), 'x'.repeat(100));
    assert.equal(await measureDataFolder(folder), 100);
    // Of a broker that was killed; there is no process with such an id.
    await writeFile(join(folder, 'lock'), JSON.stringify({ pid: 2 ** 30 }));
    assert.ok(await removeDataFolder(folder, 0));
    assert.ok(!existsSync(folder));
    assert.ok(await removeDataFolder(folder, 0), 'what is not there is no trouble');
  });

  /** Waits in no time; `beat` is told how often it has waited. */
  function waiting(beat: (count: number) => Promise<void>) {
    let now = 0;
    let count = 0;
    return {
      monotonicMs: () => now,
      wait: async (ms: number) => {
        now += ms;
        await beat(++count);
      },
    };
  }

  it('goes when the lock of a killed broker has not changed for some seconds, whatever has its number now', async () => {
    await mkdir(folder);
    await writeFile(join(folder, 'lock'), JSON.stringify({ pid: process.pid, beat: '1' }));
    assert.ok(
      await removeDataFolder(
        folder,
        7000,
        waiting(async () => undefined),
      ),
    );
    assert.ok(!existsSync(folder));
  });

  it('is left alone while a broker elsewhere beats, though no process here has its number', async () => {
    await mkdir(folder);
    const beat = (count: number) =>
      writeFile(join(folder, 'lock'), JSON.stringify({ pid: 2 ** 30, beat: String(Math.floor(count / 20)) }));
    await beat(0);
    assert.ok(!(await removeDataFolder(folder, 7000, waiting(beat))));
    assert.ok(existsSync(folder));
  });

  it('is left alone while a broker works on it', async () => {
    await mkdir(folder);
    await writeFile(join(folder, 'lock'), JSON.stringify({ pid: process.pid }));
    assert.ok(!(await removeDataFolder(folder, 0)));
    assert.ok(existsSync(folder));
  });
});
