import { createHash, hash } from 'node:crypto';

/** One call into native code; about half the cost of a Hash object. Node has it from 20.12 on. */
const oneShot = typeof hash === 'function' ? hash : undefined;

/** Lower-case hex MD5: a checksum that SDKs verify, not a protection. */
export function md5(bytes: Uint8Array): string {
  return oneShot === undefined ? createHash('md5').update(bytes).digest('hex') : oneShot('md5', bytes, 'hex');
}

/** Lower-case hex SHA-256. */
export function sha256(data: string | Uint8Array): string {
  return oneShot === undefined
    ? createHash('sha256').update(data).digest('hex')
    : oneShot('sha256', data, 'hex');
}
