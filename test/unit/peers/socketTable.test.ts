import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findSockets, type SocketEnds, type SocketEntry } from '../../../broker/peers/socketTable.ts';
import { Turns } from '../../../broker/peers/turns.ts';
import { TurnClock } from '../../support/turnClock.ts';

/** As Linux prints it: a listening broker, its end of a connection, the program's end, and one that was closed. */
const TCP = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:246C 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 40001 1 0000000000000000 100 0 0 10 0
   1: 0100007F:246C 0100007F:C351 01 00000000:00000000 00:00000000 00000000  1000        0 40002 1 0000000000000000 20 4 30 10 -1
   2: 0100007F:C351 0100007F:246C 01 00000000:00000000 00:00000000 00000000  1000        0 40003 1 0000000000000000 20 4 30 10 -1
   3: 0100007F:C352 0100007F:246C 06 00000000:00000000 03:00001770 00000000     0        0 0 3 0000000000000000
   4: 0200A8C0:D431 0300A8C0:246C 01 00000000:00000000 02:000A7214 00000000  1001        0 40005 2 0000000000000000 20 4 30 10 -1
`;
/** A program that calls ::1, and a program in Java, which calls 127.0.0.1 by a socket for both versions. */
const TCP6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000001000000:C353 00000000000000000000000001000000:246C 01 00000000:00000000 00:00000000 00000000  1000        0 60001 1 0000000000000000 20 4 30 10 -1
   1: 0000000000000000FFFF00000100007F:C354 0000000000000000FFFF00000100007F:246C 01 00000000:00000000 00:00000000 00000000  1002        0 60002 1 0000000000000000 20 4 30 10 -1
   2: B80D0120000000000000000001000000:C355 B80D0120000000000000000002000000:246C 01 00000000:00000000 00:00000000 00000000  1000        0 60003 1 0000000000000000 20 4 30 10 -1
`;

const ends = (
  localPort: number,
  localAddress = '127.0.0.1',
  remoteAddress = localAddress,
  remotePort = 9324,
): SocketEnds => ({ localAddress, localPort, remoteAddress, remotePort });

const CASES: Readonly<Record<string, readonly [SocketEnds, SocketEntry | undefined]>> = {
  'the end of the program, not that of the broker': [ends(50001), { inode: '40003', userId: 1000 }],
  'the broker’s end, when that is sought': [
    ends(9324, '127.0.0.1', '127.0.0.1', 50001),
    { inode: '40002', userId: 1000 },
  ],
  'no program of a socket that was closed': [ends(50002), undefined],
  'a program by the address of the machine': [
    ends(54321, '192.168.0.2', '192.168.0.3'),
    { inode: '40005', userId: 1001 },
  ],
  'a program that calls ::1': [ends(50003, '::1'), { inode: '60001', userId: 1000 }],
  'a program in Java, in the table of IPv6': [ends(50004), { inode: '60002', userId: 1002 }],
  'the same, as a listener for both versions names it': [
    ends(50004, '::ffff:127.0.0.1'),
    { inode: '60002', userId: 1002 },
  ],
  'a program by an IPv6 address': [
    ends(50005, '2001:db8::1', '2001:db8::2'),
    { inode: '60003', userId: 1000 },
  ],
  'nothing at a port that no program has': [ends(50009), undefined],
  'nothing for another port of the broker': [ends(50001, '127.0.0.1', '127.0.0.1', 9325), undefined],
  'nothing for an address that is none': [ends(50001, 'localhost'), undefined],
};

async function findSocket(tables: readonly string[], sought: SocketEnds): Promise<SocketEntry | undefined> {
  const found = await findSockets(tables, [sought], new Turns(new TurnClock()));
  return found.get(sought);
}

describe('a socket in the tables of Linux', () => {
  for (const [name, [sought, entry]] of Object.entries(CASES)) {
    it(`is ${name}`, async () => assert.deepEqual(await findSocket([TCP, TCP6], sought), entry));
  }

  it('is found without the table of IPv6, and not in a table that breaks off', async () => {
    assert.equal((await findSocket([TCP], ends(50001)))?.inode, '40003');
    assert.equal(await findSocket([TCP.slice(0, TCP.indexOf('40003'))], ends(50001)), undefined);
    assert.equal(await findSocket([], ends(50001)), undefined);
    assert.equal(await findSocket(['', 'no table'], ends(50001)), undefined);
  });

  it('is looked for with all others in one pass over the table, in turns of a millisecond', async () => {
    const [head = '', , , line = ''] = TCP.split('\n');
    const lines = Array.from({ length: 20_000 }, (_, index) =>
      line
        .replace('C351', (index + 1).toString(16).toUpperCase().padStart(4, '0'))
        .replace('40003', `1${index}`),
    );
    const sought = Array.from({ length: 1000 }, (_, index) => ends(19_001 + index));
    const clock = new TurnClock();
    const found = await findSockets(
      [[head, ...lines, ''].join('\n')],
      [...sought, ends(65_000)],
      new Turns(clock),
    );
    assert.equal(found.size, 1000);
    for (const each of sought) assert.equal(found.get(each)?.inode, `1${each.localPort - 1}`);
    // Each socket and each line are one step, and each turn looks twice.
    assert.ok(clock.lookCount - clock.turnCount < 22_100, `${clock.lookCount} steps`);
    assert.ok(clock.turnCount > 1000, `${clock.turnCount} turns`);
    assert.ok(clock.longestMs < 1.2, `${clock.longestMs} ms`);
  });
});
