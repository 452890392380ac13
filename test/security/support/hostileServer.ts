import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** The server of a hostile page. */
export interface HostileServer {
  readonly origin: string;
  close(): void;
}

const serve: RequestListener = (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://page.invalid');
  const to = searchParams.get('to') ?? '';
  request.resume();
  if (pathname === '/redirect') {
    response.writeHead(Number(searchParams.get('status')), { Location: to }).end();
  } else if (pathname === '/serviceWorker.js') {
    const url = JSON.stringify(searchParams.get('url'));
    const code = `self.addEventListener('install', (event) => event.waitUntil(
      fetch(${url}, { mode: 'no-cors' }).catch(() => undefined)));`;
    response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(code);
  } else if (pathname === '/reporting') {
    const policy = `img-src 'none'; report-uri ${to}`;
    response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Security-Policy': policy });
    response.end('<!doctype html><img src="/picture.png">');
  } else {
    response
      .writeHead(200, { 'Content-Type': 'text/html' })
      .end('<!doctype html><title>A page</title><body>');
  }
};

/** @param tls certificate and key, PEM; absent: plain HTTP */
export async function startHostileServer(tls?: {
  readonly certificate: string;
  readonly privateKey: string;
}): Promise<HostileServer> {
  const server: Server =
    tls === undefined
      ? createServer(serve)
      : createSecureServer({ cert: tls.certificate, key: tls.privateKey }, serve);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
