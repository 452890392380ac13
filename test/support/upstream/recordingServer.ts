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
}

/** Answers a request after it was recorded. */
export type Reply = (response: ServerResponse, request: RecordedRequest) => void;

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

/** Keeps every request that reaches a free loopback port; closed when the suite ends. */
export async function startRecordingServer(reply: Reply = replyEmpty): Promise<RecordingServer> {
  const requests: RecordedRequest[] = [];
  const server = createServer((request, response) => {
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
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}
