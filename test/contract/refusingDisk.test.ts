import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { ResponseError } from 'vscode-jsonrpc/node';
import { Broker } from '../../broker/assembly/broker.ts';
import { ControllableClock } from '../../broker/time/clock.ts';
import { readCommand } from '../../broker/process/config.ts';
import { KEEP_ALIVE } from '../../broker/control/channel/keepAlive.ts';
import { putAlarm } from '../../broker/protocol/alarms.ts';
import { advanceClock } from '../../broker/protocol/clock.ts';
import { startIdempotenceTest } from '../../broker/protocol/idempotence.ts';
import { setFaults } from '../../broker/protocol/faults.ts';
import { createKey, scheduleKeyDeletion } from '../../broker/protocol/kms.ts';
import { deleteMessages, sendMessage } from '../../broker/protocol/message.ts';
import { METHODS, type MethodKey, type MethodParams } from '../../broker/protocol/methods.ts';
import { createQueue, deleteQueue, purgeQueue, setQueueAttributes } from '../../broker/protocol/queue.ts';
import { putFunction } from '../../broker/protocol/functions.ts';
import { putPool } from '../../broker/protocol/pools.ts';
import { addToReplay, replayProgressed } from '../../broker/protocol/replay.ts';
import { getStorage } from '../../broker/protocol/storage.ts';
import { subscribeTrace } from '../../broker/protocol/trace.ts';
import type { Journal } from '../../broker/storage/journal.ts';
import { openLockedJournal } from '../../broker/storage/openJournal.ts';
import { systemSchedule } from '../../broker/time/schedule.ts';
import { ALARM_FORM } from '../support/alarmForm.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { MemoryFileSystem, nodeError } from '../support/memoryFileSystem.ts';
import { FUNCTION } from '../support/functionWorld.ts';
import { makeSample } from '../support/sampleParams.ts';
import { TestLock } from '../support/testLock.ts';
import { SqsProgram } from '../support/sqsProgram.ts';
import { TOKEN } from '../support/testBroker.ts';

const DEFINITIONS = '{"queues":{"defined":{}}}';

/** What exists before each call. */
interface Stage {
  readonly orders: string;
  readonly other: string;
  readonly dead: string;
  readonly purged: string;
  readonly deleted: string;
  /** Waits in `orders`. */
  readonly waiting: string;
  /** In flight, from `orders`. */
  readonly inFlight: string;
  /** Delayed, in `orders`. */
  readonly delayed: string;
  /** Waits in `dead`. */
  readonly failed: string;
  /** Waits in `other`. */
  readonly spare: string;
  readonly keyId: string;
  readonly doomedKeyId: string;
  readonly replayId: string;
  readonly testId: string;
  readonly subscriptionId: string;
  /** Ended a message. */
  readonly jump: number;
  /** Of a message that was deleted. */
  readonly undoId: string;
  /** Of a queue that was changed. */
  readonly changeId: string;
}

/** What the params that every method must have are, by their names. */
function describeStage(stage: Stage): Readonly<Record<string, unknown>> {
  return {
    ...stage,
    queueArn: stage.orders,
    toQueueArn: stage.other,
    messageId: stage.waiting,
    messageIds: [stage.waiting],
  };
}

/** Params of the methods that need more than that to do their work. */
const PARAMS: { readonly [K in MethodKey]?: (stage: Stage) => MethodParams<K> } = {
  setQueueAttributes: ({ orders }) => ({ queueArn: orders, attributes: { VisibilityTimeout: '45' } }),
  redriveQueue: ({ dead, orders }) => ({ queueArn: dead, toQueueArn: orders }),
  redriveMessages: ({ dead, failed, orders }) => ({
    queueArn: dead,
    messageIds: [failed],
    toQueueArn: orders,
  }),
  releaseMessages: ({ orders, inFlight }) => ({ queueArn: orders, messageIds: [inFlight] }),
  extendMessages: ({ orders, inFlight }) => ({
    queueArn: orders,
    messageIds: [inFlight],
    visibilitySeconds: 900,
  }),
  advanceClockToMessage: ({ orders, delayed }) => ({ queueArn: orders, messageId: delayed }),
  planDefinitions: () => ({ text: DEFINITIONS }),
  compareDefinitions: () => ({
    files: [
      { source: 'one', text: DEFINITIONS },
      { source: 'other', text: DEFINITIONS },
    ],
  }),
  applyDefinitions: () => ({ text: DEFINITIONS }),
  setFaults: ({ other }) => ({ queueArn: other, faults: { duplicateRate: 0.5 }, keep: true }),
  rotateMasterKey: () => ({ masterKey: Buffer.alloc(32, 1).toString('base64') }),
  addKeyAlias: ({ keyId }) => ({ keyId, alias: 'alias/second' }),
  removeKeyAlias: ({ keyId }) => ({ keyId, alias: 'alias/first' }),
  cancelKeyDeletion: ({ doomedKeyId }) => ({ keyId: doomedKeyId }),
  revokeKey: ({ keyId }) => ({ keyId, principal: '*' }),
  undoMessages: ({ undoId }) => ({ undoId }),
  undoChange: ({ changeId }) => ({ undoId: changeId }),
  undoPurge: ({ purged }) => ({ queueArn: purged }),
  undoDelete: ({ deleted }) => ({ queueArn: deleted }),
  putAlarm: ({ orders }) => ({ queueArn: orders, name: 'second', form: ALARM_FORM, isNew: true }),
  deleteAlarm: () => ({ alarmArn: ALARM_ARN }),
  enableAlarmActions: () => ({ alarmArn: ALARM_ARN, enabled: false }),
  setAlarmState: () => ({ alarmArn: ALARM_ARN, state: 'ALARM' }),
  readAlarmHistory: () => ({ alarmArn: ALARM_ARN }),
  putPool: () => ({ ...POOL, name: 'second' }),
  deletePool: () => ({ name: POOL.name }),
  putFunction: () => ({ ...FUNCTION, name: 'second' }),
  deleteFunction: () => ({ name: FUNCTION.name }),
};

const POOL = { name: 'first', queue: 'orders', command: 'node worker.js' };

const ALARM_ARN = 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:first';

/** Has a file of its own to write, and here no key to change in it. */
const WRITES_ITS_OWN_FILE: ReadonlySet<string> = new Set<MethodKey>(['rotateMasterKey']);

describe('A broker whose disk refuses writes', () => {
  let fs: MemoryFileSystem;
  let journal: Journal;
  let broker: Broker;
  let client: ControlClient;
  let stage: Stage;

  beforeEach(async () => {
    fs = new MemoryFileSystem();
    const opened = openLockedJournal({
      folder: '/data',
      durability: 'process',
      bodyBudgetBytes: 1_048_576,
      fs,
      lock: new TestLock(),
    });
    const command = readCommand(['--port', '0'], {});
    assert.ok(opened.ok && command.kind === 'serve');
    journal = opened;
    broker = new Broker(command.config, {
      clock: new ControllableClock(),
      journal,
      schedule: systemSchedule,
      keepAlive: KEEP_ALIVE,
      token: TOKEN,
      log: () => undefined,
      onStopRequested: () => undefined,
    });
    const info = await broker.listen();
    client = await openClient(info.control);
    stage = await setTheStage(info.endpoint);
    await written();
  });
  afterEach(async () => {
    fs.onWrite = undefined;
    const left = new Promise<void>((resolve) => broker.control.onSessionCount(resolve));
    await client.close();
    // What the session takes with it ends in the engine, and has to come before the end of its clock.
    await left;
    await broker.close();
  });

  async function setTheStage(endpoint: string): Promise<Stage> {
    const makeQueue = async (name: string, attributes = {}): Promise<string> =>
      (await client.request(createQueue, { name, attributes })).arn;
    const send = async (queueArn: string, delaySeconds = 0): Promise<string> =>
      (await client.request(sendMessage, { queueArn, body: 'work', delaySeconds })).messageId;
    const dead = await makeQueue('dead');
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead, maxReceiveCount: 5 });
    const orders = await makeQueue('orders', { RedrivePolicy });
    const other = await makeQueue('other');
    const [purged, deleted] = [await makeQueue('purged'), await makeQueue('deleted')];
    for (const queueArn of [purged, deleted]) await send(queueArn);
    await client.request(purgeQueue, { queueArn: purged });
    await client.request(deleteQueue, { queueArn: deleted });
    await send(await makeQueue('brief', { MessageRetentionPeriod: '60' }));
    await client.request(advanceClock, { byMs: 60_000 });
    const [ended] = (await client.request(getStorage, {})).undoableAdvances;
    const lost = await client.request(deleteMessages, { queueArn: other, messageIds: [await send(other)] });
    const changed = await client.request(setQueueAttributes, {
      queueArn: other,
      attributes: { VisibilityTimeout: '7' },
    });
    const inFlight = await send(orders);
    await new SqsProgram(endpoint).call('ReceiveMessage', { QueueUrl: `${endpoint}/000000000000/orders` });
    await client.request(setFaults, { queueArn: orders, faults: { duplicateRate: 0.1 }, keep: true });
    await client.request(advanceClock, { byMs: 1 });
    const sends = [{ queueArn: other, sentAt: 0, body: 'again', attributes: [] }];
    const doomedKey = await client.request(createKey, {});
    await client.request(scheduleKeyDeletion, { keyId: doomedKey.keyId });
    await client.request(putAlarm, { queueArn: orders, name: 'first', form: ALARM_FORM, isNew: true });
    await client.request(putPool, POOL);
    await client.request(putFunction, FUNCTION);
    return {
      dead,
      orders,
      other,
      purged,
      deleted,
      inFlight,
      waiting: await send(orders),
      delayed: await send(orders, 60),
      failed: await send(dead),
      spare: await send(other),
      keyId: (await client.request(createKey, { alias: 'alias/first' })).keyId,
      doomedKeyId: doomedKey.keyId,
      replayId: (await client.request(addToReplay, { sends })).replayId,
      testId: (await client.request(startIdempotenceTest, { queueArn: other, messages: [{ body: 'probe' }] }))
        .testId,
      subscriptionId: (await client.request(subscribeTrace, {})).subscriptionId,
      jump: ended?.jump ?? 0,
      undoId: lost.undoId ?? '',
      changeId: changed.undoId,
    };
  }

  /** Resolves when all that was appended so far is on the disk. */
  async function written(): Promise<void> {
    await new Promise<void>((resolve) => journal.commit(() => resolve()));
  }

  /** What a method answers: its result, or the error that it is refused with. */
  function call(key: MethodKey): Promise<unknown> {
    const { method, params: shape } = METHODS[key];
    const params = PARAMS[key]?.(stage) ?? makeSample(shape.describe(), describeStage(stage));
    assert.equal(shape.check(params), undefined);
    return client
      .requestRaw(method, params)
      .catch((error: unknown) => (error instanceof ResponseError ? error : assert.fail(String(error))));
  }

  /** A deletion that stands in memory and must reach the disk before any later answer that promises something. */
  async function refuseWrites(): Promise<void> {
    fs.onWrite = () => nodeError('ENOSPC');
    await assert.rejects(
      client.request(deleteMessages, { queueArn: stage.other, messageIds: [stage.spare] }),
      isUnavailable,
    );
  }

  for (const key of Object.keys(METHODS) as MethodKey[]) {
    const { method, stores } = METHODS[key];
    if (stores === 'nothing') {
      it(`writes nothing for ${method}`, async () => {
        const before = fs.writtenBytes;
        await call(key);
        await written();
        assert.equal(fs.writtenBytes, before);
      });
      it(`answers ${method}`, async () => {
        await refuseWrites();
        const answer = await call(key);
        assert.ok(!isUnavailable(answer), String(answer));
      });
    } else {
      it(`writes for ${method}`, async () => {
        const before = fs.writtenBytes;
        const progress = key === 'startReplay' ? client.waitFor(replayProgressed) : undefined;
        const answer = await call(key);
        assert.ok(!(answer instanceof ResponseError), String(answer));
        await progress;
        await written();
        assert.equal(fs.writtenBytes > before, !WRITES_ITS_OWN_FILE.has(key));
      });
      it(`refuses ${method}`, async () => {
        await refuseWrites();
        const answer = await call(key);
        assert.ok(isUnavailable(answer), JSON.stringify(answer));
      });
    }
  }
});

function isUnavailable(answer: unknown): boolean {
  return (
    answer instanceof ResponseError &&
    (answer.data as { readonly code?: string } | undefined)?.code === 'ServiceUnavailable'
  );
}
