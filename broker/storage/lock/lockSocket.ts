import { createConnection, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOf } from '../disk/fileSystem.ts';

/** What the kernel lets a path of a socket be, less one, on the system that allows least. */
const MAXIMUM_PATH_BYTES = 103;

export interface LockSocket {
  /** Absolute path; empty if the socket could not be created. */
  readonly path: string;
  close(): void;
}

/**
 * Listens for as long as the process lives: the kernel closes the socket with it, whatever ended it. It lies in the folder
 * for temporary files, since a socket among the data would be in the way of anyone who copies them, and its path would
 * often be too long. Greets everyone who connects with the id, which a process that is paused cannot do.
 */
export function openLockSocket(id: string): Promise<LockSocket> {
  const path = nameSocket(id);
  if (Buffer.byteLength(path) > MAXIMUM_PATH_BYTES) return Promise.resolve(NO_SOCKET);
  const server = createServer((connection) => {
    connection.on('error', () => undefined);
    connection.end(id);
  });
  server.unref();
  return new Promise((resolve) => {
    server.once('error', () => resolve(NO_SOCKET));
    server.listen(path, () => resolve({ path, close: () => closeServer(server) }));
  });
}

/** `alive`: its owner answered. `dead`: the kernel says that no process listens. `changed`: it ended meanwhile. */
export type Knock = 'alive' | 'dead' | 'changed';

/**
 * Asks the owner of a lock on this kernel. Never resolves when nothing can be learned, until the signal ends it.
 * @param path as the lock says it
 */
export function knock(path: string, id: string, signal: AbortSignal): Promise<Knock> {
  return new Promise((resolve) => {
    const connection = createConnection(path);
    let answer = '';
    connection.setEncoding('utf8');
    connection.on('data', (text: string) => {
      answer += text;
      if (answer.startsWith(id)) resolve('alive');
      else if (answer.length >= id.length) connection.destroy();
    });
    connection.on('error', (error) => {
      if (isNobody(codeOf(error))) resolve('dead');
    });
    connection.on('end', () => resolve('changed'));
    signal.addEventListener('abort', () => connection.destroy());
  });
}

const NO_SOCKET: LockSocket = { path: '', close: () => undefined };

function nameSocket(id: string): string {
  return process.platform === 'win32'
    ? `\\\\.\\pipe\\queueside-${id}`
    : join(tmpdir(), `queueside-${id}.socket`);
}

/** On Windows, a pipe ends with its process; elsewhere, a path may only be hidden. */
function isNobody(code: string | undefined): boolean {
  return code === 'ECONNREFUSED' || (process.platform === 'win32' && code === 'ENOENT');
}

function closeServer(server: Server): void {
  server.close();
}
