import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { writeEvent } from '../../broker/buckets/s3Event.ts';
import { listAlarms } from '../../broker/protocol/alarms.ts';
import { advanceClock, getClock } from '../../broker/protocol/clock.ts';
import { listPools } from '../../broker/protocol/pools.ts';
import { BrokerProcess } from '../support/brokerProcess.ts';
import { callSqs } from '../support/callSqs.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { countVideo, loadProbe, type Probe } from '../support/videoProbe.ts';
import { TOKEN } from '../support/testBroker.ts';

interface VideoSample {
  readonly folder: string;
  readonly front: readonly string[];
  readonly workers: Readonly<Record<string, readonly string[]>>;
}

/** What starts the sample, or why it is not available here. The stage makes this. */
const sample = JSON.parse(process.env['PEER_VIDEO'] ?? '{"missing":"the stage did not build it"}') as
  | VideoSample
  | { readonly missing: string };

/** Of the queue, and of a beat. */
const VISIBILITY_MS = 30_000;
/** More than one of these is longer than a visibility timeout. */
const ADVANCE_MS = 20_000;
const MAXIMUM_RECEIVES = 3;
const CLIP = join('extension', 'samples', 'video', 'clips', 'sunrise.mp4');
const FRAMES = Array.from({ length: 8 }, (_, index) => `frame-00${index + 1}.jpg`);

describe('The video sample', () => {
  if ('missing' in sample) {
    it.skip(sample.missing);
    return;
  }
  const { front, workers } = sample;
  const started: ChildProcess[] = [];
  let folder: string;
  let broker: BrokerProcess;
  let endpoint: string;
  let control: ControlClient;
  let url: string;
  let probe: Probe;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-video-'));
    for (const part of ['dist', 'src', 'package.json', 'index.html', 'queueside.json'])
      cpSync(join(sample.folder, part), join(folder, part), { recursive: true });
    cpSync(join('extension', 'samples', 'video', 'bucket', 'uploads'), join(folder, 'bucket', 'uploads'), {
      recursive: true,
    });
    symlinkSync(join(sample.folder, 'node_modules'), join(folder, 'node_modules'), 'junction');
    probe = await loadProbe(createRequire(join(sample.folder, 'package.json')));
    broker = new BrokerProcess(['--port', '0', '--config', join(folder, 'queueside.json')], {
      QUEUESIDE_TOKEN: TOKEN,
    });
    const ready = await broker.line();
    ({ endpoint } = ready);
    control = await openClient(ready.control);
    for await (const line of readLines(start(front))) {
      url = /listening on (\S+)/.exec(line)?.[1] ?? assert.fail(line);
      break;
    }
  });

  after(async () => {
    for (const child of started) child.kill('SIGKILL');
    await control.close();
    broker.child.kill('SIGTERM');
    await broker.exit;
    rmSync(folder, { recursive: true });
  });

  it('reads no task that could be made of a result, or leads out of the bucket', async () => {
    const { readUploads } = (await import(pathToFileURL(join(folder, 'dist', 'task.js')).href)) as {
      readUploads: (body: string) => string[];
    };
    assert.deepEqual(readUploads(writeUpload('uploads/sea & sky (1)+é.mp4')), [
      'uploads/sea & sky (1)+é.mp4',
    ]);
    assert.deepEqual(readUploads(JSON.stringify({ Event: 's3:TestEvent' })), []);
    for (const key of ['clips/a/poster.jpg', 'uploads/../package.json', 'uploads/..'])
      assert.throws(() => readUploads(writeUpload(key)), /the message names no upload/);
  });

  it('declares a pool of commands, and one of a launch configuration that exists', async () => {
    const { pools } = await control.request(listPools, {});
    assert.deepEqual(
      pools.map(({ definition: { name, command, launch } }) => [name, command ?? launch]),
      [
        ['clip-workers', 'node dist/worker.js 3'],
        ['clip-workers-python', 'Worker (Python)'],
      ],
    );
    const launches = readFileSync(join('extension', 'samples', 'video', '.vscode', 'launch.json'), 'utf8');
    assert.ok(launches.includes('"name": "Worker (Python)"'));
  });

  it('takes uploads at once, cuts them in both languages under a heartbeat, and sets aside what fails', async () => {
    const ids: string[] = [];
    let failures = 0;
    for (const [language, argv] of Object.entries(workers)) {
      // No worker runs, so the front waits for none.
      const id = await upload(readFileSync(CLIP));
      ids.push(id);
      assert.deepEqual(await readClip(id), { id });
      const worker = start([...argv, '1.5']);
      const ended = once(worker, 'close');
      let delivery = '';
      let advances = 0;
      for await (const line of readLines(worker)) {
        if (/^worker: (?:received|still working)/.test(line)) advances += Number(await advanceWithin());
        if (line.startsWith('worker: received')) delivery = line;
        if (line.startsWith('worker: wrote')) {
          // It took longer than the visibility timeout, and yet the message stayed with this worker.
          assert.ok(advances * ADVANCE_MS > VISIBILITY_MS, `${advances} advances with ${language}`);
          assert.match(delivery, /, delivery 1$/);
          assert.equal(line, `worker: wrote clips/${id}: 8 frames`);
        } else if (line.startsWith('worker: deleted') && (await readClip(id)).worker === language) {
          // The last one gets what fails.
          if (ids.length < Object.keys(workers).length) worker.kill('SIGTERM');
          else await Promise.all([upload(Buffer.from('no video')), send(writeUpload('clips/a/poster.jpg'))]);
        } else if (line.startsWith('worker: failed')) {
          failures += 1;
          // Both were received, and none is in work.
          if (failures % 2 === 0) await control.request(advanceClock, { byMs: VISIBILITY_MS });
          if (failures === 2 * MAXIMUM_RECEIVES) worker.kill('SIGTERM');
        }
      }
      const [code] = (await ended) as [number];
      assert.equal(code, 0, language);
    }

    const { QueueUrl } = await callSqs(endpoint, 'GetQueueUrl', { QueueName: 'clips' });
    assert.equal((await callSqs(endpoint, 'ReceiveMessage', { QueueUrl }))['Messages'], undefined);
    assert.deepEqual([await count('clips'), await count('clips-broken')], [0, 2]);
    await control.request(advanceClock, { byMs: 120_000 });
    const { alarms } = await control.request(listAlarms, {});
    assert.deepEqual(Object.fromEntries(alarms.map(({ name, state }) => [name, state])), {
      'clips-waiting': 'OK',
      'clips-broken': 'ALARM',
    });
    for (const [index, worker] of Object.keys(workers).entries()) {
      const id = ids[index] ?? assert.fail(worker);
      assert.deepEqual(await readClip(id), { id, frames: FRAMES.length, worker });
      for (const name of FRAMES) assert.deepEqual(await decode(id, name), [1, 160, 90], name);
      assert.deepEqual(await decode(id, 'poster.jpg'), [1, 320, 180]);
      assert.deepEqual(await decode(id, 'preview.gif'), [20, 160, 90]);
    }
    for (const path of ['package.json', 'clips/..%2f..%2fpackage.json', 'clips/missing/poster.jpg'])
      assert.equal((await fetch(`${url}/${path}`)).status, 404, path);
    const tooLarge = await fetch(`${url}/clips`, { method: 'POST', body: new Uint8Array(20_000_001) });
    assert.equal(tooLarge.status, 413);
  });

  function start([command = '', ...args]: readonly string[]): ChildProcess {
    const child = spawn(command, args, {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        PORT: '0',
        BEAT_SECONDS: '0.1',
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        AWS_ENDPOINT_URL_SQS: endpoint,
        AWS_REGION: 'us-east-1',
        AWS_DEFAULT_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
      },
    });
    started.push(child);
    return child;
  }

  /** Advances the broker's clock, if the message in work stays invisible for longer than that. */
  async function advanceWithin(): Promise<boolean> {
    const { now, nextEvent } = await control.request(getClock, {});
    if (nextEvent?.kind !== 'expired' || nextEvent.at - now <= ADVANCE_MS) return false;
    await control.request(advanceClock, { byMs: ADVANCE_MS });
    return true;
  }

  async function upload(body: Buffer): Promise<string> {
    const response = await fetch(`${url}/clips`, { method: 'POST', body: new Uint8Array(body) });
    assert.equal(response.status, 202);
    return ((await response.json()) as { id: string }).id;
  }

  /** What the front says of a clip. */
  async function readClip(id: string): Promise<{ readonly id: string; readonly worker?: string }> {
    const clips = (await (await fetch(`${url}/clips`)).json()) as { id: string; worker?: string }[];
    return clips.find((clip) => clip.id === id) ?? assert.fail(`no clip ${id}`);
  }

  async function decode(id: string, name: string): Promise<readonly number[]> {
    const response = await fetch(`${url}/clips/${id}/${name}`);
    assert.equal(response.status, 200, name);
    return countVideo(probe, new Uint8Array(await response.arrayBuffer()));
  }

  async function send(MessageBody: string): Promise<void> {
    const { QueueUrl } = await callSqs(endpoint, 'GetQueueUrl', { QueueName: 'clips' });
    await callSqs(endpoint, 'SendMessage', { QueueUrl, MessageBody });
  }

  /** Messages in a queue, whatever their state. */
  async function count(name: string): Promise<number> {
    const { QueueUrl } = await callSqs(endpoint, 'GetQueueUrl', { QueueName: name });
    const { Attributes } = await callSqs(endpoint, 'GetQueueAttributes', {
      QueueUrl,
      AttributeNames: ['All'],
    });
    const counts = Attributes as Record<string, string>;
    return (
      Number(counts['ApproximateNumberOfMessages']) + Number(counts['ApproximateNumberOfMessagesNotVisible'])
    );
  }
});

function readLines(child: ChildProcess): AsyncIterable<string> {
  assert.ok(child.stdout);
  return createInterface({ input: child.stdout });
}

/** The event that the bucket would send. */
function writeUpload(key: string): string {
  return writeEvent(
    { kind: 'put', key, size: 1, eTag: '' },
    { bucket: 'videos', region: 'us-east-1', account: '000000000000', at: 0, sequencer: '0' },
  );
}
