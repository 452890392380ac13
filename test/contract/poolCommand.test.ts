import assert from 'node:assert/strict';
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { type PoolInfo, putPool } from '../../broker/protocol/pools.ts';
import { NAME, NODE, QUEUE, usePoolShell } from '../support/poolShell.ts';

describe('queueside pool', () => {
  const shell = usePoolShell();

  it('declares the pool of a file, and runs its command in the folder of the file', async () => {
    const pool = { queue: 'thumbnails', command: `exec ${NODE} worker.js`, min: 1 };
    const text = JSON.stringify({ queues: { thumbnails: {} }, pools: { [NAME]: pool } });
    writeFileSync(join(shell.folder, 'queueside.json'), text);
    const here = shell.run();
    await shell.witness.next();
    await here.says(/^image-workers #1: started/m);
    here.child.kill('SIGINT');
    assert.equal((await here.exit).code, 0);
    const other = join(shell.folder, 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'pools.json'), text);
    writeFileSync(join(other, 'worker.js'), 'console.log(process.cwd(), process.env.QUEUE_URL)');
    const there = shell.run('--config', join('other', 'pools.json'));
    const [, cwd, url] = await there.prints(/ \| (\S+) (\S+)$/m);
    assert.equal(cwd, realpathSync(other));
    assert.equal(url, `${shell.endpoint}/000000000000/thumbnails`);
  });

  it('says what is wrong with the file that is to declare the pool', async () => {
    const missing = await shell.run('--config', 'nothing.json').exit;
    assert.equal(missing.code, 2);
    assert.match(missing.stderr, /^queueside pool: nothing\.json /);
    writeFileSync(join(shell.folder, 'queueside.json'), '{\n  "queues": 5\n}');
    const invalid = await shell.run().exit;
    assert.equal(invalid.code, 2);
    assert.match(invalid.stderr, /^queueside pool: queueside\.json:2:\d+: /);
    writeFileSync(join(shell.folder, 'queueside.json'), '{"queues": {}}');
    const empty = await shell.run().exit;
    assert.equal(empty.code, 2);
    assert.match(empty.stderr, /queueside\.json declares no pool image-workers\./);
  });

  it('lists pools, and sets how many processes there should be', async () => {
    assert.equal((await shell.call()).stdout, 'There are no pools.\n');
    await shell.put();
    const listed = await shell.call('list');
    assert.match(listed.stdout, /^pool +queue +state +desired.*\nimage-workers +images +idle +1 +0 +0 +0$/m);
    const { pools } = JSON.parse((await shell.call('list', '--json')).stdout) as { pools: PoolInfo[] };
    assert.equal(pools[0]?.definition.name, NAME);
    const idle = await shell.call('desired', NAME, '2');
    assert.equal(idle.code, 1);
    assert.match(idle.stderr, /The pool image-workers is not running\./);
    shell.run();
    await shell.witness.next();
    assert.match((await shell.call('desired', NAME, '2')).stdout, /^image-workers +images +running +2/m);
    await shell.witness.next();
  });

  it('leaves a launch configuration to the editor', async () => {
    await shell.client.request(putPool, { name: NAME, queue: QUEUE, launch: 'Worker' });
    const { code, stderr } = await shell.run().exit;
    assert.equal(code, 1);
    assert.match(stderr, /starts a launch configuration\. Run it in VS Code\./);
  });

  for (const { args, code, says } of [
    { args: ['run', 'nothing'], code: 2, says: /There is no pool nothing\. Declare it in queueside\.json/ },
    { args: ['run'], code: 2, says: /use run NAME, list, desired NAME N or stop NAME/ },
    { args: ['desired', NAME, '-1'], code: 2, says: /unknown option -1/ },
    { args: ['desired', NAME, 'many'], code: 2, says: /many is not a number from 0 to 100/ },
    { args: ['desired', NAME, '101'], code: 2, says: /101 is not a number from 0 to 100/ },
    { args: ['list', '--user', 'a'], code: 2, says: /list has no option --user/ },
    { args: ['run', NAME, '--json'], code: 2, says: /run has no option --json/ },
    { args: ['stop', 'nothing'], code: 2, says: /There is no pool nothing\./ },
    { args: ['desired', 'nothing', '1'], code: 2, says: /There is no pool nothing\./ },
  ]) {
    it(`says what is wrong with: ${args.join(' ')}`, async () => {
      const outcome = await shell.call(...args);
      assert.equal(outcome.code, code, outcome.stderr);
      assert.match(outcome.stderr, says);
      assert.equal(outcome.stdout, '');
    });
  }
});
