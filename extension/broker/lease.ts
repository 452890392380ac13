import { randomUUID } from 'node:crypto';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { checkPrivateFolder, isPrivateFile } from './privateFolder.ts';
import { nameProcessSpace } from './processSpace.ts';
import { openRegularFile } from './regularFile.ts';

/** How the windows of one workspace find the broker that they share. Holds a secret: mode 0600. */
export interface Lease {
  readonly pid: number;
  /** In which `pid` means the broker's process: see `nameProcessSpace`. Absent in leases of older versions. */
  readonly space?: string;
  /** `http://host:port`. */
  readonly endpoint: string;
  /** `ws://host:port/control`. */
  readonly control: string;
  /** Of the control connection. */
  readonly token: string;
  /** PROTOCOL_VERSION of the window that started the broker. */
  readonly protocol: number;
}

export const LEASE_FILE = 'broker.lease.json';
/** Of a file that this extension writes. */
const MAXIMUM_BYTES = 65_536;

/**
 * @returns undefined when there is no lease, it does not make sense, or it is not this user's alone: another user's lease
 * would lead this window's messages to another user's broker
 * @throws UnsafeFolderError
 */
export async function readLease(folder: string): Promise<Lease | undefined> {
  await checkPrivateFolder(folder);
  const text = await readPrivateText(join(folder, LEASE_FILE)).catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isLease(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

async function readPrivateText(path: string): Promise<string | undefined> {
  const file = await openRegularFile(path);
  try {
    const status = await file.stat();
    return isPrivateFile(status) && status.size <= MAXIMUM_BYTES ? await file.readFile('utf8') : undefined;
  } finally {
    await file.close();
  }
}

/** Replaces the lease in one step, so that no window reads half of it. Throws UnsafeFolderError, and Node's errors. */
export async function writeLease(folder: string, lease: Lease): Promise<void> {
  const temporary = join(folder, `${LEASE_FILE}.${randomUUID()}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await checkPrivateFolder(folder);
  const text = JSON.stringify({ ...lease, space: nameProcessSpace() } satisfies Lease);
  await writeFile(temporary, text, { mode: 0o600, flag: 'wx' });
  // The process's umask may have taken bits away but never adds any; chmod makes the mode exact.
  await chmod(temporary, 0o600);
  await rename(temporary, join(folder, LEASE_FILE));
}

export async function removeLease(folder: string): Promise<void> {
  await rm(join(folder, LEASE_FILE), { force: true });
}

/**
 * Whether a process listens at the address of the lease: a process id may be another process's by now, or mean one
 * elsewhere.
 */
export function isServing({ control }: Lease): Promise<boolean> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(control);
    const connection = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) });
    connection.once('connect', () => {
      connection.destroy();
      resolve(true);
    });
    connection.once('error', () => resolve(false));
  });
}

function isLease(value: unknown): value is Lease {
  if (typeof value !== 'object' || value === null) return false;
  const lease = value as Partial<Record<keyof Lease, unknown>>;
  return (
    Number.isInteger(lease.pid) &&
    typeof lease.endpoint === 'string' &&
    typeof lease.control === 'string' &&
    typeof lease.token === 'string' &&
    Number.isInteger(lease.protocol)
  );
}
