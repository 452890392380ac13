import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { Broker } from '../../../broker/assembly/broker.ts';
import { type SqsAnswer, SqsCaller } from '../../../broker/client/sqsCaller.ts';
import { ControllableClock } from '../../../broker/time/clock.ts';
import { readCommand } from '../../../broker/process/config.ts';
import { KEEP_ALIVE } from '../../../broker/control/channel/keepAlive.ts';
import { systemSchedule } from '../../../broker/time/schedule.ts';
import { type FileSystem, nodeFileSystem } from '../../../broker/storage/disk/fileSystem.ts';
import { openJournal } from '../../../broker/storage/openJournal.ts';
import { nodeError } from '../../support/memoryFileSystem.ts';

const DAY_MS = 86_400_000;

describe('a broker with a data folder', () => {
  let folder: string;
  let isFull = false;
  const fs: FileSystem = {
    ...nodeFileSystem,
    write: (file, buffers, position) => {
      if (isFull) throw nodeError('ENOSPC');
      return nodeFileSystem.write(file, buffers, position);
    },
  };

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-wiring-'));
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  async function start(): Promise<{
    broker: Broker;
    call: (action: string, input: object) => Promise<SqsAnswer>;
  }> {
    const command = readCommand(['--port', '0'], {});
    assert.ok(command.kind === 'serve');
    const journal = await openJournal({ folder, durability: 'process', bodyBudgetBytes: 0, fs });
    assert.ok(journal.ok);
    const broker = new Broker(command.config, {
      clock: new ControllableClock(),
      journal,
      schedule: systemSchedule,
      keepAlive: KEEP_ALIVE,
      token: undefined,
      log: () => undefined,
      onStopRequested: () => undefined,
    });
    const { endpoint } = await broker.listen();
    const caller = new SqsCaller(new URL(endpoint), { userAgent: 'test' });
    const call = (action: string, input: object) => caller.call(action, input, { wantsBody: true });
    return { broker, call };
  }

  it('has its messages, its totals and its clock again', async () => {
    const first = await start();
    const QueueUrl = 'http://localhost/000000000000/orders';
    assert.equal((await first.call('CreateQueue', { QueueName: 'orders' })).status, 200);
    assert.equal((await first.call('SendMessage', { QueueUrl, MessageBody: 'kept' })).status, 200);
    const { calls } = first.broker.ledger.read();
    assert.equal(calls, 2);
    first.broker.engine.ports.clock.now();
    (first.broker.engine.ports.clock as ControllableClock).advance(DAY_MS);
    // Whatever is answered next is answered after the clock was written.
    assert.equal((await first.call('ListQueues', {})).status, 200);
    await first.broker.close();

    const second = await start();
    assert.equal(second.broker.recovery?.messages, 1);
    assert.equal(second.broker.ledger.read().calls, calls + 1);
    assert.equal((second.broker.engine.ports.clock as ControllableClock).offsetMs, DAY_MS);
    const received = JSON.parse((await second.call('ReceiveMessage', { QueueUrl })).body) as {
      Messages: readonly { readonly Body: string }[];
    };
    assert.deepEqual(
      received.Messages.map(({ Body }) => Body),
      ['kept'],
    );
    await second.broker.close();
  });

  it('has the metrics of before, of queues and of programs', async () => {
    const { region, account } = { region: 'us-east-1', account: '000000000000' };
    const dimensions = [{ name: 'QueueName', value: 'measured' }];
    const sent = { region, account, namespace: 'AWS/SQS', metricName: 'NumberOfMessagesSent', dimensions };
    const own = { region, account, namespace: 'Shop', metricName: 'Backlog', dimensions: [] };
    const first = await start();
    const QueueUrl = 'http://localhost/000000000000/measured';
    await first.call('CreateQueue', { QueueName: 'measured' });
    for (const MessageBody of ['one', 'two']) await first.call('SendMessage', { QueueUrl, MessageBody });
    const clock = first.broker.engine.ports.clock as ControllableClock;
    const samples = new Map([[7, 1]]);
    first.broker.metrics.put(own, { at: clock.now(), unit: 'Count', resolutionSeconds: 60, samples });
    clock.advance(DAY_MS);
    await first.call('ListQueues', {});
    await first.broker.close();

    const second = await start();
    const sums = [sent, own].map((identity) => {
      const points = second.broker.metrics.read(identity, 0, Infinity, 60);
      return points.reduce((total, { sum }) => total + sum, 0);
    });
    assert.deepEqual(sums, [2, 7]);
    await second.broker.close();
  });

  it('rejects a send that it cannot store, and continues when the disk has space again', async () => {
    const { broker, call } = await start();
    const QueueUrl = 'http://localhost/000000000000/full';
    assert.equal((await call('CreateQueue', { QueueName: 'full' })).status, 200);
    isFull = true;
    const refused = await call('SendMessage', { QueueUrl, MessageBody: 'refused' });
    assert.equal(refused.status, 503);
    assert.match(refused.body, /could not store/);
    const counts = await call('GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] });
    assert.equal(counts.status, 200);
    assert.match(counts.body, /"ApproximateNumberOfMessages":"0"/);
    isFull = false;
    assert.equal((await call('SendMessage', { QueueUrl, MessageBody: 'stored' })).status, 200);
    await broker.close();
  });
});
