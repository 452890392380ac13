import assert from 'node:assert/strict';
import { deleteFunction, putFunction, runFunction, stopFunction } from '../../broker/protocol/functions.ts';
import { readTrace } from '../../broker/protocol/trace.ts';
import { NAME, useFunctionShell } from '../support/functionShell.ts';

const HANDLER = `
  console.log('works on', event.number);
  if (event.throws) throw new TypeError('no');
  if (event.exits !== undefined) process.exit(event.exits);
  if (event.hangs) await new Promise((resolve) => setTimeout(resolve, 60_000));
  return { number: event.number, pid: process.pid, name: context.functionName };`;

describe('queueside function', () => {
  const shell = useFunctionShell();

  it('declares the function of a file, starts it with its first event, and keeps it for the next', async () => {
    shell.declare();
    shell.writeHandler(HANDLER);
    const runner = shell.run();
    await runner.says(/^Ready: resize$/m);
    const first = await shell.invoke({ number: 1 });
    assert.equal(first.code, 0, first.stderr);
    const { pid, ...answer } = JSON.parse(first.stdout) as { pid: number };
    assert.deepEqual(answer, { number: 1, name: NAME });
    assert.equal(first.stderr, '');
    const second = await shell.invoke({ number: 2 }, '--log');
    assert.equal((JSON.parse(second.stdout) as { pid: number }).pid, pid);
    assert.match(second.stderr, /^START RequestId: \S+ Version: \$LATEST\nworks on 2\nEND RequestId: /);
    assert.match(
      second.stderr,
      /^REPORT RequestId: \S+\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB/m,
    );
    await runner.prints(/^resize #1 \| works on 2$/m);
    const { events } = await shell.client.request(readTrace, { afterSequence: 0, limit: 100 });
    assert.deepEqual(
      events.flatMap(({ invoked }) => invoked?.end?.lastLines ?? []),
      ['works on 1', 'works on 2'],
    );
    await runner.says(/^resize #1: returned after \d+\.\d\d ms, request \S+$/m);
    runner.child.kill('SIGINT');
    assert.equal((await runner.exit).code, 0);
  });

  it('prints lines of JSON, for programs', async () => {
    shell.declare();
    shell.writeHandler(HANDLER);
    const runner = shell.run('--json');
    await runner.prints(/^\{"event":"ready","functions":\["resize"\]\}$/m);
    const { code, stdout } = await shell.invoke({ number: 1 }, '--json');
    assert.equal(code, 0);
    const { report, payload, logTail } = JSON.parse(stdout) as {
      report: { requestId: string; outcome: string; isCold: boolean };
      payload: { number: number };
      logTail: string;
    };
    assert.deepEqual([report.outcome, report.isCold, payload.number], ['returned', true, 1]);
    assert.match(logTail, new RegExp(`^START RequestId: ${report.requestId} `));
    runner.child.kill('SIGTERM');
    const lines = (await runner.exit).stdout.trim().split('\n');
    const events = lines.map((line) => (JSON.parse(line) as { event: string }).event);
    assert.deepEqual([...new Set(events)].sort(), ['ended', 'invoked', 'line', 'note', 'ready', 'started']);
  });

  for (const { what, event, error, says } of [
    { what: 'throws', event: { throws: true }, error: 'TypeError', says: /"errorMessage":"no"/ },
    { what: 'exits', event: { exits: 7 }, error: 'Runtime.ExitError', says: /exit status 7"/ },
    {
      what: 'exits with 0',
      event: { exits: 0 },
      error: 'Runtime.ExitError',
      says: /without providing a reason"/,
    },
    {
      what: 'takes too long',
      event: { hangs: true },
      error: 'Sandbox.Timedout',
      says: /timed out after 1\.00 seconds"/,
    },
  ]) {
    it(`exits with 1 if the function ${what}, with its error and its log; the next event works`, async () => {
      shell.declare({ timeout: 1 });
      shell.writeHandler(HANDLER);
      await shell.run().says(/^Ready/m);
      const { code, stdout, stderr } = await shell.invoke(event);
      assert.equal(code, 1);
      assert.equal((JSON.parse(stdout) as { errorType: string }).errorType, error);
      assert.match(stdout, says);
      assert.match(stderr, /^START RequestId: .*\nworks on undefined$/m);
      const next = await shell.invoke({ number: 2 });
      assert.equal((JSON.parse(next.stdout) as { number: number }).number, 2);
    });
  }

  it('says why a function cannot start', async () => {
    shell.declare();
    shell.write('resize.js', 'require("./missing");');
    await shell.run().says(/^Ready/m);
    const { code, stdout } = await shell.invoke({});
    assert.equal(code, 1);
    assert.match(stdout, /"errorType":"Runtime\.ImportModuleError"/);
    shell.declare({ runtime: 'provided.al2023', handler: undefined as never, command: 'exit 3' });
    const broken = shell.run('--config', 'queueside.json');
    await broken.exit;
    assert.match((await broken.exit).stderr, /Another program runs the function resize\./);
    const ended = await shell.invoke({});
    assert.match(ended.stdout, /Runtime exited with error: exit status 3"/);
  });

  it('reads the event of a file, and says what is wrong with it', async () => {
    shell.declare();
    shell.writeHandler(HANDLER);
    await shell.run().says(/^Ready/m);
    shell.write('event.json', '{"number":3}');
    assert.match((await shell.invoke('', 'event.json')).stdout, /"number":3/);
    shell.write('marked.json', '\uFEFF{"number":4}');
    assert.match((await shell.invoke('', 'marked.json')).stdout, /"number":4/);
    const missing = await shell.invoke('', 'nothing.json');
    assert.deepEqual([missing.code, missing.stdout], [2, '']);
    assert.match(missing.stderr, /^queueside function: ENOENT: .*nothing\.json/);
    const invalid = await shell.invoke('{');
    assert.equal(invalid.code, 2);
    assert.match(invalid.stderr, /^queueside function: The event is not JSON: /);
    const large = await shell.invoke(`"${'x'.repeat(6_291_556)}"`);
    assert.equal(large.code, 2);
    assert.match(large.stderr, /The event has more than 6,291,556 bytes\./);
  });

  it('exits with 3 if the function is not invoked', async () => {
    await shell.client.request(putFunction, { name: NAME, runtime: 'nodejs22.x', handler: 'resize.handler' });
    const idle = await shell.invoke({});
    assert.deepEqual([idle.code, idle.stdout], [3, '']);
    assert.match(idle.stderr, /No program runs the function resize\. Run it in VS Code or in a shell\./);
    shell.declare({ reservedConcurrency: 0 });
    await shell.run('--config', 'queueside.json').says(/^Ready/m);
    const throttled = await shell.invoke({});
    assert.equal(throttled.code, 3);
    assert.match(throttled.stderr, /is throttled: ReservedFunctionConcurrentInvocationLimitExceeded/);
  });

  it('lists functions, and ends them from another shell', async () => {
    assert.equal((await shell.start('function').exit).stdout, 'No functions exist.\n');
    shell.declare();
    shell.writeHandler(HANDLER);
    const runner = shell.run(NAME);
    await runner.says(/^Ready/m);
    await shell.invoke({});
    const listed = await shell.start('function', 'list').exit;
    assert.match(listed.stdout, /^function +runtime +state.*\nresize +nodejs22\.x +running +1 +0 +1 +0 +0$/m);
    const stopped = await shell.start('function', 'stop', NAME, '--json').exit;
    assert.match(stopped.stdout, /^\{"functions":\[\{.*"state":"(?:stopping|idle)"/);
    assert.equal((await runner.exit).code, 0);
    assert.equal((await shell.find())?.state, 'idle');
  });

  it('ends although another program runs the function at once; named twice, it is run once', async () => {
    shell.declare();
    const runner = shell.run(NAME, NAME);
    await runner.says(/^Ready: resize$/m);
    await Promise.all([
      shell.client.request(stopFunction, { name: NAME }),
      shell.client.request(runFunction, { name: NAME }),
    ]);
    assert.equal((await runner.exit).code, 0);
    assert.equal((await shell.find())?.state, 'running');
  });

  it('ends when its function is deleted, and says so', async () => {
    shell.declare();
    const runner = shell.run();
    await runner.says(/^Ready: resize$/m);
    await shell.client.request(deleteFunction, { name: NAME });
    const { code, stderr } = await runner.exit;
    assert.equal(code, 0);
    assert.match(stderr, /^resize: The function was deleted\.$/m);
  });

  for (const { args, code, says } of [
    {
      args: ['run', 'nothing'],
      code: 2,
      says: /The function nothing does not exist\. Declare it in queueside\.json/,
    },
    { args: ['run'], code: 2, says: /No function exists\. Declare one in queueside\.json/ },
    { args: ['run', '--config', 'nothing.json'], code: 2, says: /^queueside function: nothing\.json / },
    { args: ['invoke'], code: 2, says: /use run \[NAME\.\.\.\], list, invoke NAME \[FILE\] or stop NAME/ },
    { args: ['list', '--log'], code: 2, says: /list has no option --log/ },
    { args: ['invoke', NAME, '--user', 'a'], code: 2, says: /invoke has no option --user/ },
    { args: ['stop', 'nothing'], code: 2, says: /The function nothing does not exist\./ },
    { args: ['invoke', 'nothing'], code: 2, says: /The function nothing does not exist\./ },
    { args: ['invoke', 'resize:live'], code: 2, says: /name must be 1 to 64 letters/ },
  ]) {
    it(`says what is wrong with: ${args.join(' ')}`, async () => {
      const command = shell.start('function', ...args);
      command.child.stdin?.end('{}');
      const outcome = await command.exit;
      assert.equal(outcome.code, code, outcome.stderr);
      assert.match(outcome.stderr, says);
      assert.equal(outcome.stdout, '');
    });
  }
});
