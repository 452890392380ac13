import assert from 'node:assert/strict';
import { callSqs } from '../../support/callSqs.ts';
import { TracePanel } from './support/tracePanel.ts';
import { useWorkbench } from './support/useWorkbench.ts';

/** How the row of the task begins. */
const TASK_ROW = '{"key":"uploads/sunset.png"';
const TASK = JSON.stringify({ key: 'uploads/sunset.png', text: 'Queueside' });

describe('debugging with time, breakpoints on messages and faults', () => {
  const openedWindow = useWorkbench({ name: 'debug-tools', workspace: 'sample' });
  let endpoint: string;
  let QueueUrl: string;

  before(async () => {
    const { workbench } = openedWindow();
    await workbench.openViewContainer('Queueside');
    endpoint = await workbench.readEndpoint();
    QueueUrl = String((await callSqs(endpoint, 'CreateQueue', { QueueName: 'image-tasks' })).QueueUrl);
    await callSqs(endpoint, 'SendMessage', { QueueUrl, MessageBody: TASK });
  });

  it('shows the message being processed at the paused line, in the Debug view and in the status bar', async () => {
    const { workbench, workspace } = openedWindow();
    await workbench.debugging.stopInWorker(workbench.editors, workspace);
    await workbench.editors.waitForDecoration(/✉ [0-9a-f]{8} · held, (30|29) s left/);
    await workbench.statusItem('timeouts paused').waitFor();
    await workbench.openViewContainer('Run and Debug');
    await workbench.tree('Messages in Flight').open();
    const row = workbench.tree('Messages in Flight').rows.filter({ hasText: 'held, ' });
    await row.waitFor();
    assert.match(await row.innerText(), /held, (30|29) s left · image-tasks/);
    await workbench.takeScreenshot('debug-in-flight-dark');
    await workbench.switchTheme('light');
    await workbench.takeScreenshot('debug-in-flight-light');
    await workbench.switchTheme('dark');
  });

  it('keeps it in flight over an hour of the broker’s clock, and returns to real time', async () => {
    const { workbench } = openedWindow();
    await workbench.quickInput.runCommand('Queueside Clock: Advance Clock');
    await workbench.quickInput.rows.filter({ hasText: 'Other…' }).waitFor();
    await workbench.takeScreenshot('debug-advance-clock');
    await workbench.quickInput.pick('Other…');
    await workbench.quickInput.enter('soon');
    await workbench.quickInput.message.filter({ hasText: 'e.g. 90s' }).waitFor();
    await workbench.quickInput.enter('1h');
    await workbench.statusItem(/\+1 h/).waitFor();
    await workbench
      .tree('Messages in Flight')
      .rows.filter({ hasText: /held, (30|29) s left/ })
      .waitFor();
    await workbench.quickInput.runCommand('Queueside Clock: Reset Clock');
    await workbench.statusItem(/Queueside \d+\s+timeouts paused$/).waitFor();
  });

  it('sends the message again from its row, and narrows the trace to it', async () => {
    const { workbench } = openedWindow();
    const held = workbench.tree('Messages in Flight');
    await held.runMenuItem(TASK_ROW, 'Send, Move or Export', 'Send Again');
    await workbench.openViewContainer('Queueside');
    await workbench
      .tree('Queues')
      .row('image-tasks, standard queue, 1 visible, 1 in flight, 1 held')
      .waitFor();
    await workbench.openViewContainer('Run and Debug');
    await held.runMenuItem(TASK_ROW, 'Show Message in Trace');
    const trace = await TracePanel.open(workbench.page);
    await trace.row('image-tasks', 'Held').waitFor();
    const events = await trace.eventsOf('image-tasks');
    assert.equal(new Set(events.map(({ message }) => message)).size, 1);
    await workbench.takeScreenshot('debug-trace-of-one-message');
  });

  it('lets the clock run on request, and the time left counts down', async () => {
    const { workbench } = openedWindow();
    await workbench.quickInput.runCommand('Queueside Debug: Resume Visibility Timeouts');
    const row = workbench.tree('Messages in Flight').rows.filter({ hasText: 'in flight, ' });
    await row.waitFor();
    const first = await row.innerText();
    await workbench.page.waitForFunction(
      ({ text }) =>
        [...document.querySelectorAll('.monaco-list-row')].some(
          ({ textContent }) => textContent?.includes('in flight, ') && !textContent.includes(text),
        ),
      { text: /in flight, \d+ s/.exec(first)?.[0] ?? '' },
    );
    await workbench.editors.waitForDecoration(/✉ [0-9a-f]{8} · in flight, \d+ s left/);
  });

  it('breaks on arrival, with a mark on the queue and a checkbox to switch it off', async () => {
    const { workbench } = openedWindow();
    await workbench.quickInput.runCommand('Queueside Debug: Break on Arrival');
    await workbench.quickInput.pick('image-done');
    const held = workbench.tree('Messages in Flight');
    const breakpoint = held.row('Break on arrival in image-done, on');
    await breakpoint.waitFor();
    await workbench.takeScreenshot('debug-break-on-arrival');
    await breakpoint.locator('.monaco-checkbox, .custom-view-tree-node-item-checkbox').first().click();
    await held.row('Break on arrival in image-done, off').waitFor();
    await workbench.openViewContainer('Queueside');
    await workbench.tree('Queues').rows.filter({ hasText: 'breaks on arrival' }).waitFor();
    await workbench.tree('Queues').runMenuItem('image-done', 'Faults & Tests', 'Remove Arrival Breakpoint');
    await workbench
      .tree('Queues')
      .rows.filter({ hasText: 'breaks on arrival' })
      .waitFor({ state: 'detached' });
    await workbench.debugging.stop();
  });

  it('injects faults that the user puts together, shows them, and ends them', async () => {
    const { workbench } = openedWindow();
    await workbench.openViewContainer('Queueside');
    const queues = workbench.tree('Queues');
    await queues.runMenuItem('image-done', 'Faults & Tests', 'Inject Faults');
    await workbench.quickInput.pick('Errors');
    await workbench.quickInput.enter('100%');
    await workbench.quickInput.pick('OverLimit');
    await workbench.quickInput.rows.filter({ hasText: '100% OverLimit' }).waitFor();
    await workbench.takeScreenshot('debug-faults-menu');
    await workbench.quickInput.pick('Apply');
    await queues.row('image-done, standard queue, faults on').waitFor();
    await workbench.statusItem('faults on').waitFor();
    await workbench.takeScreenshot('debug-faults-on');
    const url = String((await callSqs(endpoint, 'GetQueueUrl', { QueueName: 'image-done' })).QueueUrl);
    await assert.rejects(callSqs(endpoint, 'ReceiveMessage', { QueueUrl: url }), /OverLimit/);
    await queues.runInlineAction('image-done', 'Stop Faults');
    await queues.row('image-done, standard queue, empty').waitFor();
    assert.deepEqual(await callSqs(endpoint, 'ReceiveMessage', { QueueUrl: url }), {});
  });
});
