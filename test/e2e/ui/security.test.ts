import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { callSqs } from '../../support/callSqs.ts';
import type { Workbench } from './support/workbench.ts';
import { useWorkbench } from './support/useWorkbench.ts';

describe('a folder in Restricted Mode', () => {
  const open = useWorkbench({
    name: 'restricted',
    workspace: 'empty',
    restrictedMode: true,
    settings: { 'security.workspace.trust.startupPrompt': 'never' },
  });
  const FOLDER_PORT = 45_123;

  it('decides neither how the broker runs nor what is in it', async () => {
    const { workbench, workspace } = open();
    workbench.changeSettings({
      'queueside.port': FOLDER_PORT,
      'queueside.auth': 'signatures',
      'queueside.autoStart': 'off',
    });
    writeFileSync(join(workspace, 'queueside.json'), '{"queues": {"of-a-stranger": {}}}');
    await workbench.reload();
    await workbench.openViewContainer('Queueside');
    const endpoint = await workbench.readEndpoint();
    assert.notEqual(new URL(endpoint).port, String(FOLDER_PORT));
    // Unsigned: the folder's setting would have it refused.
    assert.deepEqual(await callSqs(endpoint, 'ListQueues', {}), {});
    await workbench.page.getByText('There is no queue yet.').waitFor();
    await workbench.takeScreenshot('security-restricted');
  });
});

describe('a broker that asks who is calling', () => {
  const open = useWorkbench({
    name: 'security',
    workspace: 'empty',
    settings: { 'queueside.auth': 'policies', 'queueside.tls': 'on', 'queueside.encryption': 'on' },
  });
  let workbench: Workbench;

  before(async () => {
    ({ workbench } = open());
    await workbench.openViewContainer('Queueside');
  });

  it('refuses who does not sign, and the editor explains why', async () => {
    const response = await fetch(await workbench.readEndpoint(), {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-amz-json-1.0', 'X-Amz-Target': 'AmazonSQS.CreateQueue' },
      body: JSON.stringify({ QueueName: 'orders' }),
    });
    assert.equal(response.status, 403);
    await workbench.quickInput.runCommand('Queueside: Why Was This Denied');
    await workbench.quickInput.pick('CreateQueue');
    await workbench.page.locator('.view-lines').filter({ hasText: 'Why this call was denied' }).waitFor();
    await workbench.takeScreenshot('security-denial');
  });

  it('has its users in a file that only their owner may read, and opens it', async () => {
    await workbench.quickInput.runCommand('Queueside: Manage Users and Policies');
    await workbench.editors.tab('queueside.credentials.json').waitFor();
    await workbench.page.locator('.view-lines').filter({ hasText: 'developer' }).waitFor();
    await workbench.takeScreenshot('security-users');
    const { userData } = workbench.server;
    const files = readdirSync(userData, { recursive: true })
      .map((name) => join(userData, String(name)))
      .filter((name) => name.endsWith('queueside.credentials.json'));
    assert.equal(files.length, 1);
    assert.equal(statSync(files[0] as string).mode & 0o777, 0o600);
    assert.match(readFileSync(files[0] as string, 'utf8'), /"secretAccessKey": "[\w+/=]{40}"/);
  });

  it('makes keys of the local KMS and disables them', async () => {
    await workbench.quickInput.runCommand('Queueside: Manage Keys');
    await workbench.quickInput.pick('Create Key');
    await workbench.quickInput.enter('orders');
    await workbench.quickInput.pick('alias/orders');
    await workbench.quickInput.pick('Disable');
    await workbench.page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ hasText: 'disabled' })
      .waitFor();
    await workbench.takeScreenshot('security-keys');
  });
});
