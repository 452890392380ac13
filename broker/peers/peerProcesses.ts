import type { Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { CallerProcess } from '../engine/base/caller.ts';
import { findOwners } from './ownerSearch.ts';
import { nameProgram } from './programName.ts';
import type { ProcessFiles } from './processFiles.ts';
import { findSockets, type SocketEnds } from './socketTable.ts';
import { Turns } from './turns.ts';

export interface PeerPorts {
  readonly files: ProcessFiles;
  /** Whether anything would show or use what is found; asked at each call. */
  isWanted(): boolean;
  /** Calls of a connection belong to this process from now on, those before as well. */
  onRecognized(processId: number): void;
  /** A search, or what its end brings, has failed; other connections are searched all the same. */
  onFailure(error: unknown): void;
}

/** Connections that wait for one search; more are left unknown. */
const MAXIMUM_WAITING = 1000;
/** Processes that are looked at first, because they have called before. */
const MAXIMUM_KNOWN = 32;
/** Searches get at most a tenth of one processor: a client may open a connection for each call. */
const PAUSE_FACTOR = 9;
const SHORTEST_PAUSE_MS = 20;

interface Peer extends CallerProcess {
  processId: number | undefined;
  name: string | undefined;
}

interface Question {
  readonly ends: SocketEnds;
  readonly peer: Peer;
}

interface KnownProcess {
  readonly startedAt: string;
  readonly name: string;
}

/**
 * Which processes are at the other ends of the connections, where the system tells: on Linux, for programs of the same
 * user on the same machine and in the same network namespace. Each connection is looked up once, after its first call,
 * which does not wait for it.
 */
export class PeerProcesses {
  private readonly ports: PeerPorts;
  private readonly peers = new WeakMap<Socket, Peer>();
  /** The newest last. */
  private readonly known = new Map<number, KnownProcess>();
  private waiting: Question[] = [];
  private isSearching = false;
  private isStopped = false;

  constructor(ports: PeerPorts) {
    this.ports = ports;
  }

  /** The process at the other end, whose members are set when it is found; undefined as long as it is of no interest. */
  of(socket: Socket): CallerProcess | undefined {
    const known = this.peers.get(socket);
    if (known !== undefined) return known;
    if (!this.ports.isWanted()) return undefined;
    const peer: Peer = { processId: undefined, name: undefined };
    this.peers.set(socket, peer);
    const { localAddress, localPort, remoteAddress, remotePort } = socket;
    if (
      localAddress !== undefined &&
      localPort !== undefined &&
      remoteAddress !== undefined &&
      remotePort !== undefined &&
      this.waiting.length < MAXIMUM_WAITING
    ) {
      // What is remote here is local to the program.
      const ends = {
        localAddress: remoteAddress,
        localPort: remotePort,
        remoteAddress: localAddress,
        remotePort: localPort,
      };
      this.waiting.push({ ends, peer });
      void this.search();
    }
    return peer;
  }

  stop(): void {
    this.isStopped = true;
  }

  private async search(): Promise<void> {
    if (this.isSearching) return;
    this.isSearching = true;
    try {
      while (this.waiting.length > 0 && !this.isStopped) {
        const startedAt = performance.now();
        const questions = this.waiting;
        this.waiting = [];
        await this.answer(questions).catch((error: unknown) => this.ports.onFailure(error));
        const restMs = Math.max(SHORTEST_PAUSE_MS, PAUSE_FACTOR * (performance.now() - startedAt));
        await pause(restMs, undefined, { ref: false });
      }
    } finally {
      this.isSearching = false;
    }
  }

  private async answer(questions: readonly Question[]): Promise<void> {
    const { files } = this.ports;
    const tables = await files.readSocketTables();
    const turns = new Turns({ nextTurn, now: () => performance.now() });
    const entries = await findSockets(
      tables,
      questions.map(({ ends }) => ends),
      turns,
    );
    if (entries.size === 0) return;
    const known = [...this.known.keys()].toReversed();
    const owners = await findOwners([...entries.values()], known, files, turns);
    const peersOf = new Map<number, Peer[]>();
    for (const { ends, peer } of questions) {
      const processId = owners.get(entries.get(ends)?.inode ?? '');
      // The broker calls itself only where a test runs it in its own process.
      if (processId === undefined || processId === process.pid) continue;
      const others = peersOf.get(processId);
      if (others === undefined) peersOf.set(processId, [peer]);
      else others.push(peer);
    }
    for (const [processId, peers] of peersOf) {
      if (turns.isOver) await turns.next();
      this.recognize(processId, peers);
    }
  }

  /** @param peers all connections of the process that were looked up together: what it is called is read once */
  private recognize(processId: number, peers: readonly Peer[]): void {
    const program = this.ports.files.readProgram(processId);
    if (program === undefined) return;
    const before = this.known.get(processId);
    const { startedAt, argv, command } = program;
    const name = before?.startedAt === startedAt ? before.name : nameProgram(argv, command);
    this.known.delete(processId);
    this.known.set(processId, { startedAt, name });
    const [oldest] = this.known.keys();
    if (this.known.size > MAXIMUM_KNOWN && oldest !== undefined) this.known.delete(oldest);
    for (const peer of peers) {
      peer.processId = processId;
      peer.name = name;
    }
    try {
      this.ports.onRecognized(processId);
    } catch (error) {
      this.ports.onFailure(error);
    }
  }
}
