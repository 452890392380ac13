// The yardstick: a plain node:http server that collects the body and answers fixed bytes.
import { createServer } from 'node:http';

const answer = Buffer.from(
  JSON.stringify({ MessageId: '00000000-0000-4000-8000-000000000000', MD5OfMessageBody: '0'.repeat(32) }),
);

const server = createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    Buffer.concat(parts);
    response.writeHead(200, {
      'Content-Type': 'application/x-amz-json-1.0',
      'Content-Length': answer.length,
    });
    response.end(answer);
  });
});

server.listen(0, '127.0.0.1', () => {
  const endpoint = `http://127.0.0.1:${server.address().port}`;
  console.log(JSON.stringify({ event: 'ready', endpoint, pid: process.pid }));
});
