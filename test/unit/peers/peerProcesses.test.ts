import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, it } from 'mocha';
import { PeerProcesses } from '../../../broker/peers/peerProcesses.ts';
import type { ProcessFiles } from '../../../broker/peers/processFiles.ts';

/** Two programs, each with connections to the broker at port 9324 of the same numbers: 0x2711 and on, 0x4E21 and on. */
const FIRST = { processId: 4_000_001, port: 10_001 };
const SECOND = { processId: 4_000_002, port: 20_001 };
const PROGRAMS = [FIRST, SECOND];
const EACH = 3;

function formatLine(port: number): string {
  const local = port.toString(16).toUpperCase();
  return `   0: 0100007F:${local} 0100007F:246C 01 00000000:00000000 00:00000000 00000000  1000        0 ${port} 1 0 20 4 30 10 -1`;
}

class FakeFiles implements ProcessFiles {
  readCount = 0;
  tables: () => Promise<readonly string[]> = () =>
    Promise.resolve([
      [
        '  sl',
        ...PROGRAMS.flatMap(({ port }) =>
          Array.from({ length: EACH }, (_, index) => formatLine(port + index)),
        ),
      ].join('\n'),
    ]);

  readSocketTables(): Promise<readonly string[]> {
    return this.tables();
  }
  listProcesses(): readonly number[] {
    return PROGRAMS.map(({ processId }) => processId);
  }
  userOf(): number {
    return 1000;
  }
  listOpenFiles(): readonly string[] {
    return Array.from({ length: EACH }, (_, index) => String(index));
  }
  readOpenFile(processId: number, file: string): string {
    const port = PROGRAMS.find((each) => each.processId === processId)?.port ?? 0;
    return `socket:[${port + Number(file)}]`;
  }
  readProgram(processId: number) {
    this.readCount += 1;
    return { argv: ['node', `worker${processId % 10}.js`], command: 'node', startedAt: '1' };
  }
}

const connect = (remotePort: number) =>
  ({ localAddress: '127.0.0.1', localPort: 9324, remoteAddress: '127.0.0.1', remotePort }) as Socket;

describe('the processes at the other ends', () => {
  it('are recognized with all their connections, and each search reads a process once', async () => {
    const files = new FakeFiles();
    const recognized: number[] = [];
    const peers = await new Promise<readonly unknown[]>((resolve, reject) => {
      const processes = new PeerProcesses({
        files,
        isWanted: () => true,
        onRecognized: (processId) => {
          recognized.push(processId);
          if (recognized.length === 3) resolve(found);
        },
        onFailure: reject,
      });
      const found = PROGRAMS.flatMap(({ port }) =>
        [0, 1, 2].map((index) => processes.of(connect(port + index))),
      );
    });
    assert.deepEqual(
      peers,
      PROGRAMS.flatMap(({ processId }, index) =>
        [0, 1, 2].map(() => ({ processId, name: `worker${index + 1}.js` })),
      ),
    );
    // The first search is that of the first connection, the second that of the five others.
    assert.equal(files.readCount, 3);
  });

  it('are recognized although what one of them brings fails, and so are those that call later', async () => {
    const failures: unknown[] = [];
    const recognized: number[] = [];
    const files = new FakeFiles();
    let onNext: () => void = () => undefined;
    const processes = new PeerProcesses({
      files,
      isWanted: () => true,
      onRecognized: (processId) => {
        recognized.push(processId);
        throw new Error(`hold ${processId}`);
      },
      onFailure: (error) => {
        failures.push(String(error));
        if (failures.length % 2 === 0) onNext();
      },
    });
    const next = () =>
      new Promise<void>((resolve) => {
        onNext = resolve;
      });
    const both = next();
    for (const { port } of PROGRAMS) processes.of(connect(port));
    await both;
    assert.deepEqual(new Set(recognized), new Set([FIRST.processId, SECOND.processId]));

    const { tables } = files;
    files.tables = () => {
      files.tables = tables;
      return Promise.reject(new Error('no table'));
    };
    const failed = next();
    processes.of(connect(FIRST.port + 1));
    // The search of the first has failed when the second is found.
    while (failures.length < 3) await new Promise((resolve) => setImmediate(resolve));
    processes.of(connect(SECOND.port + 1));
    await failed;
    assert.deepEqual(failures.slice(2), ['Error: no table', `Error: hold ${SECOND.processId}`]);
  });
});
