import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** A call that came through the proxy. */
export interface ProxiedCall {
  readonly host: string;
  /** That signed it; undefined: it was not signed. */
  readonly accessKeyId: string | undefined;
  readonly sessionToken: string | undefined;
}

/** A proxy of a company that looks into what passes, as some do: hosts of AWS are servers on this machine behind it. */
export interface AwsProxy {
  /** URL, with the user and the password that the proxy wants. */
  readonly url: string;
  /** Of the certificate that it shows for all of the hosts, PEM. */
  readonly authorityPath: string;
  readonly calls: readonly ProxiedCall[];
  close(): void;
}

const USER = 'me';
const PASSWORD = 'password of the proxy';

/**
 * @param folder for files of certificates
 * @param servers URL of the server behind each host
 */
export async function startAwsProxy(
  folder: string,
  servers: Readonly<Record<string, string>>,
): Promise<AwsProxy> {
  const [key, authorityPath] = [join(folder, 'proxy-key.pem'), join(folder, 'proxy.pem')];
  const names = Object.keys(servers).map((host) => `DNS:${host}`);
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const subject = ['-subj', '/CN=proxy', '-addext', `subjectAltName=${names.join()}`];
  const files = ['-keyout', key, '-out', authorityPath];
  execFileSync('openssl', ['req', '-x509', ...curve, '-days', '2', ...subject, ...files], { stdio: 'pipe' });
  const calls: ProxiedCall[] = [];
  const inside = createSecureServer(
    { key: readFileSync(key), cert: readFileSync(authorityPath) },
    (call, answer) => {
      const { host = '', authorization, 'x-amz-security-token': sessionToken } = call.headers;
      const [, accessKeyId] = /Credential=([^/]+)/.exec(authorization ?? '') ?? [];
      calls.push({ host, accessKeyId, sessionToken: sessionToken as string | undefined });
      passOn(call, answer, servers[host] ?? '');
    },
  );
  const proxy = createServer().on('connect', ({ url = '', headers }: IncomingMessage, socket) => {
    const isKnown =
      headers['proxy-authorization'] === `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`;
    const isServed = Object.hasOwn(servers, url.replace(/:443$/, ''));
    if (!isKnown || !isServed) {
      socket.end(`HTTP/1.1 ${isKnown ? '403 Forbidden' : '407 Proxy Authentication Required'}\r\n\r\n`);
      return;
    }
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    inside.emit('connection', socket);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const { port } = proxy.address() as AddressInfo;
  return {
    url: `http://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}`,
    authorityPath,
    calls,
    close: () => {
      proxy.close();
      proxy.closeAllConnections();
      inside.closeAllConnections();
    },
  };
}

function passOn(call: IncomingMessage, answer: ServerResponse, server: string): void {
  const { hostname, port } = new URL(server);
  const { method, url, headers } = call;
  const onward = request({ hostname, port, method, path: url, headers }, (response) => {
    answer.writeHead(response.statusCode ?? 500, response.headers);
    response.pipe(answer);
  });
  onward.on('error', () => answer.destroy());
  call.pipe(onward);
}
