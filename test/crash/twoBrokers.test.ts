import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReadyLine } from '../../broker/protocol/broker.ts';
import { FakeWallClock } from '../support/fakeWallClock.ts';
import { OwnedBroker, type BrokerStart } from './ownedBroker.ts';
import { Inspection } from './wireBroker.ts';
import { RawClient } from './wireClients.ts';

const QUEUE = 'orders';
const QUEUE_ARN = `arn:aws:sqs:us-east-1:000000000000:${QUEUE}`;
const MINUTE_S = 60;
const DAY_S = 86_400;
const CLIENTS = 4;
const ROUNDS = Number(process.env.QUEUESIDE_PAUSE_RUNS ?? 2);
/** New namespaces for processes and the network, as another container on the same volume has them. */
const CONTAINER = ['unshare', '--pid', '--net', '--mount-proc', '--fork', '--kill-child'];

describe('several brokers that compete for one data folder', function () {
  this.timeout(60_000 + ROUNDS * 30_000);
  let scratch: string;
  let folder: string;
  let brokers: OwnedBroker[];

  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), 'queueside-two-'));
    folder = join(scratch, 'data');
    brokers = [];
  });

  afterEach(async () => {
    for (const broker of brokers) broker.child.kill('SIGCONT');
    await Promise.all(brokers.map((broker) => broker.kill()));
    rmSync(scratch, { recursive: true, force: true });
  });

  function start(options?: BrokerStart): OwnedBroker {
    const broker = new OwnedBroker(folder, options);
    brokers.push(broker);
    return broker;
  }

  /** A broker on another kernel: the id of the boot is another one, and so is what its sockets say. */
  function onAnotherMachine(): BrokerStart {
    const bootId = join(scratch, `boot-${randomUUID()}`);
    writeFileSync(bootId, `${randomUUID()}\n`);
    const script = 'mount --bind "$0" /proc/sys/kernel/random/boot_id && exec "$@"';
    return { wrapper: ['unshare', '--mount', 'sh', '-c', script, bootId] };
  }

  const queueUrl = ({ endpoint }: ReadyLine): string => `${endpoint}/000000000000/${QUEUE}`;

  async function createQueue(ready: ReadyLine): Promise<void> {
    const client = await RawClient.open(ready.endpoint);
    await client.createQueue(QUEUE, {});
    client.close();
  }

  async function send(ready: ReadyLine, body: string): Promise<void> {
    const client = await RawClient.open(ready.endpoint);
    try {
      await client.send(queueUrl(ready), { body, groupId: undefined, deduplicationId: body });
    } finally {
      client.close();
    }
  }

  async function listBodies(ready: ReadyLine): Promise<ReadonlySet<string>> {
    const inspection = await Inspection.open(ready);
    assert.equal(await inspection.countDamage(), 0);
    const bodies = new Set(await inspection.listPreviews(QUEUE_ARN));
    await inspection.close();
    return bodies;
  }

  it('of fifty that start at once, exactly one serves, and all others say which', async () => {
    const started = Array.from({ length: 50 }, () => start());
    const lines = await Promise.all(started.map(({ line }) => line));
    const ready = lines.filter((line): line is ReadyLine => line?.event === 'ready');
    assert.equal(ready.length, 1);
    const [{ pid }] = ready as [ReadyLine];
    for (const line of lines) {
      if (line?.event === 'ready') continue;
      assert.equal(line?.code, 'DATA_IN_USE');
      assert.match(
        line.message,
        new RegExp(`since 2.+, on .+: it is in use by the broker with process id ${pid}\\.`),
      );
    }
  });

  it(`pause and resume while another machine takes the folder over, ${ROUNDS} times: nothing acknowledged is missing`, async () => {
    const acknowledged = new Set<string>();
    let owner = start();
    await createQueue(await owner.ready());
    for (let round = 0; round < ROUNDS; round++) {
      const old = owner;
      const ready = await old.ready();
      let isTaken = false;
      let refusals = 0;
      let answersAfter = 0;
      const clients = Array.from({ length: CLIENTS }, async (_, index) => {
        const client = await RawClient.open(ready.endpoint);
        for (let count = 0; refusals < 100; count++) {
          const body = `${round}-${index}-${count}`;
          // What was sent before the pause may have been written and answered into the connection before it.
          const isBegunAfter = isTaken;
          try {
            await client.send(queueUrl(ready), { body, groupId: undefined, deduplicationId: body });
            acknowledged.add(body);
            if (isBegunAfter) answersAfter++;
          } catch (error) {
            assert.match(String(error), /taken over by the broker with process id/);
            refusals++;
          }
        }
        client.close();
      });
      await sleep(200 + Math.random() * 100);
      old.child.kill('SIGSTOP');
      owner = start(onAnotherMachine());
      const next = await owner.ready();
      isTaken = true;
      await send(next, `after ${round}`);
      acknowledged.add(`after ${round}`);
      old.child.kill('SIGCONT');
      await Promise.all(clients);
      assert.equal(answersAfter, 0, 'the old owner acknowledges nothing any more');
      const bodies = await listBodies(next);
      for (const body of acknowledged) assert.ok(bodies.has(body), `${body} was acknowledged and is missing`);
      await old.kill();
    }
    // What the old owners may have written after all is in no file that a later broker reads.
    await owner.kill();
    const bodies = await listBodies(await start(onAnotherMachine()).ready());
    for (const body of acknowledged) assert.ok(bodies.has(body), `${body} is missing after the next start`);
  });

  it('are distinguished across namespaces of processes and networks, and by what the kernel knows after a kill', async () => {
    const definitions = join(scratch, 'queueside.json');
    const messages = ['one', 'two', 'three'].map((body) => ({ body }));
    writeFileSync(definitions, JSON.stringify({ queues: { [QUEUE]: { messages } } }));
    const owner = start({ wrapper: CONTAINER, args: ['--config', definitions] });
    const { pid } = await owner.ready();
    assert.ok(pid < 10, 'it has a number that means another process here');
    for (const other of [{ wrapper: CONTAINER }, {}]) {
      const { code, message } = await start(other).refusal();
      assert.equal(code, 'DATA_IN_USE');
      assert.match(message, new RegExp(`process id ${pid}\\.`));
    }
    await owner.kill();
    // A newcomer in a container has the number of the dead one.
    const next = start({ wrapper: CONTAINER });
    assert.equal((await next.ready()).pid, pid);
    await next.kill();
    assert.deepEqual([...(await listBodies(await start().ready()))].sort(), ['one', 'three', 'two']);
  });

  it('on two machines: the second is refused while the first lives, and has the folder some seconds after its end', async () => {
    const owner = start();
    await createQueue(await owner.ready());
    await send(await owner.ready(), 'kept');
    assert.match((await start(onAnotherMachine()).refusal()).message, /in use by the broker/);
    await owner.kill();
    assert.deepEqual([...(await listBodies(await start(onAnotherMachine()).ready()))], ['kept']);
  });

  it('keep each other out when the wall clock steps by hours and days', async function () {
    const library = process.env.FAKETIME_LIBRARY;
    // The stage says what is missing, and fails in CI.
    if (library === undefined) return this.skip();
    const clock = new FakeWallClock(library, join(scratch, 'clock'));
    const { environment } = clock;
    const owner = start({ environment });
    const ready = await owner.ready();
    await createQueue(ready);
    const sent: string[] = [];
    for (const offset of [6 * MINUTE_S, -6 * MINUTE_S, DAY_S, -DAY_S, 0]) {
      clock.set(offset);
      await send(ready, `at ${offset} s`);
      sent.push(`at ${offset} s`);
      for (const other of [{ environment }, {}]) {
        assert.equal((await start(other).refusal()).code, 'DATA_IN_USE', `at ${offset} s`);
      }
      await send(ready, `later at ${offset} s`);
      sent.push(`later at ${offset} s`);
    }
    await owner.kill();
    // Without steps, so that no retention ends.
    assert.deepEqual([...(await listBodies(await start().ready()))].sort(), sent.sort());
  });

  it('acknowledge nothing into a folder that was removed, moved or replaced', async () => {
    for (const lose of [
      () => rmSync(folder, { recursive: true }),
      () => renameSync(folder, join(scratch, 'away')),
      () => {
        for (const name of readdirSync(folder)) {
          if (name.endsWith('.segment')) rmSync(join(folder, name));
        }
      },
    ]) {
      const broker = start();
      const ready = await broker.ready();
      await createQueue(ready);
      await send(ready, 'kept');
      lose();
      await assert.rejects(send(ready, 'lost'), /(removed|moved|deleted) while the broker ran/);
      await assert.rejects(send(ready, 'lost'), /ServiceUnavailable/);
      await broker.kill();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
