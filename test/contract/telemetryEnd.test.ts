import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'mocha';
import { createQueue } from '../../broker/protocol/queue.ts';
import { configureTelemetry } from '../../broker/protocol/telemetry.ts';
import { openJournal } from '../../broker/storage/openJournal.ts';
import { openBrokerOnFolder } from '../support/brokerOnFolder.ts';
import { ManualSchedule } from '../support/manualSchedule.ts';
import { OtlpReceiver } from '../support/otlpReceiver.ts';
import { SqsProgram } from '../support/sqsProgram.ts';

it('A broker whose OTLP receiver does not respond stores everything first, and ends within 1.7 s', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'queueside-'));
  const receiver = await OtlpReceiver.start();
  receiver.hold();
  const schedule = new ManualSchedule();
  try {
    const broker = await openBrokerOnFolder(folder, undefined, schedule.after);
    const { client, endpoint } = broker;
    const { url } = await client.request(createQueue, { name: 'tasks' });
    await client.request(configureTelemetry, { endpoint: receiver.endpoint });
    await new SqsProgram(endpoint).call('SendMessage', { QueueUrl: url, MessageBody: 'x' });
    const closed = broker.close();
    await receiver.until(() => receiver.requests.some((request) => request.url === '/v1/metrics'));
    // It still waits for the receiver, but another broker can have the folder.
    const journal = await openJournal({ folder, durability: 'process', bodyBudgetBytes: 1_048_576 });
    assert.ok(journal.ok, 'the folder is still in use');
    journal.close();
    schedule.advance(1700);
    await closed;
    assert.equal(schedule.pendingCount, 0);
    // What is under way would be sent again and again, and keep the tests from ending.
    receiver.respond();
    await receiver.until(() => receiver.requests.some((request) => request.url === '/v1/traces'));
  } finally {
    receiver.close();
    await rm(folder, { recursive: true, force: true });
  }
});
