import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { BrokerProcess } from '../support/brokerProcess.ts';
import { openClient } from '../support/controlClient.ts';
import { NAME, useFunctionShell } from '../support/functionShell.ts';
import { TOKEN } from '../support/testBroker.ts';
import { invokeFunction, listFunctions, setFunctionFaults } from '../../broker/protocol/functions.ts';

describe('Processes of a function that a shell runs', () => {
  const shell = useFunctionShell();

  /** Each process is seen by the witness. */
  const writeHandler = (body: string): void => shell.writeHandler(body, shell.witness.write());

  it('are replaced within 200 ms when a file is saved, and the next event runs the new code', async () => {
    shell.declare();
    writeHandler('return "old";');
    const runner = shell.run();
    await runner.says(/^Ready/m);
    assert.equal((await shell.invoke({})).stdout, '"old"\n');
    const old = await shell.witness.next();
    await shell.environmentIs(({ state }) => state === 'frozen');
    const savedAt = performance.now();
    writeHandler('return "new";');
    await old.ended;
    const tookMs = performance.now() - savedAt;
    // The promise is 200 ms; a machine that is busy with other tests may take longer.
    assert.ok(tookMs < 1000, `${tookMs} ms`);
    await shell.witness.next();
    await shell.environmentIs(({ state, number }) => number === 2 && state === 'idle');
    const { report } = await shell.client.request(invokeFunction, { name: NAME, payload: '{}' });
    assert.deepEqual([report?.environment, report?.isCold], ['resize #2', false]);
    assert.equal((await shell.invoke({})).stdout, '"new"\n');
  });

  it('finish their event when a file is saved', async () => {
    shell.declare({ timeout: 30 });
    const wait = 'await new Promise((resolve) => witness.once("data", resolve));';
    writeHandler(`console.log("waits"); ${wait} return "old";`);
    const runner = shell.run();
    await runner.says(/^Ready/m);
    const invoked = shell.invoke({});
    const old = await shell.witness.next();
    await runner.prints(/waits/);
    writeHandler('return "new";');
    await shell.environmentIs(({ isOutdated }) => isOutdated === true);
    old.tell('go');
    assert.equal((await invoked).stdout, '"old"\n');
    await old.ended;
    assert.equal((await shell.invoke({})).stdout, '"new"\n');
  });

  it('are frozen while they have nothing to do, and run on with the next event', async function () {
    if (process.platform !== 'linux') this.skip();
    shell.declare();
    writeHandler('return event;');
    await shell.run().says(/^Ready/m);
    await shell.invoke({});
    const { pid } = await shell.witness.next();
    const readState = (): string => readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ')[2] ?? '';
    await shell.environmentIs(({ state }) => state === 'frozen');
    while (readState() !== 'T') await new Promise((resolve) => setImmediate(resolve));
    assert.equal((await shell.invoke(5)).stdout, '5\n');
  });

  for (const [rate, effects] of [
    ['crashBeforeRate', 0],
    ['crashAfterRate', 1],
  ] as const) {
    it(`fail their event if the fault ${rate} kills them, and no other process gets it`, async () => {
      shell.declare();
      writeHandler('console.log("effect"); return event;');
      const runner = shell.run();
      await runner.says(/^Ready/m);
      await shell.client.request(setFunctionFaults, { name: NAME, faults: { [rate]: 1 } });
      const { code, stdout } = await shell.invoke({});
      assert.equal(code, 1);
      assert.match(stdout, /Runtime exited with error: signal: killed/);
      await shell.environmentIs(({ number, state }) => number === 1 && state === 'ended');
      const { functions } = await shell.client.request(listFunctions, {});
      assert.deepEqual(
        functions.map(({ counts, environments }) => [counts.invocations, counts.errors, environments.length]),
        [[1, 1, 1]],
      );
      runner.child.kill('SIGINT');
      assert.equal((await runner.exit).stdout.split('effect').length - 1, effects);
    });
  }

  it('are killed by a second Ctrl+C, whatever they do', async () => {
    shell.declare({ timeout: 300 });
    writeHandler('console.log("hangs"); await new Promise(() => setInterval(() => 0, 1000));');
    const runner = shell.run();
    await runner.says(/^Ready/m);
    const invoked = shell.invoke({});
    await runner.prints(/hangs/);
    runner.child.kill('SIGINT');
    await runner.says(/Press Ctrl\+C again to kill them\./);
    runner.child.kill('SIGINT');
    assert.equal((await runner.exit).code, 130);
    assert.equal((await invoked).code, 1);
    await shell.assertGone([await shell.witness.next()]);
  });

  it('end with the program that runs them, even if it is killed, frozen or not', async () => {
    shell.declare();
    writeHandler('return event;');
    const runner = shell.run();
    await runner.says(/^Ready/m);
    await shell.invoke({});
    await shell.environmentIs(({ state }) => state === 'frozen');
    runner.child.kill('SIGKILL');
    await shell.assertGone([await shell.witness.next()]);
    const { end } = await shell.environmentIs(({ state }) => state === 'ended');
    assert.equal(end?.reason, 'The program that ran it has ended.');
  });

  it('end with the broker, even if it is killed', async () => {
    shell.declare();
    writeHandler('return event;');
    const broker = new BrokerProcess(['--port', '0'], { QUEUESIDE_TOKEN: TOKEN });
    shell.runners.push(broker);
    const { control } = await broker.line();
    const runner = new BrokerProcess(
      ['function', 'run', '--control', control],
      { ...process.env, QUEUESIDE_TOKEN: TOKEN },
      shell.folder,
    );
    shell.runners.push(runner);
    await runner.says(/^Ready/m);
    const client = await openClient(control);
    await client.request(invokeFunction, { name: NAME, payload: '1' });
    const worker = await shell.witness.next();
    broker.child.kill('SIGKILL');
    const { code, stderr } = await runner.exit;
    assert.equal(code, 1);
    assert.match(
      stderr,
      /The connection to the broker was lost\. The processes of the functions are ended\./,
    );
    await shell.assertGone([worker]);
  });
});
