import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, readdir, readFile, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import type { ExchangeRequest } from '../../../extension/connections/exchange.ts';
import type { Schedule } from '../../../extension/ground/schedule.ts';
import { createExchangeWorld, type ExchangeWorld } from '../../support/transfer/exchangeWorld.ts';

const COUNT = 25;
const BODIES = Array.from({ length: COUNT }, (_, index) => `message ${index}`);

describe('A transfer whose window was closed', () => {
  let world: ExchangeWorld['world'];
  let remote: ExchangeWorld['remote'];
  let there: ExchangeWorld['there'];
  let here: ExchangeWorld['here'];
  let folder: ExchangeWorld['folder'];
  let ports: ExchangeWorld['ports'];
  let describeRequest: ExchangeWorld['describeRequest'];
  let listBodies: ExchangeWorld['listBodies'];
  let listStates: ExchangeWorld['listStates'];
  let untilSaid: ExchangeWorld['untilSaid'];

  beforeEach(async () => {
    ({ world, remote, there, here, folder, ports, describeRequest, listBodies, listStates, untilSaid } =
      await createExchangeWorld(BODIES));
  });

  /** As a window leaves it that ended between two batches; its process does not exist. */
  async function interrupt(mode: ExchangeRequest['mode'], stored: readonly string[]): Promise<void> {
    const { from, to } = describeRequest(mode);
    const header = {
      id: 'x',
      mode,
      from: { connectionId: 'x', arn: from.queue.arn, label: 'orders (x)' },
      to: { connectionId: 'here', arn: to.queue.arn, label: 'copies (Local broker)' },
      maximum: COUNT,
      expected: COUNT,
      processId: 2 ** 30,
    };
    const path = join(folder, 'a.jsonl');
    await writeFile(path, `${JSON.stringify(header)}\n`);
    await appendFile(path, `${JSON.stringify({ sending: stored })}\n${JSON.stringify({ stored })}\n{"sen`);
  }

  const offer = (schedule?: Schedule) =>
    world.code.offerInterrupted(
      ports(),
      { find: (id: string) => (id === 'x' ? remote.connection : here.local.connection) } as never,
      schedule,
    );

  it('offers to resume, and sends only what was not stored', async () => {
    const stored = (await there.read()).slice(0, 7);
    await interrupt(
      'copy',
      stored.map(({ messageId }) => messageId),
    );
    world.window.press = 'Resume';
    // Nothing is hidden any more: its last line is older than a visibility timeout.
    await ageJournal();
    await offer();
    assert.ok(
      world.window.said.includes(
        'Copying messages from orders (x) to copies (Local broker) was interrupted after 7 of about 25 messages.',
      ),
    );
    const sent = BODIES.filter((body) => !stored.some((each) => each.body === body));
    assert.deepEqual(await listBodies(here), sent.toSorted());
    assert.deepEqual([await listStates(), await readdir(folder)], [['visible'], []]);
  });

  it('deletes what a move had stored, instead of sending it again', async () => {
    const stored = (await there.read()).slice(0, 7);
    await interrupt(
      'move',
      stored.map(({ messageId }) => messageId),
    );
    world.window.press = 'Resume';
    await ageJournal();
    await offer();
    assert.deepEqual([(await there.read()).length, (await here.read()).length], [0, COUNT - 7]);
  });

  it('offers it again later if the user does not agree to the plan', async () => {
    await interrupt('copy', []);
    remote.consent.agrees = false;
    world.window.press = 'Resume';
    await offer();
    assert.deepEqual([remote.consent.plans.length, await readdir(folder)], [1, ['a.jsonl']]);
    const [line = ''] = (await readFile(join(folder, 'a.jsonl'), 'utf8')).split('\n');
    assert.equal((JSON.parse(line) as { processId: number }).processId, 2 ** 30);
  });

  it('sends nothing if another window was faster, and says so', async () => {
    await interrupt('copy', []);
    world.window.press = 'Resume';
    remote.consent.agreeToPlan = async () => {
      await rename(join(folder, 'a.jsonl'), join(folder, 'b.jsonl'));
      return true;
    };
    await offer();
    assert.equal(world.window.said.at(-1), 'Another window has resumed or discarded this transfer.');
    assert.deepEqual([await listBodies(here), await readdir(folder)], [[], ['b.jsonl']]);
  });

  it('asks for nothing where the level is “readOnly” by now', async () => {
    await interrupt('copy', []);
    world.window.press = 'Resume';
    remote.setLevel('readOnly');
    await offer();
    assert.match(world.window.said.at(-1) ?? '', /readOnly, which does not allow ReceiveMessage/);
    assert.deepEqual([remote.consent.plans, await readdir(folder)], [[], ['a.jsonl']]);
  });

  it('forgets it if the user discards it', async () => {
    await interrupt('copy', []);
    world.window.press = 'Discard';
    await offer();
    assert.deepEqual(await readdir(folder), []);
  });

  it('offers what another process runs once that has ended, and only once', async () => {
    const other = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
    const ended = once(other, 'exit');
    await interrupt('copy', []);
    await appendFile(join(folder, 'a.jsonl'), `\n${JSON.stringify({ processId: other.pid })}\n`);
    const looks: (() => void)[] = [];
    await offer((_, look) => {
      looks.push(look);
      return () => undefined;
    });
    assert.deepEqual([looks.length, world.window.said], [1, []]);
    other.kill();
    await ended;
    const text =
      'Copying messages from orders (x) to copies (Local broker) was interrupted after 0 of about 25 messages.';
    const said = untilSaid(text);
    looks[0]?.();
    await said;
    assert.deepEqual([looks.length, world.window.said], [1, [text]]);
  });

  it('does not offer what this window runs itself', async () => {
    await interrupt('copy', []);
    await appendFile(join(folder, 'a.jsonl'), `\n${JSON.stringify({ processId: process.pid })}\n`);
    await ageJournal();
    await offer();
    assert.deepEqual(world.window.said, []);
  });

  async function ageJournal(): Promise<void> {
    const before = new Date(Date.now() - 3_600_000);
    await utimes(join(folder, 'a.jsonl'), before, before);
  }
});
