import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { callSqs } from '../../support/callSqs.ts';
import { FileDialog } from './support/fileDialog.ts';
import { useWorkbench } from './support/useWorkbench.ts';

const SAMPLE = 'queueside-watermark';

describe('Open Sample', () => {
  const opened = useWorkbench({ name: 'open-sample', workspace: 'empty' });

  it('is offered in a window without a folder too, which has a broker of its own', async () => {
    const window = opened();
    const { workbench } = window;
    await workbench.openViewContainer('Queueside');
    const other = await workbench.readEndpoint();
    const loose = await window.openEmptyWindow();
    await loose.openViewContainer('Queueside');
    const endpoint = await loose.readEndpoint();
    assert.notEqual(endpoint, other);
    await callSqs(endpoint, 'CreateQueue', { QueueName: 'loose' });
    await loose.tree('Queues').row('loose, ').waitFor();
    await loose.quickInput.runCommand('Queueside Programs: Open Sample');
    await loose.quickInput.rows.filter({ hasText: 'Python' }).first().waitFor();
    await loose.page.close();
  });

  it('copies the sample in a language, says where to meanwhile, and opens the copy with its README', async () => {
    const { workbench, workspace } = opened();
    // A copy that is there already has the user's changes.
    mkdirSync(join(workspace, SAMPLE));
    writeFileSync(join(workspace, SAMPLE, 'worker.py'), 'mine');
    await workbench.openViewContainer('Queueside');
    await workbench.readEndpoint();
    await workbench.quickInput.runCommand('Queueside Programs: Open Sample');
    await workbench.quickInput.pick('Python');
    const target = join(workspace, `${SAMPLE}-2`);
    const told = workbench.toast(`Creating the sample project in ${target}`).waitFor();
    const nextWindow = workbench.page.context().waitForEvent('page');
    await new FileDialog(workbench.page).choose('Create Sample Here', workspace);
    await told;
    const page = await nextWindow;
    await page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="worker.py"]`).waitFor();
    await page.locator('.tab[aria-label*="README.md"]').first().waitFor();
    const readme = page
      .locator('iframe.webview.ready[src*="extensionId=vscode.markdown-language-features" i]:visible')
      .first()
      .contentFrame()
      .frameLocator('iframe#active-frame');
    const [title = ''] = readFileSync(join(target, 'README.md'), 'utf8').split('\n');
    await readme.getByRole('heading', { name: title.replace(/^# /, '') }).waitFor();
    assert.equal(readFileSync(join(workspace, SAMPLE, 'worker.py'), 'utf8'), 'mine');
    assert.ok(existsSync(join(target, '.vscode', 'launch.json')));
    assert.ok(existsSync(join(target, 'bucket', 'uploads', 'sunset.png')), 'the pictures of all languages');
    assert.ok(existsSync(join(target, 'queueside.json')), 'the queues of all languages');
  });
});
