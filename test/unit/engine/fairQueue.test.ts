import assert from 'node:assert/strict';
import { sendMessage } from '../../../broker/engine/operations/sendMessage.ts';
import { EngineHarness, caller, unwrap } from '../../support/engineHarness.ts';

describe('fair queues: a standard queue with message groups', () => {
  let harness: EngineHarness;
  beforeEach(() => {
    harness = new EngineHarness();
  });

  it('lets quiet tenants pass while one holds most of what is in flight', () => {
    const queue = harness.createQueue('tasks');
    const send = (groupId: string) =>
      unwrap(sendMessage(harness.engine, queue, { body: groupId, groupId }, caller));
    const receiveGroups = (max: number) =>
      harness.receive(queue, { maxMessages: max }).map((message) => message.content.groupId);
    send('quiet');
    for (let index = 0; index < 100; index++) send('noisy');
    assert.deepEqual(receiveGroups(1), ['quiet']);
    for (let round = 0; round < 3; round++) receiveGroups(10);
    send('quiet');
    send('quiet');
    assert.deepEqual(receiveGroups(3), ['quiet', 'quiet', 'noisy']);
  });

  it('keeps the order of arrival while no tenant is noisy', () => {
    const queue = harness.createQueue('tasks');
    const groups = ['a', 'b', 'a', undefined, 'c', 'b'];
    for (const groupId of groups) unwrap(sendMessage(harness.engine, queue, { body: 'x', groupId }, caller));
    const received = harness.receive(queue, { maxMessages: 10 }).map((message) => message.content.groupId);
    assert.deepEqual(received, groups);
  });
});
