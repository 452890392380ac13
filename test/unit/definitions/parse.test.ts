import assert from 'node:assert/strict';
import { parseDefinitions } from '../../../broker/definitions/parse.ts';
import { formatProblem } from '../../../broker/definitions/problems.ts';

/** The problems of a text, each as a compiler would say it. */
function problemsOf(text: string): string[] {
  return parseDefinitions(text).problems.map((problem) => formatProblem('queueside.json', problem));
}

describe('parseDefinitions', () => {
  it('reads everything that a file may say, in friendly form or in that of the service', () => {
    const { queues, problems } = parseDefinitions(`{
      // Comments and trailing commas are fine.
      "$schema": "./queueside.schema.json",
      "queues": {
        "orders.fifo": {
          "attributes": {
            "FifoQueue": true,
            "VisibilityTimeout": 60,
            "DelaySeconds": "5",
            "ContentBasedDeduplication": true,
            "Policy": { "Statement": [ { "Effect": "Allow" } ] },
          },
          "tags": { "team": "orders" },
          "deadLetter": { "queue": "dead.fifo", "maxReceiveCount": 3 },
          "faults": { "delayMs": 500, "dropRate": 0.1, "actions": ["SendMessage"], "seed": 7 },
          "messages": [
            { "body": "plain", "group": "a", "deduplicationId": "d" },
            { "body": { "id": 12345678901234567890, /* why */ "list": [1.50, null, "é"] }, "delaySeconds": 0 },
            {
              "body": "x",
              "attributes": {
                "kind": "new",
                "count": 1.0,
                "size": { "type": "Number.int", "value": 7 },
                "raw": { "type": "Binary", "value": "AQL/" },
              },
            },
          ],
        },
        "dead.fifo": { "deadLetter": null },
      },
    }`);
    assert.deepEqual(problems, []);
    assert.deepEqual(queues, [
      {
        name: 'orders.fifo',
        attributes: {
          VisibilityTimeout: '60',
          DelaySeconds: '5',
          ContentBasedDeduplication: 'true',
          Policy: '{"Statement":[{"Effect":"Allow"}]}',
        },
        tags: { team: 'orders' },
        deadLetter: { queue: 'dead.fifo', maxReceiveCount: 3 },
        faults: { faults: { delayMs: 500, dropRate: 0.1, actions: ['SendMessage'] }, seed: 7 },
        messages: [
          { body: 'plain', groupId: 'a', deduplicationId: 'd' },
          { body: '{"id":12345678901234567890,"list":[1.50,null,"é"]}', delaySeconds: 0 },
          {
            body: 'x',
            attributes: [
              { name: 'kind', type: 'String', stringValue: 'new' },
              { name: 'count', type: 'Number', stringValue: '1.0' },
              { name: 'size', type: 'Number.int', stringValue: '7' },
              { name: 'raw', type: 'Binary', binaryValue: Buffer.from([1, 2, 255]) },
            ],
          },
        ],
      },
      { name: 'dead.fifo', attributes: {}, tags: {}, deadLetter: null, faults: undefined, messages: [] },
    ]);
  });

  const inQueue = (members: string) => `{"queues": {"q": {${members}}}}`;
  const rows: readonly [what: string, text: string, problem: RegExp][] = [
    ['an empty text', '', /^queueside\.json:1:1: Value expected\.$/],
    ['a missing comma', '{\n  "queues": {}\n  "x": 1\n}', /^queueside\.json:3:3: Comma expected\.$/],
    ['too many levels', '['.repeat(1_000_000), /:1:201: Nested more than 200 levels deep\./],
    ['a list', '[]', /:1:1: The file must be an object\./],
    ['no queues', '{}', /:1:1: The file must have the member "queues"\./],
    ['queues in a list', '{"queues": []}', /:1:12: queues must be an object\./],
    [
      'an unknown member',
      inQueue('\n "tag": {}'),
      /:2:2: A queue has no member "tag"; it can have attributes, tags/,
    ],
    ['a queue twice', '{"queues": {"q": {}, "q": {}}}', /:1:22: "q" appears twice\./],
    ['a redrive policy', inQueue('"attributes": {"RedrivePolicy": "x"}'), /Write "deadLetter"/],
    [
      'null for an attribute',
      inQueue('"attributes": {"DelaySeconds": null}'),
      /DelaySeconds must be a string/,
    ],
    ['a FIFO queue without its name', inQueue('"attributes": {"FifoQueue": true}'), /ends in \.fifo/],
    ['a number for a tag', inQueue('"tags": {"a": 1}'), /The tag "a" must be a string\./],
    ['half a dead letter', inQueue('"deadLetter": {"queue": "q"}'), /must have the members "queue" and "max/],
    [
      'an unknown dead-letter queue',
      inQueue('"deadLetter": {"queue": "nowhere", "maxReceiveCount": 3}'),
      /:1:43: This file has no queue "nowhere"\./,
    ],
    [
      'a thousand queues and one',
      JSON.stringify({ queues: Object.fromEntries(Array.from({ length: 1001 }, (_, n) => [`q${n}`, {}])) }),
      /: A file may have at most 1,000 queues; this is one more\.$/,
    ],
    [
      'a thousand attributes and one',
      inQueue(`"attributes": {${Array.from({ length: 1001 }, (_, n) => `"a${n}": 1`).join()}}`),
      /: At most 1,000 members; this is one more\.$/,
    ],
    [
      'ten thousand messages and one',
      inQueue(`"messages": [${'{"body": "x"},'.repeat(10_001)}]`),
      /: messages may have at most 10,000 elements\.$/,
    ],
    [
      'a binary attribute that is not base64',
      inQueue('"messages": [{"body": "x", "attributes": {\n"a": {"type": "Binary", "value": "no!"}}}]'),
      /:2:34: The attribute "a" must be base64 with padding, such as "AQL\/"\.$/,
    ],
    [
      'base64 without its padding',
      inQueue('"messages": [{"body": "x", "attributes": {"a": {"type": "Binary.png", "value": "AQ"}}}]'),
      /The attribute "a" must be base64/,
    ],
    ['a message without body', inQueue('"messages": [{}]'), /A message must have the member "body"\./],
    ['messages that are no list', inQueue('"messages": {}'), /messages must be a list\./],
    ['a message that is a text', inQueue('"messages": ["x"]'), /A message must be an object\./],
    [
      'an attribute without a value',
      inQueue('"messages": [{"body": "x", "attributes": {"a": {"type": "String"}}}]'),
      /The attribute "a" must have the members "type" and "value"\./,
    ],
    [
      'a boolean attribute',
      inQueue('"messages": [{"body": "x", "attributes": {"a": true}}]'),
      /The attribute "a" must be a string, a number, or an object/,
    ],
  ];
  for (const [what, text, problem] of rows) {
    it(`reports ${what}, and where`, () => {
      const problems = problemsOf(text);
      assert.equal(problems.length, 1, problems.join('\n'));
      assert.match(problems[0] ?? '', problem);
    });
  }

  it('reports all problems, not just the first', () => {
    assert.equal(problemsOf(inQueue('"tags": {"a": 1, "b": 2}, "deadLetter": 3')).length, 3);
  });

  const floods: readonly [what: string, text: string][] = [
    ['syntax errors', '{"queues": {' + '!,'.repeat(1_000_000)],
    ['queues', `{"queues": {${Array.from({ length: 60_000 }, (_, n) => `"q${n}": {"x": 1}`).join()}}}`],
    ['queues twice', `{"queues": {${'"q": {},'.repeat(400_000)}}}`],
    [
      'dead-letter queues',
      `{"queues": {${Array.from({ length: 1000 }, (_, n) => `"q${n}": {"deadLetter": {"queue": "x", "maxReceiveCount": 1}}`).join()}}}`,
    ],
    ['tags', inQueue(`"tags": {${Array.from({ length: 300_000 }, (_, n) => `"t${n}": 1`).join()}}`)],
    ['messages', inQueue(`"messages": [${'1,'.repeat(9999)}]`)],
  ];
  for (const [what, text] of floods) {
    it(`reports a hundred problems at most in a flood of wrong ${what}`, () => {
      const { length } = problemsOf(text);
      assert.ok(length >= 1 && length <= 100, `${length} problems`);
    });
  }

  it('reads a text with a byte order mark, at the same places', () => {
    assert.deepEqual(problemsOf('\uFEFF{"queues": {"q": 1}}'), problemsOf('{"queues": {"q": 1}}'));
    assert.deepEqual(problemsOf('\uFEFF{"queues": {"q": {}}}'), []);
  });

  for (const [name, end] of [
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ] as const) {
    it(`counts lines that end with ${name}`, () => {
      assert.match(
        problemsOf(['{', '"queues": {', '  "é😀": 1', '}}'].join(end))[0] ?? '',
        /^queueside\.json:3:10: /,
      );
    });
  }
});
