import { request as requestPlain, type RequestOptions } from 'node:http';
import { Agent, type AgentOptions, request as requestSecure } from 'node:https';
import { isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { CALL_LIMITS, SlowAnswerError } from '../connections/callBounds.ts';
import { authorizeToProxy, findProxy, type ProxyVariables } from './proxies.ts';

type Connected = (error: Error | null, stream: Duplex) => void;

/** Connections of HTTPS, through the proxy that there is for their host: the proxy sees no more than its name. */
export class ProxiedAgent extends Agent {
  private readonly variables: ProxyVariables;

  constructor(variables: ProxyVariables, options: AgentOptions = {}) {
    super(options);
    this.variables = variables;
  }

  override createConnection(options: RequestOptions, connected: Connected): Duplex | null | undefined {
    const { host = '', port } = options;
    const name = host ?? '';
    const hostname = name.includes(':') ? `[${name}]` : name;
    const called = { protocol: 'https:', hostname, port: String(port ?? '') };
    const proxy = findProxy(called, this.variables);
    if (proxy === undefined) return super.createConnection(options, connected);
    openTunnel(proxy, `${hostname}:${port ?? 443}`, (result) => {
      // The one argument that is given is looked at.
      if (result instanceof Error) (connected as (error: Error) => void)(result);
      else
        connected(null, super.createConnection({ ...options, socket: result } as RequestOptions) as Duplex);
    });
    return undefined;
  }
}

/** A proxy did not connect to a host. */
class ProxyError extends Error {
  override readonly name = 'ProxyError';
}

/** @param target host and port */
export function openTunnel(proxy: URL, target: string, done: (result: Socket | Error) => void): void {
  const isSecure = proxy.protocol === 'https:';
  const host = proxy.hostname.replace(/^\[(.*)\]$/, '$1');
  const call = (isSecure ? requestSecure : requestPlain)({
    host,
    // Not the host of the header: the certificate is that of the proxy. An address is no name to choose one by.
    servername: isIP(host) === 0 ? host : '',
    port: proxy.port === '' ? (isSecure ? 443 : 80) : proxy.port,
    method: 'CONNECT',
    path: target,
    headers: { host: target, ...authorizeToProxy(proxy) },
    agent: false,
    timeout: CALL_LIMITS.connectMs,
  });
  call.once('timeout', () => call.destroy(new SlowAnswerError()));
  call.once('error', done);
  call.once('connect', ({ statusCode, statusMessage }, socket: Socket) => {
    if (statusCode === 200) {
      socket.setTimeout(0);
      done(socket);
      return;
    }
    socket.destroy();
    done(new ProxyError(`The proxy ${proxy.host} responded with ${statusCode} ${statusMessage ?? ''}`));
  });
  call.end();
}
