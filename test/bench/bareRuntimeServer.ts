// The yardstick of the Runtime API: plain node:http servers that give a fixed event, collect a result and accept it.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ENVIRONMENTS, EVENT, REQUEST_ID } from './runtimeEvent.ts';

const event = Buffer.from(EVENT);
const accepted = Buffer.from('{"status":"OK"}');

const endpoints = await Promise.all(
  Array.from({ length: ENVIRONMENTS }, async () => {
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        Buffer.concat(parts);
        const isNext = request.method === 'GET';
        const body = isNext ? event : accepted;
        response.writeHead(isNext ? 200 : 202, {
          'Content-Type': 'application/json',
          'Content-Length': body.length,
          ...(isNext ? { 'Lambda-Runtime-Aws-Request-Id': REQUEST_ID } : {}),
        });
        response.end(body);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }),
);
console.log(JSON.stringify({ event: 'ready', endpoint: endpoints[0], endpoints, pid: process.pid }));
