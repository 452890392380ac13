import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { sendMessage } from '../../broker/protocol/message.ts';
import { createQueue } from '../../broker/protocol/queue.ts';
import { openBrokerOnFolder } from '../support/brokerOnFolder.ts';

describe('A broker that finds less in its data folder than was written', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-damage-log-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('reports it in its log too, which is the only report without an editor', async () => {
    const lines: string[] = [];
    const first = await openBrokerOnFolder(folder, (line) => lines.push(line));
    const { arn: queueArn } = await first.client.request(createQueue, { name: 'orders' });
    await first.client.request(sendMessage, { queueArn, body: 'a' });
    await first.close();
    assert.equal(lines.length, 0, 'nothing is lost so far');
    const segment = readdirSync(folder).find((name) => name.endsWith('.segment')) ?? '';
    rmSync(join(folder, segment));
    const second = await openBrokerOnFolder(folder, (line) => lines.push(line));
    await second.close();
    assert.deepEqual(lines, [
      `storage: ${segment}: missing, with its messages; the broker did not remove it`,
    ]);
  });
});
