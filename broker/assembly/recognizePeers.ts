import type { Socket } from 'node:net';
import type { CallerProcess } from '../engine/base/caller.ts';
import type { Engine } from '../engine/engine.ts';
import { holdConsumer } from '../engine/operations/holds.ts';
import { PeerProcesses } from '../peers/peerProcesses.ts';
import { PROCESS_FILES } from '../peers/processFiles.ts';
import type { ConsumerRegistry } from '../trace/consumers.ts';
import { logLine } from './lifecycle.ts';

/** How the broker recognizes the processes that call it. */
export interface PeerRecognition {
  /** Whether the system tells which process is at the other end of a connection. */
  readonly seesProcesses: boolean;
  find(socket: Socket, accessKeyId: string): CallerProcess | undefined;
  stop(): void;
}

/** @param isWanted whether anything shows who called; asked at each call */
export function recognizePeers(
  engine: Engine,
  consumers: ConsumerRegistry,
  isWanted: () => boolean,
): PeerRecognition {
  if (process.platform !== 'linux')
    return { seesProcesses: false, find: () => undefined, stop: () => undefined };
  const peers = new PeerProcesses({
    files: PROCESS_FILES,
    isWanted,
    // What it received before it was recognized is held from now on.
    onRecognized: (processId) => {
      if (engine.holds.has(processId)) holdConsumer(engine, processId);
    },
    // Who calls is only shown: the broker goes on without it.
    onFailure: (error) => logLine(`a caller was not recognized: ${String(error)}`),
  });
  return {
    seesProcesses: true,
    // The program of a launch is known by its key.
    find: (socket, accessKeyId) => (consumers.isRegistered(accessKeyId) ? undefined : peers.of(socket)),
    stop: () => peers.stop(),
  };
}
