import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SqsCaller } from '../../../broker/client/sqsCaller.ts';
import type { Workbench } from './support/workbench.ts';
import { useWorkbench } from './support/useWorkbench.ts';

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
    const caller = new SqsCaller(new URL(await workbench.readEndpoint()), { userAgent: 'test' });
    const answer = await caller.call('CreateQueue', { QueueName: 'orders' });
    caller.close();
    assert.equal(answer.status, 403);
    await workbench.quickInput.runCommand('Queueside Security: Why Was This Denied');
    await workbench.quickInput.pick('CreateQueue');
    await workbench.page.locator('.view-lines').filter({ hasText: 'Why this call was denied' }).waitFor();
    await workbench.takeScreenshot('security-denial');
  });

  it('has its users in a file that only their owner may read, and opens it', async () => {
    await workbench.quickInput.runCommand('Queueside Security: Manage Users and Policies');
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
    await workbench.quickInput.runCommand('Queueside Security: Manage Keys');
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
