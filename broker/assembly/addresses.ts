/** The name of both loopback addresses. */
const LOCALHOST = 'localhost';

/** Loopback in both families. */
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/;

/**
 * The addresses to listen on for a host. Programs take `localhost` for either of two addresses, and some try only one.
 * @returns the first must be had; the others only where the machine has them
 */
export function listAddresses(host: string): readonly [string, ...string[]] {
  return host === LOCALHOST ? ['127.0.0.1', '::1'] : [host];
}

/** Errors of an address that this machine does not have. */
export function isMissingAddress({ code }: NodeJS.ErrnoException): boolean {
  return code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT' || code === 'EINVAL';
}

/** The warning if other machines can reach the broker; otherwise undefined. */
export function warnOfHost(host: string): string | undefined {
  if (LOOPBACK.test(host)) return undefined;
  return (
    `Warning: --host ${host} lets other machines call this broker. Calls are not encrypted, and without --auth ` +
    'callers are not authenticated. Calls with a host name other than localhost or a loopback address need --allowed-hosts.'
  );
}
