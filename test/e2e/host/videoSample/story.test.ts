import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { commands, debug, tasks, workspace } from 'vscode';
import { type PoolInfo, readPoolHistory } from '../../../../broker/protocol/pools.ts';
import type { TraceEventKind } from '../../../../broker/protocol/trace.ts';
import type { BrokerClient } from '../../../../extension/broker/brokerClient.ts';
import { callSqs } from '../../../support/callSqs.ts';
import { countVideo, loadProbe } from '../../../support/videoProbe.ts';
import { waitUntilGone } from '../../../support/witness.ts';
import { activateExtension } from '../support/activateExtension.ts';
import { waitForOutput } from '../support/debugSessions.ts';
import { PoolInTrace } from '../support/poolInTrace.ts';
import { waitForPool } from '../support/waitForPool.ts';
import { TraceLog } from '../../../support/traceLog.ts';

const POOL = 'clip-workers';
const CLIPS = 60;
/** The first one is the test event that a new bucket sends, which names no clip. */
const MESSAGES = 1 + CLIPS;
/** With so many left, its policy needs one process, but all four still work. */
const LEFT = 8;
/** Of the queue. */
const VISIBILITY_MS = 30_000;
/** Less than a visibility timeout: who extends its message in time keeps it. */
const ADVANCE_MS = 20_000;
/** Of the queue's redrive policy. */
const MAXIMUM_RECEIVES = 3;

/** Of `clips/sunrise.mp4`: frames, width and height. */
const PICTURES: Readonly<Record<string, readonly number[]>> = {
  ...Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`frame-00${index + 1}.jpg`, [1, 160, 90]])),
  'poster.jpg': [1, 320, 180],
  'preview.gif': [20, 160, 90],
};

/** The window that this test runs in has a copy of the video sample open, with its packages. */
describe('the video sample in a window', function () {
  this.timeout(120_000);
  let folder: string;
  let endpoint: string;
  let session: BrokerClient;
  let trace: TraceLog;
  const processIds = new Set<number>();

  before(async () => {
    folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? assert.fail('no folder is open');
    const api = await activateExtension();
    endpoint = await api.start();
    session = api.testing?.connections.all[0]?.can.idempotence ?? assert.fail('no broker');
    trace = await TraceLog.follow(session);
  });

  after(() => debug.stopDebugging());

  const count = (kind: TraceEventKind) => trace.events.filter((event) => event.kind === kind).length;

  const poolIs = async (holds: (pool: PoolInfo) => boolean): Promise<PoolInfo> => {
    const pool = await waitForPool(session, POOL, holds);
    for (const { processId } of pool.processes) if (processId !== undefined) processIds.add(processId);
    return pool;
  };

  it('has a backlog when its front runs and its task has uploaded the clips', async () => {
    const listening = waitForOutput('listening on');
    assert.ok(await debug.startDebugging(workspace.workspaceFolders?.[0], 'Front', { noDebug: true }));
    await listening;
    await runTask(`Upload ${CLIPS} clips`);
    await trace.waitUntil(() => count('sent') === MESSAGES);
    assert.deepEqual(await countMessages('clips'), [MESSAGES, 0]);
  });

  it('grows from one worker to four', async () => {
    await commands.executeCommand('queueside.runPool', POOL);
    const { processes } = await poolIs((pool) => pool.processes.filter(isInService).length === 4);
    assert.equal(processes.length, 4);
    const { decisions, capacity } = await session.request(readPoolHistory, { name: POOL });
    assert.deepEqual(
      decisions.map(({ from, to }) => [from, to]),
      [[1, 4]],
    );
    assert.equal(capacity[0]?.running, 1);
  });

  it('shrinks to one while all of them work, and ends none before its clip is done', async () => {
    await trace.waitUntil(() => count('deleted') >= MESSAGES - LEFT);
    while ((await poolIs(() => true)).desired > 1) await advanceWithinWork();
    await poolIs(({ processes }) => processes.filter(({ end }) => end === undefined).length === 1);
    await trace.waitUntil(() => count('deleted') === MESSAGES);
    await trace.catchUp();
    const { drainedWith, stoppedWith } = new PoolInTrace(trace.events);
    assert.deepEqual(stoppedWith, [0, 0, 0]);
    assert.ok(
      drainedWith.some((leases) => leases === 1),
      'one was chosen in the middle of its clip',
    );
    const { decisions, capacity } = await session.request(readPoolHistory, { name: POOL });
    const [grown, ...shrunk] = decisions;
    assert.deepEqual([grown?.from, grown?.to], [1, 4]);
    assert.ok(
      shrunk.every(({ from, to }) => to < from),
      'it does not flap',
    );
    assert.equal(Math.max(...capacity.map(({ running }) => running)), 4);
    assert.deepEqual(capacity.at(-1), { ...capacity.at(-1), desired: 1, inService: 1, running: 1 });
    const { processes } = await poolIs(() => true);
    // A shell runs the command: the signal ends it, while the worker in it still finishes.
    const ends = processes.flatMap(({ end }) => (end === undefined ? [] : [[end.signal, end.lostLeases]]));
    assert.deepEqual(
      ends,
      [0, 0, 0].map(() => ['SIGTERM', 0]),
    );
  });

  it('has lost no clip, and cut none twice', async () => {
    assert.equal(count('received'), MESSAGES);
    assert.deepEqual([count('expired'), count('leaseLost'), count('movedToDeadLetter')], [0, 0, 0]);
    assert.deepEqual(
      [await countMessages('clips'), await countMessages('clips-broken')],
      [
        [0, 0],
        [0, 0],
      ],
    );
    const ids = readdirSync(join(folder, 'bucket', 'uploads')).filter((name) => name.endsWith('.mp4'));
    const results = readdirSync(join(folder, 'bucket', 'clips'));
    assert.deepEqual(results.toSorted(), ids.map((name) => name.replace(/\.mp4$/, '')).toSorted());
    assert.equal(results.length, CLIPS);
    const probe = await loadProbe(createRequire(join(folder, 'package.json')));
    for (const id of results) {
      const place = join(folder, 'bucket', 'clips', id);
      const names = readdirSync(place).filter((name) => name !== 'clip.json');
      const pictures = names.map((name) => [name, countVideo(probe, readFileSync(join(place, name)))]);
      assert.deepEqual(Object.fromEntries(pictures), PICTURES, id);
      // Decoding takes seconds, in which the extension must respond to its broker.
      await new Promise((resolve) => setImmediate(resolve));
    }
  });

  it('sets aside what is no video after three receives', async () => {
    await runTask('Upload a broken file');
    for (let receives = 1; receives <= MAXIMUM_RECEIVES; receives += 1) {
      await trace.waitUntil(() => count('received') === MESSAGES + receives);
      await commands.executeCommand('queueside.advanceClock', VISIBILITY_MS);
    }
    await trace.waitUntil(() => count('movedToDeadLetter') === 1);
    assert.deepEqual(
      [await countMessages('clips'), await countMessages('clips-broken')],
      [
        [0, 0],
        [1, 0],
      ],
    );
  });

  it('leaves no process when the pool is stopped', async () => {
    await commands.executeCommand('queueside.stopPool', POOL);
    await poolIs(({ state }) => state === 'idle');
    assert.equal(processIds.size, 4);
    for (const processId of processIds) await waitUntilGone(processId);
  });

  /** Advances the clock when each message in flight was just extended, and no process ends: its grace would end too. */
  async function advanceWithinWork(): Promise<void> {
    await trace.waitUntil(() => {
      const { ending, leases } = new PoolInTrace(trace.events);
      return ending.size === 0 && [...leases.values()].every(({ isFresh }) => isFresh);
    });
    await commands.executeCommand('queueside.advanceClock', ADVANCE_MS);
    await trace.catchUp();
  }

  /** Visible, and in flight. */
  async function countMessages(name: string): Promise<readonly number[]> {
    const { QueueUrl } = await callSqs(endpoint, 'GetQueueUrl', { QueueName: name });
    const { Attributes } = await callSqs(endpoint, 'GetQueueAttributes', {
      QueueUrl,
      AttributeNames: ['All'],
    });
    const counts = Attributes as Record<string, string>;
    return [counts['ApproximateNumberOfMessages'], counts['ApproximateNumberOfMessagesNotVisible']].map(
      Number,
    );
  }
});

function isInService({ state }: PoolInfo['processes'][number]): boolean {
  return state === 'inService';
}

/** Runs a task of the folder, as *Run Task* does, to its end. */
async function runTask(name: string): Promise<void> {
  const task = (await tasks.fetchTasks()).find((each) => each.name === name);
  assert.ok(task, name);
  const ended = new Promise<number | undefined>((resolve) => {
    const listener = tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (execution.task.name !== name) return;
      listener.dispose();
      resolve(exitCode);
    });
  });
  await tasks.executeTask(task);
  assert.equal(await ended, 0, name);
}
