import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'mocha';

export interface RecordedRequest {
  readonly action: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface RecordingServer {
  /** URL without a slash at its end. */
  readonly endpoint: string;
  readonly requests: RecordedRequest[];
  /** Paths that were read, which is no call of Amazon SQS. */
  readonly reads: string[];
}

/** Answers a request after it was recorded. */
export type Reply = (response: ServerResponse, request: RecordedRequest) => void;

/** Answers what reads a path: most servers have none. */
export type ReplyToRead = (response: ServerResponse, request: IncomingMessage) => void;

/** What an empty list of Amazon SQS looks like. */
export const replyEmpty: Reply = (response) => {
  response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' }).end('{}');
};

/** Replies as Amazon SQS does with an error. */
export function replyError(status: number, code: string, message = ''): Reply {
  return (response) => {
    response
      .writeHead(status, {
        'Content-Type': 'application/x-amz-json-1.0',
        'x-amzn-query-error': `${code};Sender`,
      })
      .end(JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, message }));
  };
}

/** Keeps every call that reaches a free loopback port; closed when the suite ends. */
export async function startRecordingServer(
  reply: Reply = replyEmpty,
  replyToRead: ReplyToRead = (response) => void response.writeHead(404).end(),
): Promise<RecordingServer> {
  const requests: RecordedRequest[] = [];
  const reads: string[] = [];
  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      reads.push(request.url ?? '');
      replyToRead(response, request);
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const recorded = {
        action: String(request.headers['x-amz-target'] ?? '').replace('AmazonSQS.', ''),
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      requests.push(recorded);
      reply(response, recorded);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, reads };
}
