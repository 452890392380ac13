// The web front: takes clips, answers at once, and shows what the workers have made of them. It knows no queue: the bucket
// sends an event for each upload, and a worker takes it from there.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { listNames, readObject, writeObject } from './bucket.js';

const PORT = Number(process.env.PORT ?? 8080);
const MAXIMUM_BYTES = 20_000_000;
const PAGE = join(import.meta.dirname, '..', 'index.html');
const TYPES: Record<string, string> = { jpg: 'image/jpeg', gif: 'image/gif', json: 'application/json' };

class TooLarge extends Error {}

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    log(`${request.method} ${request.url} failed: ${String(error)}`);
    // The rest of an upload that is too large is not read.
    if (error instanceof TooLarge)
      send(response.setHeader('Connection', 'close'), 413, { error: error.message });
    else send(response, 404, { error: 'There is no such thing' });
  });
});
// Only this machine can upload.
server.listen(PORT, '127.0.0.1', () => {
  const address = server.address();
  log(`listening on http://127.0.0.1:${typeof address === 'object' ? address?.port : PORT}`);
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://front');
  if (request.method === 'POST' && pathname === '/clips') {
    const id = randomUUID();
    await writeObject(`uploads/${id}.mp4`, Readable.from(limit(request)));
    log(`took ${id}`);
    // Accepted: the clip is safe, and the work comes later.
    send(response, 202, { id });
  } else if (pathname === '/') {
    response.setHeader('Content-Type', 'text/html; charset=utf-8').end(await readFile(PAGE));
  } else if (pathname === '/clips') {
    send(response, 200, await listClips());
  } else {
    // "/clips/ID/poster.jpg"
    if (!pathname.startsWith('/clips/')) throw new Error('not a file of a clip');
    const bytes = await readObject(pathname.slice(1));
    const type = TYPES[pathname.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
    response.setHeader('Content-Type', type).end(bytes);
  }
}

async function* limit(request: IncomingMessage): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAXIMUM_BYTES) throw new TooLarge(`A clip has at most ${MAXIMUM_BYTES} bytes`);
    yield chunk;
  }
}

/** A clip without a `clip.json` is not done: it waits, is in work, or is broken. */
async function listClips(): Promise<object[]> {
  const ids = (await listNames('uploads')).map((name) => name.replace(/\.\w+$/, ''));
  return Promise.all(
    ids.map(async (id) => {
      const done = await readObject(`clips/${id}/clip.json`).catch(() => undefined);
      return { id, ...(done && (JSON.parse(done.toString()) as object)) };
    }),
  );
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

function log(line: string): void {
  console.log(`front: ${line}`);
}
