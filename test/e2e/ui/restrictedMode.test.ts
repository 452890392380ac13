import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { callSqs } from '../../support/callSqs.ts';
import { useWorkbench } from './support/useWorkbench.ts';

describe('Restricted Mode', () => {
  const openedWindow = useWorkbench({
    name: 'restricted',
    workspace: 'sample',
    restrictedMode: true,
    settings: { 'security.workspace.trust.startupPrompt': 'never' },
  });
  const FOLDER_PORT = 45_123;

  it('lets the folder decide neither how the broker runs nor what is in it', async () => {
    const { workbench, workspace } = openedWindow();
    workbench.changeSettings({
      'queueside.port': FOLDER_PORT,
      'queueside.auth': 'signatures',
      'queueside.autoStart': 'off',
    });
    writeFileSync(join(workspace, 'queueside.json'), '{"queues": {"of-a-stranger": {}}}');
    await workbench.reload();
    await workbench.openViewContainer('Queueside');
    const status = workbench.statusItem(/Queueside \d+/);
    await status.waitFor();
    const port = Number(/\d+/.exec(await status.innerText())?.[0]);
    assert.notEqual(port, FOLDER_PORT);
    // Unsigned: the folder's setting would have it refused.
    assert.deepEqual(await callSqs(`http://127.0.0.1:${port}`, 'ListQueues', {}), {});
    await workbench.tree('Queues').welcome.getByText('No queues yet.').waitFor();
    await workbench.takeScreenshot('restricted-mode');
  });

  it('creates queues and sends messages', async () => {
    const { workbench } = openedWindow();
    await workbench.tree('Queues').welcome.getByText('Create Queue').click();
    await workbench.quickInput.pick('Standard');
    await workbench.quickInput.enter('strangers');
    await workbench.quickInput.pick('None');
    await workbench.tree('Queues').row('strangers').waitFor();
    await workbench.tree('Queues').runInlineAction('strangers', 'Send Message');
    await workbench.editors.tab('Compose').waitFor();
    const composer = await workbench.editors.openWebview('queueside.queueside');
    await composer.locator('.cm-content').click();
    await workbench.page.keyboard.type('hello');
    await workbench.page.keyboard.press('Control+Enter');
    await workbench.tree('Queues').row('strangers, standard queue, 1 visible').waitFor();
  });
});
