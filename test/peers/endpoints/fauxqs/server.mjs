// Starts fauxqs on a loopback port, which its own command does not: node server.mjs PORT
import { buildApp } from 'fauxqs';

await buildApp({ logger: false }).listen({ port: Number(process.argv[2]), host: '127.0.0.1' });
