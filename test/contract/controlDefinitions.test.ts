import assert from 'node:assert/strict';
import { applyDefinitions, planDefinitions, writeDefinitions } from '../../broker/protocol/definitions.ts';
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
    assert.deepEqual(applied, { ...planned, sentCount: 1 });
    assert.equal((await seen).queues[0]?.counts.visible, 1);
    const again = await client.request(applyDefinitions, { text: TEXT });
    assert.deepEqual(again, { problems: [], plan: { create: [], change: [], unlisted: [] }, sentCount: 0 });
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
