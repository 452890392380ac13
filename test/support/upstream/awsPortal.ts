import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'mocha';
import { isSignInHost } from '../../../broker/connections/client/credentials.ts';
import { WrongHostError } from '../../../broker/connections/callBounds.ts';
import { GuardedHandler } from '../../../broker/connections/client/guardedHandler.ts';

type Handle = GuardedHandler['handle'];

/** Sends calls that get keys to a server of the test, after the same check of their host: no user can do that. */
export class RedirectedHandler extends GuardedHandler {
  /** That calls were for, in their order. */
  readonly origins: string[] = [];
  readonly #target: URL;

  /** @param endpoint with HTTP */
  constructor(endpoint: string) {
    const target = new URL(endpoint);
    super(({ origin }) => origin === target.origin);
    this.#target = target;
  }

  override async handle(request: Parameters<Handle>[0], options?: Parameters<Handle>[1]) {
    const { protocol, hostname, port } = request;
    const url = new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`);
    this.origins.push(url.origin);
    if (!isSignInHost(url)) throw new WrongHostError(url.origin);
    const { hostname: toHost, port: toPort } = this.#target;
    const moved = { protocol: 'http:', hostname: toHost, port: Number(toPort) };
    const redirected = Object.assign(Object.create(Object.getPrototypeOf(request) as object), request, moved);
    const name = (error: unknown) => Object.assign(error as Error, { origin: url.origin });
    const answer = await super.handle(redirected as typeof request, options).catch((error: unknown) => {
      throw name(error);
    });
    if (this.trouble !== undefined) name(this.trouble);
    return answer;
  }
}

/** What the portal does with a token that it is shown. */
export type PortalState = 'knows' | 'revoked' | 'noRole' | 'down' | 'page' | 'cut';

/** The start page of AWS for the users of a company, as far as programs call it: GetRoleCredentials and CreateToken. */
export async function startPortal() {
  let state: PortalState = 'knows';
  let renews = false;
  const calls: string[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://portal');
    calls.push(pathname);
    const reply = (status: number, body: object, error?: string) =>
      response
        .writeHead(status, {
          'Content-Type': 'application/json',
          ...(error !== undefined && { 'x-amzn-errortype': error }),
        })
        .end(JSON.stringify(body));
    request.resume();
    if (state === 'cut') response.destroy();
    else if (state === 'page') response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>');
    else if (state === 'down') reply(500, { message: 'x' }, 'InternalServerException');
    else if (pathname === '/token') {
      if (renews) reply(200, { accessToken: 'renewed', expiresIn: 28_800, refreshToken: 'next' });
      else reply(400, { error: 'invalid_grant' }, 'InvalidGrantException');
    } else if (state === 'noRole') reply(403, { message: 'No access' }, 'ForbiddenException');
    else if (state === 'revoked')
      reply(401, { message: 'Session token not found or invalid' }, 'UnauthorizedException');
    else {
      const token = String(request.headers['x-amz-sso_bearer_token']);
      const role = `${searchParams.get('account_id')}-${searchParams.get('role_name')}`;
      const roleCredentials = {
        accessKeyId: `AKID-${token}`,
        secretAccessKey: 'secret',
        sessionToken: role,
        expiration: Date.now() + 3_600_000,
      };
      reply(200, { roleCredentials });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Paths. */
    calls,
    /** @param willRenew a token, by its refresh token */
    set: (next: PortalState, willRenew = false) => {
      state = next;
      renews = willRenew;
    },
  };
}
