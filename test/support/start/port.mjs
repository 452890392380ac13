import { createServer } from 'node:net';

/** Where VS Code is served at the first start. */
export const FIRST_PORT = 9_380;

/**
 * @param {number} port 0 for any
 * @returns {Promise<number | undefined>} the port when it is free on the loopback interface
 */
export function findFreePort(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const address = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(address.port));
    });
  });
}
