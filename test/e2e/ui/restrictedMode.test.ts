import assert from 'node:assert/strict';
import { useWorkbench } from './support/useWorkbench.ts';

describe('Restricted Mode', () => {
  const openedWindow = useWorkbench({ name: 'restricted', workspace: 'sample', restrictedMode: true });

  it('runs the broker by the user’s settings, whatever the folder says', async () => {
    const { workbench } = openedWindow();
    workbench.changeSettings({ 'queueside.port': 9_555, 'queueside.autoStart': 'off' });
    await workbench.openViewContainer('Queueside');
    const status = workbench.statusItem(/Queueside \d+/);
    await status.waitFor();
    assert.doesNotMatch(await status.innerText(), /9555/);
    await workbench.tree('Queues').welcome.getByText('Create Queue').waitFor();
    await workbench.takeScreenshot('restricted-mode');
  });

  it('creates queues and sends messages', async () => {
    const { workbench } = openedWindow();
    await workbench.tree('Queues').welcome.getByText('Create Queue').click();
    await workbench.quickInput.pick('Standard');
    await workbench.quickInput.enter('strangers');
    await workbench.quickInput.pick('None');
    await workbench.tree('Queues').row('strangers').waitFor();
    await workbench.quickInput.runCommand('Queueside: Send Message');
    await workbench.quickInput.pick('strangers');
    await workbench.quickInput.enter('hello');
    await workbench.tree('Queues').row('strangers, standard queue, 1 visible').waitFor();
  });
});
