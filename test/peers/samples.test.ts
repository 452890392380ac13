import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { BrokerProcess } from '../support/brokerProcess.ts';
import { callSqs } from '../support/callSqs.ts';
import { isPartOfSample } from '../support/sampleWorkspace.mjs';

interface BuiltSample {
  readonly folder: string;
  readonly worker: readonly string[];
  readonly producer: readonly string[];
}

/** By language: what starts the sample, or why it is not available here. The stage makes this. */
const samples = JSON.parse(process.env['PEER_SAMPLES'] ?? '{}') as Record<
  string,
  BuiltSample | { readonly missing: string }
>;

const SHARED = join('extension', 'samples', 'watermark');
const UPLOADS = join(SHARED, 'bucket', 'uploads');
/** Tasks whose picture could be its own result. */
const TRAPS = ['watermarked/sea.png', 'uploads/../watermarked/sea.png'];
const PICTURES = ['mountains.png', 'night.png', 'sea.png', 'sunset.png'];
/** A picture that is dropped into the bucket: its key in the event is encoded. */
const DROPPED = 'sea & sky.png';

for (const [language, sample] of Object.entries(samples)) {
  describe(`The sample in ${language}`, () => {
    if ('missing' in sample) {
      it.skip(sample.missing);
      return;
    }
    let folder: string;
    let broker: BrokerProcess;
    let endpoint: string;
    let worker: ChildProcess | undefined;

    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'queueside-sample-'));
      cpSync(sample.folder, folder, {
        recursive: true,
        filter: (path) => isPartOfSample(path) && !path.startsWith(join(sample.folder, 'python')),
      });
      cpSync(UPLOADS, join(folder, 'bucket', 'uploads'), { recursive: true });
      cpSync(join(SHARED, 'queueside.json'), join(folder, 'queueside.json'));
      broker = new BrokerProcess(['--port', '0', '--config', join(folder, 'queueside.json')]);
      ({ endpoint } = await broker.line());
    });

    after(async () => {
      worker?.kill('SIGKILL');
      broker.child.kill('SIGTERM');
      await broker.exit;
      rmSync(folder, { recursive: true });
    });

    function start([command = '', ...args]: readonly string[]): ChildProcess {
      return spawn(command, args, {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'inherit'],
        env: {
          PATH: process.env.PATH,
          HOME: folder,
          AWS_ENDPOINT_URL_SQS: endpoint,
          AWS_REGION: 'us-east-1',
          AWS_DEFAULT_REGION: 'us-east-1',
          AWS_ACCESS_KEY_ID: 'test',
          AWS_SECRET_ACCESS_KEY: 'test',
        },
      });
    }

    it('marks each picture once, also one that is dropped into the bucket, reports it, deletes its task, refuses what is no upload, and ends after the current task', async () => {
      const producer = start(sample.producer);
      const [producerCode] = (await once(producer, 'close')) as [number];
      assert.equal(producerCode, 0);

      worker = start(sample.worker);
      const ended = once(worker, 'close');
      assert.ok(worker.stdout);
      const lines: string[] = [];
      const sea = join(folder, 'bucket', 'watermarked', 'sea.png');
      let markedOnce: Buffer | undefined;
      for await (const line of createInterface({ input: worker.stdout })) {
        lines.push(line.replace(/[\da-f]{8}-[\da-f-]{27}/, 'ID'));
        const deletedCount = lines.filter((each) => each === 'worker: deleted ID').length;
        if (line.startsWith('worker: deleted') && deletedCount === PICTURES.length + 1) {
          cpSync(join(UPLOADS, 'sea.png'), join(folder, 'bucket', 'uploads', DROPPED));
        } else if (line.startsWith('worker: deleted') && deletedCount === PICTURES.length + 2) {
          markedOnce = readFileSync(sea);
          for (const key of TRAPS) await send('image-tasks', JSON.stringify({ key }));
        }
        const refusals = lines.filter((each) => each.includes('the task names no uploaded picture'));
        if (refusals.length === TRAPS.length && line === refusals.at(-1)) worker.kill('SIGTERM');
      }
      const [code] = (await ended) as [number];
      const work = [
        // The test message of the bucket, before the producer's tasks.
        'worker: received ID, delivery 1',
        'worker: deleted ID',
        ...[...PICTURES, DROPPED].flatMap((name) => [
          'worker: received ID, delivery 1',
          `worker: wrote watermarked/${name}`,
          'worker: deleted ID',
        ]),
      ];
      assert.deepEqual(lines.slice(1, 1 + work.length), work);
      assert.match(lines[0] ?? '', /^worker: waiting for tasks on http.*\/image-tasks$/);
      assert.equal(lines.at(-1), 'worker: stopped');
      // A virtual machine that is ended by a signal says so, whatever it did before.
      assert.equal(code, language === 'Java' ? 143 : 0);
      assert.deepEqual(readFileSync(sea), markedOnce);
      assert.deepEqual(await count('image-tasks'), ['0', String(TRAPS.length)]);
      assert.deepEqual(await count('image-done'), ['5', '0']);
      const marked = [...PICTURES, DROPPED].sort();
      assert.deepEqual(readdirSync(join(folder, 'bucket', 'watermarked')).sort(), marked);
      for (const name of marked) {
        const [before, after] = ['uploads', 'watermarked'].map((kind) =>
          readFileSync(join(folder, 'bucket', kind, name)),
        );
        assert.deepEqual(readSize(after), readSize(before), `${name} keeps its size`);
        assert.notDeepEqual(after, before, `${name} is marked`);
      }
    });

    async function send(name: string, MessageBody: string): Promise<void> {
      const { QueueUrl } = await callSqs(endpoint, 'GetQueueUrl', { QueueName: name });
      await callSqs(endpoint, 'SendMessage', { QueueUrl, MessageBody });
    }

    async function count(name: string): Promise<(string | undefined)[]> {
      const { QueueUrl } = await callSqs(endpoint, 'GetQueueUrl', { QueueName: name });
      const { Attributes } = await callSqs(endpoint, 'GetQueueAttributes', {
        QueueUrl,
        AttributeNames: ['All'],
      });
      const counts = Attributes as Record<string, string>;
      return [counts.ApproximateNumberOfMessages, counts.ApproximateNumberOfMessagesNotVisible];
    }
  });
}

/** Width and height of a PNG file. */
function readSize(file: Buffer | undefined): readonly (number | undefined)[] {
  return [file?.readUInt32BE(16), file?.readUInt32BE(20)];
}
