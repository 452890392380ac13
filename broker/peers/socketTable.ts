import { isIPv4, isIPv6 } from 'node:net';
import { endianness } from 'node:os';
import type { Turns } from './turns.ts';

/** The two ends of a connection between programs on this machine, as the calling program sees them. */
export interface SocketEnds {
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
}

/** What the system's table says of a socket. */
export interface SocketEntry {
  /** Links of open files name the socket by it. */
  readonly inode: string;
  /** The user that the socket belongs to. */
  readonly userId: number;
}

/** Columns: number, two addresses, state, queues, timer, retransmits, user, timeout, inode. */
const USER_COLUMN = 7;
const INODE_COLUMN = 9;
/** IPv4 addresses in the table of IPv6 sockets: Java and others open such sockets for both. */
const MAPPED_PREFIX = '00000000000000000000FFFF';

/**
 * Finds sockets in the texts of `/proc/net/tcp` and `/proc/net/tcp6`. A table can have tens of thousands of lines, and as
 * many sockets can be sought, so each line is read once, whatever is sought.
 * @returns what the tables say of each of those that were found
 */
export async function findSockets(
  tables: readonly string[],
  sought: readonly SocketEnds[],
  turns: Turns,
): Promise<ReadonlyMap<SocketEnds, SocketEntry>> {
  const wanted = new Map<string, SocketEnds>();
  for (const ends of sought) {
    if (turns.isOver) await turns.next();
    for (const needle of listNeedles(ends)) wanted.set(needle, ends);
  }
  const found = new Map<SocketEnds, SocketEntry>();
  for (const table of tables) {
    // The first line has the names of the columns.
    for (let start = table.indexOf('\n') + 1; start > 0 && found.size < sought.length; ) {
      if (turns.isOver) await turns.next();
      const end = table.indexOf('\n', start);
      const line = table.slice(start, end === -1 ? undefined : end);
      start = end + 1;
      const ends = wanted.get(readAddresses(line));
      const entry = ends && readEntry(line);
      if (ends !== undefined && entry !== undefined) found.set(ends, entry);
    }
  }
  return found;
}

/** The two addresses of a line, behind its number. */
function readAddresses(line: string): string {
  const start = line.indexOf(': ') + 2;
  return line.slice(start, line.indexOf(' ', line.indexOf(' ', start) + 1));
}

/** A connection by IPv4 is in the one table or the other, as its program opened it. */
function listNeedles({ localAddress, localPort, remoteAddress, remotePort }: SocketEnds): readonly string[] {
  return ['plain', 'mapped'].flatMap((form) => {
    const local = formatAddress(localAddress, form === 'mapped');
    const remote = formatAddress(remoteAddress, form === 'mapped');
    if (local === undefined || remote === undefined) return [];
    return [`${local}:${formatPort(localPort)} ${remote}:${formatPort(remotePort)}`];
  });
}

function readEntry(line: string): SocketEntry | undefined {
  const columns = line.trim().split(/\s+/);
  const userId = Number(columns[USER_COLUMN]);
  const inode = columns[INODE_COLUMN] ?? '';
  // A socket that no program has open anymore has the inode 0.
  return Number.isInteger(userId) && /^[1-9]\d*$/.test(inode) ? { inode, userId } : undefined;
}

function formatPort(port: number): string {
  return port.toString(16).toUpperCase().padStart(4, '0');
}

/** @returns the address as the tables write it; undefined if it has no such form */
function formatAddress(address: string, isMapped: boolean): string | undefined {
  const plain = address.toLowerCase().replace(/^::ffff:(?=[\d.]+$)/, '');
  if (isIPv4(plain)) {
    const word = formatWord(plain.split('.').map(Number));
    return isMapped ? `${formatMappedPrefix()}${word}` : word;
  }
  if (isMapped || !isIPv6(plain)) return undefined;
  const bytes = readIpv6(plain);
  return [0, 4, 8, 12].map((offset) => formatWord(bytes.slice(offset, offset + 4))).join('');
}

function formatMappedPrefix(): string {
  return endianness() === 'LE' ? MAPPED_PREFIX.replace('0000FFFF', 'FFFF0000') : MAPPED_PREFIX;
}

/** Each group of four bytes is one number, in the byte order of the machine. */
function formatWord(bytes: readonly number[]): string {
  const ordered = endianness() === 'LE' ? bytes.toReversed() : bytes;
  return ordered.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join('');
}

function readIpv6(address: string): readonly number[] {
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const first = readGroups(head);
  const last = readGroups(tail ?? '');
  const missing = tail === undefined ? 0 : 8 - first.length - last.length;
  return [...first, ...Array.from({ length: missing }, () => 0), ...last].flatMap((group) => [
    group >> 8,
    group & 0xff,
  ]);
}

function readGroups(text: string): readonly number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
}
