import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReadyLine } from '../../broker/protocol/broker.ts';
import { CRASH_RUNS, Fates, isSealedRun, labelOf } from './fates.ts';
import { Inspection, WireBroker } from './wireBroker.ts';
import { type Incoming, type QueueClient, RawClient, SdkClient } from './wireClients.ts';

const RUNS = Math.floor(CRASH_RUNS / 2);
const MASTER_KEY = Buffer.alloc(32, 7).toString('base64');
const GROUPS = 4;
const QUEUES = [
  { name: 'standard', attributes: { VisibilityTimeout: '43200' } },
  { name: 'ordered.fifo', attributes: { VisibilityTimeout: '43200', FifoQueue: 'true' } },
] as const;
/** How long a broker lives under load, at most, ms. */
const LIFETIME_MS = 60;
/** Now and then one lives until its journal reclaims space, which begins after a second. */
const LONG_LIFE_EVERY = 12;
const LONG_LIFETIME_MS = 1000;
/** Now and then one is killed while it starts, within so many ms. */
const EARLY_DEATH_EVERY = 9;
const START_MS = 200;
/** Beyond so many messages, clients only consume. */
const BACKLOG = 1500;

describe('the broker as it ships, killed under load over HTTP', function () {
  this.timeout(Math.max(90_000, RUNS * 2000));
  const folder = mkdtempSync(join(tmpdir(), 'queueside-crash-http-'));
  const fates = new Fates();
  /** Received and not known to be deleted, by receipt handle. */
  const inHand = new Map<string, Incoming & { readonly queue: string }>();
  let broker: WireBroker | undefined;

  after(async () => {
    await broker?.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Sends and consumes until the broker is gone, which the rejection of a call tells. */
  async function load(client: QueueClient, queueUrl: string, role: 'sender' | 'both'): Promise<never> {
    const queue = nameOf(queueUrl);
    for (let round = 0; ; round++) {
      const isSending = fates.size < BACKLOG && (role === 'sender' || round % 3 !== 0);
      if (isSending) {
        const { body, groupId } = fates.begin(queue, GROUPS);
        await client.send(queueUrl, { body, groupId, deduplicationId: labelOf(body) });
        fates.wasSent(body);
      } else {
        await consume(client, queueUrl);
      }
    }
  }

  async function drain(client: QueueClient, queueUrl: string): Promise<never> {
    for (;;) await consume(client, queueUrl);
  }

  async function consume(client: QueueClient, queueUrl: string): Promise<void> {
    const messages = await client.receive(queueUrl);
    for (const message of messages) {
      fates.wasReceived(message.body);
      inHand.set(message.receiptHandle, { ...message, queue: nameOf(queueUrl) });
    }
    if (messages.length > 0) await remove(client, queueUrl, messages);
    else await sleep(1);
  }

  async function remove(client: QueueClient, queueUrl: string, messages: readonly Incoming[]): Promise<void> {
    for (const { body } of messages) fates.isBeingDeleted(body);
    await client.delete(queueUrl, messages);
    for (const { body, receiptHandle } of messages) {
      fates.wasDeleted(body);
      inHand.delete(receiptHandle);
    }
  }

  /** Deletes what the broker before gave out, by the receipt handles of then. */
  async function finishOld(client: QueueClient, endpoint: string): Promise<void> {
    for (const message of inHand.values()) {
      if (!fates.has(message.body)) {
        // It was deleted, and the answer did not get out.
        inHand.delete(message.receiptHandle);
        continue;
      }
      await remove(client, `${endpoint}/000000000000/${message.queue}`, [message]);
    }
  }

  async function startClients({
    endpoint,
  }: ReadyLine): Promise<{ over: Promise<unknown>; close: () => void }> {
    const [standard, ordered] = QUEUES.map(({ name }) => `${endpoint}/000000000000/${name}`) as [
      string,
      string,
    ];
    const raw = await Promise.all(Array.from({ length: 4 }, () => RawClient.open(endpoint)));
    const [one, two, three, four] = raw as [RawClient, RawClient, RawClient, RawClient];
    const sdk = [new SdkClient(endpoint), new SdkClient(endpoint)] as const;
    const loads = [
      load(one, standard, 'both'),
      load(two, standard, 'both'),
      load(sdk[0], standard, 'both'),
      // The one client that sends to groups; others only take from them.
      load(three, ordered, 'sender'),
      drain(four, ordered),
      drain(sdk[1], ordered),
    ];
    return {
      over: Promise.allSettled(loads).then((outcomes) => outcomes.forEach(rethrowAssertion)),
      close: () => [...raw, ...sdk].forEach((client) => client.close()),
    };
  }

  /** Clients end by what the dead broker left them with; anything that was found wrong is no such end. */
  function rethrowAssertion(outcome: PromiseSettledResult<unknown>): void {
    if (outcome.status === 'rejected' && outcome.reason instanceof assert.AssertionError)
      throw outcome.reason;
  }

  async function check(ready: ReadyLine): Promise<void> {
    const inspection = await Inspection.open(ready);
    assert.equal(await inspection.countDamage(), 0);
    for (const { name } of QUEUES) {
      const previews = await inspection.listPreviews(`arn:aws:sqs:us-east-1:000000000000:${name}`);
      fates.check(name, previews);
    }
    await inspection.close();
  }

  it(`keeps what it answered, ${RUNS} times over, the second half encrypted`, async () => {
    for (let run = 0; run < RUNS; run++) {
      broker = new WireBroker(folder, isSealedRun(run, RUNS) ? MASTER_KEY : undefined);
      if (run % EARLY_DEATH_EVERY === EARLY_DEATH_EVERY - 1) {
        await sleep(Math.random() * START_MS);
        await broker.kill();
        continue;
      }
      const ready = await broker.ready;
      assert.ok(ready !== undefined, 'it ended by itself');
      if (run === 0) {
        const first = await RawClient.open(ready.endpoint);
        for (const { name, attributes } of QUEUES) await first.createQueue(name, attributes);
        first.close();
      }
      await check(ready);
      const heir = await RawClient.open(ready.endpoint);
      await finishOld(heir, ready.endpoint);
      heir.close();
      const clients = await startClients(ready);
      const isLong = run % LONG_LIFE_EVERY === LONG_LIFE_EVERY - 1;
      await sleep((isLong ? LONG_LIFETIME_MS : 0) + Math.random() * LIFETIME_MS);
      await broker.kill();
      await clients.over;
      clients.close();
    }
    assert.ok(fates.answers > 5 * RUNS, `the brokers were killed before they did anything: ${fates.answers}`);
  });
});

function nameOf(queueUrl: string): string {
  return queueUrl.slice(queueUrl.lastIndexOf('/') + 1);
}
