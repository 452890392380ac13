import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ReadyLine } from '../../broker/protocol/broker.ts';
import { BrokerProcess } from '../support/brokerProcess.ts';
import { SqsProgram } from '../support/sqsProgram.ts';

const PROBE = pathToFileURL(resolve('test/support/youngSpace.mjs')).href;
const MEBIBYTE = 1_048_576;
const PROGRAMS = 8;
const BATCHES = 500;

describe('The space of young objects', function () {
  this.timeout(60_000);

  it('stays at 8 MiB under load, so that its collections are short', async () => {
    const broker = new BrokerProcess(['--port', '0'], { NODE_OPTIONS: `--import ${PROBE}` });
    const [line] = await broker.prints(/^.*"ready".*$/m);
    const { endpoint } = JSON.parse(line) as ReadyLine;
    const sqs = new SqsProgram(endpoint);
    const { QueueUrl } = await sqs.call('CreateQueue', { QueueName: 'many' });
    const Entries = Array.from({ length: 10 }, (_, index) => ({ Id: String(index), MessageBody: 'x' }));
    const sendAll = async (): Promise<void> => {
      for (let batch = 0; batch < BATCHES; batch++) await sqs.call('SendMessageBatch', { QueueUrl, Entries });
    };
    await Promise.all(Array.from({ length: PROGRAMS }, sendAll));
    broker.child.kill();
    const { stderr } = await broker.exit;
    const sizes = [...stderr.matchAll(/^young (\d+)$/gm)].map(([, size]) => Number(size) / MEBIBYTE);
    assert.ok(sizes.length > 0, stderr);
    assert.ok(Math.max(...sizes) < 9, sizes.join(', '));
  });
});
