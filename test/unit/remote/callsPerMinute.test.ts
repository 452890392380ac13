import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { COUNT_CALLS_PER_MINUTE } from '../../../extension/remote/callBudget.ts';
import { createRemoteWorld } from '../../support/upstream/remoteWorld.ts';
import { startRecordingServer } from '../../support/upstream/recordingServer.ts';

const QUEUES = 100;
const MINUTE_MS = 60_000;
const NAMES = Array.from({ length: QUEUES }, (_, index) => `queue-${index}`);

describe('The counts of 100 queues, read every minute', () => {
  async function openPlace() {
    const server = await startRecordingServer((response, { action }) => {
      const answers: Readonly<Record<string, object>> = {
        ListQueues: { QueueUrls: NAMES.map((name) => `http://x/000000000000/${name}`) },
        GetQueueAttributes: { Attributes: { ApproximateNumberOfMessages: '1' } },
      };
      response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(answers[action] ?? { Successful: [], Failed: [] }));
    });
    const world = createRemoteWorld(server.endpoint);
    const { connection } = world;
    await connection.open();
    connection.remote.watch(connection.queues.queues.map(({ arn }) => arn));
    connection.remote.setVisible(true);
    await connection.queues.count();
    /** Lets one minute pass. @returns how many calls left in it, and how many of them read counts */
    const passMinute = async (minute: number, before: () => Promise<unknown> = () => Promise.resolve()) => {
      const from = server.requests.length;
      world.setNow(minute * MINUTE_MS);
      await before();
      await world.passTimer();
      await connection.queues.count();
      const calls = server.requests.slice(from).map(({ action }) => action);
      return { all: calls.length, counts: calls.filter((action) => action === 'GetQueueAttributes').length };
    };
    return { ...world, passMinute };
  }

  it('take a call for each queue, within the number that the row shows', async () => {
    const { connection, passMinute } = await openPlace();
    assert.match(connection.remote.details.join('\n'), /about \$0\.06 a day.*at most 120\./s);
    for (let minute = 1; minute <= 5; minute += 1) {
      assert.deepEqual(await passMinute(minute), { all: QUEUES, counts: QUEUES });
    }
  });

  it('leave out queues if other calls have used up the number', async () => {
    const { connection, passMinute } = await openPlace();
    const [queue] = connection.queues.queues;
    assert.ok(queue);
    const purge = async () => {
      // Each also counts its queue.
      for (let time = 0; time < 20; time += 1) await connection.can.purge?.(queue.arn);
      await connection.queues.countOne(queue.arn);
    };
    const { all, counts } = await passMinute(1, purge);
    assert.equal(all, COUNT_CALLS_PER_MINUTE);
    assert.ok(counts < QUEUES + 21);
    assert.deepEqual(await passMinute(2), { all: QUEUES, counts: QUEUES });
  });
});
