// The yardstick for what Node makes of the work of a send: a plain node:http server that parses the request, makes an id
// and a digest, and keeps the body. No queue, no protocol, no checks.
import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

const messages = [];

const server = createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const { MessageBody = '' } = JSON.parse(Buffer.concat(parts).toString());
    const body = Buffer.from(MessageBody);
    const MessageId = randomUUID();
    const MD5OfMessageBody = createHash('md5').update(body).digest('hex');
    messages.push({ MessageId, body, MD5OfMessageBody });
    const answer = JSON.stringify({ MD5OfMessageBody, MessageId });
    response.writeHead(200, {
      'Content-Type': 'application/x-amz-json-1.0',
      'Content-Length': Buffer.byteLength(answer),
    });
    response.end(answer);
  });
});

server.listen(0, '127.0.0.1', () => {
  const endpoint = `http://127.0.0.1:${server.address().port}`;
  console.log(JSON.stringify({ event: 'ready', endpoint, pid: process.pid }));
});
