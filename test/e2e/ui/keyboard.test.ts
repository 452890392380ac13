import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { TracePanel } from './support/tracePanel.ts';
import { useWorkbench } from './support/useWorkbench.ts';

const TASK = { key: 'uploads/sunset.png', text: 'Queueside' };
/** More stops than the longest page has. */
const MAXIMUM_TABS = 40;

describe('the main job, by the keyboard alone', () => {
  const opened = useWorkbench({ name: 'keyboard', workspace: 'sample' });
  const press = (...keys: readonly string[]) =>
    keys.reduce(
      (before, key) => before.then(() => opened().workbench.page.keyboard.press(key)),
      Promise.resolve(),
    );
  const type = (text: string) => opened().workbench.page.keyboard.insertText(text);

  /** Runs a command from the palette by its title. */
  async function run(title: string): Promise<void> {
    const { quickInput } = opened().workbench;
    await press('F1');
    await quickInput.field.waitFor();
    await type(title);
    const wanted = quickInput.rows.filter({ hasText: title }).first();
    await wanted.waitFor();
    // The palette’s best guess may be a longer title with the same words.
    for (let presses = await quickInput.rows.count(); presses > 0; presses -= 1) {
      if (await wanted.evaluate((row) => row.classList.contains('focused'))) break;
      await press('ArrowDown');
    }
    await press('Enter');
  }

  /** Presses Tab until the element has the focus. */
  async function tabTo(target: Locator): Promise<void> {
    await target.waitFor();
    for (let presses = 0; presses < MAXIMUM_TABS; presses += 1) {
      if (await target.evaluate((element) => element.matches(':focus, :focus-within'))) return;
      await press('Tab');
    }
    throw new Error(`Tab does not come to ${String(target)}`);
  }

  it('creates a queue', async () => {
    const { workbench } = opened();
    await workbench.page.locator('.activitybar a[aria-label^="Queueside"]').first().waitFor();
    await run('Queueside: Create Queue');
    await workbench.quickInput.rows.filter({ hasText: 'Standard' }).waitFor();
    await press('Enter');
    await workbench.quickInput.message.filter({ hasText: 'Queue name' }).waitFor();
    await type('image-tasks');
    await press('Enter');
    await workbench.quickInput.rows.filter({ hasText: 'None' }).waitFor();
    await press('Enter');
    await run('Queueside: Focus on Queues View');
    await workbench.tree('Queues').row('image-tasks').waitFor();
  });

  it('composes a message from the queue’s menu, with an attribute, and sends it', async () => {
    const { workbench } = opened();
    // Once more, now that there are rows to take the focus.
    await run('Queueside: Focus on Queues View');
    await workbench.tree('Queues').pane.locator('.monaco-list:focus').waitFor();
    await press('Home', 'Shift+F10');
    const items = workbench.page.locator('.context-view .monaco-menu .action-item:not(.disabled)');
    const compose = items.filter({ hasText: 'Send Message' });
    await compose.waitFor();
    for (let presses = await items.count(); presses > 0; presses -= 1) {
      if (await compose.evaluate((element) => element.classList.contains('focused'))) break;
      await press('ArrowDown');
    }
    await press('Enter');
    await workbench.editors.tab('Compose').waitFor();
    const composer = await workbench.editors.openWebview('queueside.queueside');
    await tabTo(composer.locator('.cm-content'));
    await type(JSON.stringify(TASK));
    await tabTo(composer.getByRole('button', { name: 'Add Attribute' }));
    await press('Enter');
    await tabTo(composer.getByRole('group', { name: 'Attribute 1' }).locator('vscode-textfield').first());
    await type('priority');
    await tabTo(composer.getByRole('group', { name: 'Attribute 1' }).locator('vscode-textfield').nth(2));
    await type('high');
    await press('Control+Enter');
    await composer.locator('.outcome').getByText('Sent to image-tasks').waitFor();
  });

  it('stops in the worker, continues, and reads the life of the message in the trace', async () => {
    const { workbench, workspace } = opened();
    const source = readFileSync(join(workspace, 'worker.js'), 'utf8').split('\n');
    const line = source.findIndex((text) => text.includes('← set a breakpoint here')) + 1;
    const rows = workbench.quickInput.rows;
    await press('Control+p');
    await workbench.quickInput.field.waitFor();
    await type('worker.js');
    await rows.filter({ hasText: 'worker.js' }).first().waitFor();
    await press('Enter');
    await workbench.page.locator('.editor-instance .view-lines .view-line').first().waitFor();
    await press('Control+g');
    await workbench.quickInput.field.waitFor();
    await type(String(line));
    await press('Enter');
    await workbench.quickInput.widget.waitFor({ state: 'hidden' });
    await press('F9');
    await workbench.editors.waitForBreakpoint(line);
    await press('Control+p');
    await workbench.quickInput.field.waitFor();
    await type('debug Worker');
    await rows
      .filter({ hasText: /Worker/ })
      .first()
      .waitFor();
    await press('Enter');
    await workbench.debugging.toolbar.waitFor();
    await workbench.debugging.waitForStop();
    await run('Queueside Trace: Open Trace');
    const trace = await TracePanel.open(workbench.page);
    await trace.row('image-tasks', 'Received').waitFor();
    await press('F5');
    await trace.row('image-tasks', 'Deleted').waitFor();
    await run('Queue Trace: Focus on Queue Trace View');
    await tabTo(trace.activeRow);
    // Since then the worker has asked for more.
    const deleted = trace.row('image-tasks', 'Deleted');
    for (let presses = 0; !(await deleted.evaluate((row) => row.matches(':focus'))); presses += 1) {
      assert.ok(presses < MAXIMUM_TABS, 'the row is not reached');
      await press('ArrowUp');
    }
    await press('Enter');
    await trace.details.getByText('Received by Worker').waitFor();
    await press('Escape');
    await trace.details.waitFor({ state: 'detached' });
    await press('Shift+F5');
    await workbench.debugging.toolbar.waitFor({ state: 'hidden' });
    assert.ok(existsSync(join(workspace, 'bucket', 'watermarked', 'sunset.png')));
  });
});
