import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { invocation } from '../support/runtimeApi/recordedRuntime.ts';
import { TestSeat } from '../support/runtimeApi/testSeat.ts';

/** A loop as it would be written with the standard library alone: one connection, kept alive. */
const PYTHON = `
import http.client, json, os
connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
for _ in range(3):
    connection.request("GET", "/2018-06-01/runtime/invocation/next")
    response = connection.getresponse()
    event = json.loads(response.read())
    path = "/2018-06-01/runtime/invocation/" + response.headers["Lambda-Runtime-Aws-Request-Id"]
    if event["fails"]:
        body = json.dumps({"errorType": "ValueError", "errorMessage": event["name"], "requestId": "x", "stackTrace": []})
        connection.request("POST", path + "/error", body, {"Content-Type": "application/json"})
    else:
        body = json.dumps({"hello": event["name"]}, ensure_ascii=False).encode()
        connection.request("POST", path + "/response", body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    assert (answer.status, json.loads(answer.read())) == (202, {"status": "OK"})
`;

/** As the loop of a shell script: a connection for each call. */
const NODE = `
const base = \`http://\${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime\`;
const headers = { Connection: 'close' };
for (let left = 3; left > 0; left--) {
  const response = await fetch(\`\${base}/invocation/next\`, { headers });
  const event = await response.json();
  const id = response.headers.get('lambda-runtime-aws-request-id');
  const body = event.fails
    ? { errorType: 'ValueError', errorMessage: event.name, requestId: 'x', stackTrace: [] }
    : { hello: event.name };
  const path = \`\${base}/invocation/\${id}/\${event.fails ? 'error' : 'response'}\`;
  const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (answer.status !== 202) throw new Error(await answer.text());
  await answer.arrayBuffer();
}
`;

describe('The Runtime API with the HTTP client of', function () {
  this.timeout(20_000);
  let seat: TestSeat;

  beforeEach(async () => {
    seat = await TestSeat.open();
  });
  afterEach(async () => {
    await seat.close();
    assert.deepEqual(seat.defects, []);
  });

  for (const [language, command, args, space] of [
    ['Python', process.platform === 'win32' ? 'python' : 'python3', ['-c', PYTHON], ' '],
    ['Node.js', process.execPath, ['--input-type=module', '-e', NODE], ''],
  ] as const) {
    it(`${language} runs invocations, and sees the end of none but its own`, async function () {
      const program = spawn(command, args, {
        env: { ...process.env, AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${seat.port}` },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let errors = '';
      program.stderr.on('data', (text: Buffer) => {
        errors += text.toString();
      });
      const isMissing = await once(program, 'spawn').then(
        () => false,
        () => true,
      );
      if (isMissing) this.skip();
      const exited = once(program, 'exit');
      const ended = exited.then(([code]) => assert.fail(`${language} ended with ${code}: ${errors}`));
      for (const [id, name, fails] of [
        ['one', 'Ada', false],
        ['two', 'Grüße', true],
        ['three', '世界', false],
      ] as const) {
        const isOver = seat.once('response', 'error');
        seat.handOver(invocation(id, JSON.stringify({ name, fails })));
        await Promise.race([isOver, ended]);
      }
      ended.catch(() => undefined);
      assert.deepEqual(await exited, [0, null], errors);
      const seen = seat.events.take().filter((event) => event !== 'idle' && event !== 'ready');
      const escaped = language === 'Python' ? String.raw`Gr\u00fc\u00dfe` : 'Grüße';
      assert.deepEqual(seen.slice(0, 3), [
        `response one {"hello":${space}"Ada"}`,
        `error two ValueError {"errorType":${space}"ValueError",${space}"errorMessage":${space}"${escaped}",${space}"requestId":${space}"x",${space}"stackTrace":${space}[]}`,
        `response three {"hello":${space}"世界"}`,
      ]);
    });
  }
});
