import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  applyDefinitions,
  definitionWarnings,
  planDefinitions,
  writeDefinitions,
} from '../../broker/protocol/definitions.ts';
import { CONTROL_ERROR_CODES } from '../../broker/protocol/errors.ts';
import { faultsChanged, listFaults } from '../../broker/protocol/faults.ts';
import { createQueue, deleteQueue, listQueues, queuesChanged } from '../../broker/protocol/queue.ts';
import { callSqs } from '../support/callSqs.ts';
import { type ControlClient, openClient } from '../support/controlClient.ts';
import { startTestBroker } from '../support/testBroker.ts';

const TEXT = '{"queues": {"orders": {"messages": [{"body": "one"}], "tags": {"a": "b"}}}}';

describe('Queue definitions over the control channel', () => {
  let client: ControlClient;
  let endpoint: string;

  before(async () => {
    const { info } = await startTestBroker();
    ({ endpoint } = info);
    client = await openClient(info.control);
  });

  it('are planned, applied once, and seen by every client', async () => {
    const create = [{ name: 'orders', messageCount: 1 }];
    const planned = await client.request(planDefinitions, { text: TEXT });
    assert.deepEqual(planned, { problems: [], plan: { create, change: [], unlisted: [] } });
    assert.deepEqual((await client.request(listQueues, {})).queues, []);
    const seen = client.waitFor(queuesChanged, ({ queues }) => queues.length === 1);
    const applied = await client.request(applyDefinitions, { text: TEXT });
    assert.deepEqual(applied, { ...planned, sentCount: 1, warnings: [] });
    assert.equal((await seen).queues[0]?.counts.visible, 1);
    const again = await client.request(applyDefinitions, { text: TEXT });
    const plan = { create: [], change: [], unlisted: [] };
    assert.deepEqual(again, { problems: [], plan, sentCount: 0, warnings: [] });
  });

  it('set faults that affect a program, and end them when the text no longer has them', async () => {
    const faults = { errorRate: 1, errorCode: 'OverLimit', actions: ['SendMessage'] };
    const source = 'folder/queueside.json';
    const text = JSON.stringify({ queues: { faulty: { faults } } });
    const told = client.waitFor(faultsChanged);
    assert.deepEqual((await client.request(applyDefinitions, { text, source })).problems, []);
    const [plan] = (await told).plans;
    assert.deepEqual([plan?.faults, plan?.definedIn], [faults, source]);
    const send = { QueueUrl: `${endpoint}/000000000000/faulty`, MessageBody: 'x' };
    await assert.rejects(callSqs(endpoint, 'SendMessage', send), /OverLimit/);
    await client.request(applyDefinitions, { text: '{"queues": {}}' });
    assert.equal((await client.request(listFaults, {})).plans.length, 1, 'another source says nothing of it');
    const { plan: ended } = await client.request(applyDefinitions, { text: '{"queues": {}}', source });
    assert.deepEqual(
      ended.change.flatMap(({ differences }) => differences.map(({ what }) => what)),
      ['faults.errorRate', 'faults.errorCode', 'faults.actions'],
    );
    await callSqs(endpoint, 'SendMessage', send);
    await client.request(deleteQueue, { queueArn: plan?.queueArn ?? '' });
  });

  it('make a folder a bucket, and report at its line when it does not exist, and when it does', async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'queueside-definitions-')));
    const source = join(folder, 'queueside.json');
    const text = `{"queues": {"events": {}},
      "buckets": {"pictures": {"folder": "bucket", "queue": "events"}}}`;
    const { problems, warnings } = await client.request(applyDefinitions, { text, source, folder });
    assert.deepEqual(problems, []);
    assert.deepEqual(
      warnings.map(({ line, message }) => [line, message]),
      [[1, 'The folder "bucket" does not exist. Create it, or change the path.']],
    );
    const told = client.waitFor(definitionWarnings, (params) => params.warnings.length === 0);
    mkdirSync(join(folder, 'bucket'));
    assert.deepEqual(await told, { source, warnings: [] });
    writeFileSync(join(folder, 'bucket', 'a b.txt'), 'content');
    const queueUrl = `${endpoint}/000000000000/events`;
    const bodies: string[] = [];
    while (bodies.length < 2) {
      const { Messages = [] } = (await callSqs(endpoint, 'ReceiveMessage', {
        QueueUrl: queueUrl,
        WaitTimeSeconds: 20,
      })) as { Messages?: { Body: string }[] };
      bodies.push(...Messages.map(({ Body }) => Body));
    }
    assert.match(bodies[0] ?? '', /"Event":"s3:TestEvent"/);
    assert.match(bodies[1] ?? '', /"eventName":"ObjectCreated:Put".*"key":"a\+b\.txt","size":7,/);
    const { text: written } = await client.request(writeDefinitions, {
      queueArns: ['arn:aws:sqs:us-east-1:000000000000:events'],
    });
    assert.deepEqual(JSON.parse(written), {
      queues: { events: {} },
      buckets: { pictures: { folder: 'bucket', queue: 'events' } },
    });
    const { problems: refused } = await client.request(planDefinitions, { text, source });
    assert.match(refused[0]?.message ?? '', /not in a folder of this machine/);
    await client.request(applyDefinitions, { text: '{"queues": {}}', source });
    await client.request(deleteQueue, { queueArn: 'arn:aws:sqs:us-east-1:000000000000:events' });
    rmSync(folder, { recursive: true });
  });

  it('answer problems with their places, as LSP counts them', async () => {
    const { problems, plan } = await client.request(applyDefinitions, { text: '{"queues": {\n  "x": 1}}' });
    assert.deepEqual(problems, [
      { line: 1, character: 7, endLine: 1, endCharacter: 8, message: 'A queue must be an object.' },
    ]);
    assert.deepEqual(plan, { create: [], change: [], unlisted: [] });
  });

  it('are written from the queues that are there', async () => {
    const { arn } = await client.request(createQueue, {
      name: 'later',
      attributes: { DelaySeconds: '5' },
    });
    const { text } = await client.request(writeDefinitions, {});
    assert.deepEqual(JSON.parse(text), {
      queues: { later: { attributes: { DelaySeconds: 5 } }, orders: { tags: { a: 'b' } } },
    });
    const { text: one } = await client.request(writeDefinitions, { queueArns: [arn] });
    assert.deepEqual(Object.keys((JSON.parse(one) as { queues: object }).queues), ['later']);
    await assert.rejects(client.request(writeDefinitions, { queueArns: [`${arn}-2`] }), {
      code: CONTROL_ERROR_CODES.notFound,
    });
  });
});
