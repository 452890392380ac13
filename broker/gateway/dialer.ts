import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectSecure, type TLSSocket } from 'node:tls';
import { urlToHttpOptions } from 'node:url';
import { authorizeToProxy, findProxy, type ProxyVariables } from './proxies.ts';
import { openTunnel } from './proxiedAgent.ts';

/** Until the system asks whether a silent endpoint still exists. */
const PROBE_MS = 1_000;

/** What happens with a socket that was asked for; one of the first two is called once. */
export interface DialPorts {
  /** A socket that connects: the errors and the end of it are those of the connection. */
  onSocket(socket: Socket, readyEvent: 'connect' | 'secureConnect'): void;
  /** There is no way to the endpoint. */
  onFailure(error: Error): void;
}

/** Opens connections to one endpoint, directly or through the proxy that there is for it. */
export class Dialer {
  /** Put before the path if a call over HTTP goes through a proxy, which needs the whole URL; through a tunnel, HTTPS needs no prefix. */
  readonly pathPrefix: string;
  readonly proxyHeaders: Readonly<Record<string, string>> | undefined;
  /** Of the endpoint, or of the proxy that forwards calls to it. */
  private readonly host: string;
  private readonly port: number;
  private readonly isSecure: boolean;
  private readonly tunnel: { readonly proxy: URL; readonly target: string } | undefined;
  /** Of TLS: the next connection begins sooner with it. */
  private session: Buffer | undefined;

  constructor(endpoint: URL, proxies: ProxyVariables) {
    const proxy = findProxy(endpoint, proxies);
    const isForwarded = proxy !== undefined && endpoint.protocol === 'http:';
    const called = isForwarded ? proxy : endpoint;
    const { hostname, port } = urlToHttpOptions(called);
    this.isSecure = called.protocol === 'https:';
    this.host = hostname ?? '';
    this.port = Number(port ?? '') || (this.isSecure ? 443 : 80);
    this.pathPrefix = isForwarded ? endpoint.origin : '';
    this.proxyHeaders = isForwarded ? authorizeToProxy(proxy) : undefined;
    this.tunnel =
      proxy === undefined || isForwarded
        ? undefined
        : { proxy, target: `${endpoint.hostname}:${endpoint.port === '' ? 443 : endpoint.port}` };
  }

  dial(ports: DialPorts): void {
    const { host, port, tunnel } = this;
    const place = { host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: PROBE_MS };
    if (!this.isSecure) ports.onSocket(connectPlain(place), 'connect');
    else if (tunnel === undefined) ports.onSocket(this.secure(place), 'secureConnect');
    else {
      openTunnel(tunnel.proxy, tunnel.target, (result) => {
        if (result instanceof Error) ports.onFailure(result);
        else ports.onSocket(this.secure({ host, socket: result }), 'secureConnect');
      });
    }
  }

  private secure(place: ConnectionOptions): TLSSocket {
    const { host, session } = this;
    const socket = connectSecure({
      ...place,
      // An address is no name that a server could choose its certificate by.
      ...(isIP(host) === 0 && { servername: host }),
      ...(session !== undefined && { session }),
      ALPNProtocols: ['http/1.1'],
    });
    socket.on('session', (given: Buffer) => {
      this.session = given;
    });
    socket.once('error', () => {
      this.session = undefined;
    });
    return socket;
  }
}
