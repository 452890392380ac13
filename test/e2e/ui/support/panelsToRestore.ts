import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { callSqs } from '../../../support/callSqs.ts';
import { TracePanel } from './tracePanel.ts';
import type { Workbench } from './workbench.ts';

const EXTENSION_ID = 'queueside.queueside';
const QUEUE = 'letters';
const SORTED = 'ascending';

/**
 * Opens the editor of a queue, that of a message, *Receive* and the metrics, each with something that the user changes in
 * it. VS Code saves which tabs are open, and the states of their pages, some seconds later.
 */
export async function openPanelsToRestore(workbench: Workbench, endpoint: string): Promise<void> {
  await callSqs(endpoint, 'CreateQueue', { QueueName: QUEUE });
  for (const body of ['the first letter', 'the second letter']) await sendLetter(endpoint, body);
  const tree = workbench.tree('Queues');
  await tree.row(`${QUEUE}, standard queue, 2 visible`).waitFor();

  await tree.runMenuItem(QUEUE, 'Edit Queue');
  const queue = await openPanel(workbench, `Edit queue: ${QUEUE}`);
  await queue.getByRole('textbox', { name: 'Visibility timeout' }).fill('7 min');

  await tree.select(`${QUEUE}, `);
  await workbench.quickInput.runCommand('Queueside: Receive as a Consumer');
  const receive = await openPanel(workbench, 'Receive');
  await receive.getByRole('combobox', { name: 'Queue' }).getByText(QUEUE).waitFor();
  await receive.getByRole('textbox', { name: 'Messages' }).fill('3');

  await tree.runMenuItem(QUEUE, 'Messages', 'Open Metrics');
  const metrics = await openPanel(workbench, `Metrics: ${QUEUE}`);
  await metrics.getByRole('combobox', { name: 'Period' }).click();
  await metrics.getByRole('option', { name: '10 s' }).click();

  await tree.expand(`${QUEUE}, `);
  await tree.expand(`2 messages of ${QUEUE}`);
  await tree.row('the first letter').click();
  const message = await openPanel(workbench, `${QUEUE} ·`);
  await message.getByRole('button', { name: 'Next Message' }).click();
  await message.locator('.row-text').getByText('the second letter').waitFor();
}

/** Each of the panels of `openPanelsToRestore` shows what it showed, and what was typed in it. */
export async function expectRestoredPanels(workbench: Workbench): Promise<void> {
  // The trace is restored too: it would be taken for the page of a tab.
  if (await workbench.page.locator('.part.panel').isVisible())
    await workbench.quickInput.runCommand('View: Hide Panel');
  await workbench.page.locator('.part.panel').waitFor({ state: 'hidden' });
  const queue = await openPanel(workbench, `Edit queue: ${QUEUE}`);
  await queue
    .locator('.changes li')
    .filter({ hasText: /Visibility timeout.*30 seconds.*7 minutes/u })
    .waitFor();

  const receive = await openPanel(workbench, 'Receive');
  await receive.getByRole('combobox', { name: 'Queue' }).getByText(QUEUE).waitFor();
  assert.equal(await receive.getByRole('textbox', { name: 'Messages' }).inputValue(), '3');

  const metrics = await openPanel(workbench, `Metrics: ${QUEUE}`);
  await metrics.getByRole('combobox', { name: 'Period' }).getByText('10 s').waitFor();
  await metrics.getByRole('group', { name: new RegExp(`^Chart: ${QUEUE}\\.`, 'u') }).waitFor();

  const message = await openPanel(workbench, `${QUEUE} ·`);
  await message.locator('.row-text').getByText('the second letter').waitFor();
}

/** Chooses a column of the trace, sorts by another, and makes a third wider. @returns its width in pixels */
export async function arrangeTrace(workbench: Workbench): Promise<number> {
  const { frame } = await openTrace(workbench);
  await frame.getByRole('button', { name: 'Choose Columns' }).click();
  const popup = frame.getByRole('dialog', { name: 'Columns' });
  await popup.getByRole('checkbox', { name: 'Region' }).check();
  await popup.getByRole('checkbox', { name: 'Receives' }).uncheck();
  await workbench.page.keyboard.press('Escape');
  await findHeader(frame, 'Region').waitFor();
  await findHeader(frame, 'Receives').waitFor({ state: 'detached' });

  const before = await readWidth(frame, 'Queue');
  const border = await frame.getByRole('separator', { name: 'Width of Queue', exact: true }).boundingBox();
  assert.ok(border);
  const { mouse } = workbench.page;
  const [x, y] = [border.x + border.width / 2, border.y + border.height / 2];
  await mouse.move(x, y);
  await mouse.down();
  await mouse.move(x + 40, y, { steps: 4 });
  await mouse.up();
  assert.equal(await readWidth(frame, 'Queue'), before + 40);

  await findHeader(frame, 'Age').getByRole('button').click();
  assert.equal(await findHeader(frame, 'Age').getAttribute('aria-sort'), SORTED);
  return before + 40;
}

/** The table of the trace is as `arrangeTrace` left it; it needs an event to be there. */
export async function expectArrangedTrace(workbench: Workbench, queueWidthPx: number): Promise<void> {
  await sendLetter(await workbench.readEndpoint(), 'the third letter');
  const { frame } = await openTrace(workbench);
  await findHeader(frame, 'Region').waitFor();
  assert.equal(await findHeader(frame, 'Receives').count(), 0);
  assert.equal(await readWidth(frame, 'Queue'), queueWidthPx);
  assert.equal(await findHeader(frame, 'Age').getAttribute('aria-sort'), SORTED);
}

async function sendLetter(endpoint: string, MessageBody: string): Promise<void> {
  const { QueueUrl } = await callSqs(endpoint, 'GetQueueUrl', { QueueName: QUEUE });
  await callSqs(endpoint, 'SendMessage', { QueueUrl, MessageBody });
}

/** @returns the process IDs of the brokers that serve windows of this editor */
export function findBrokers(workbench: Workbench): readonly string[] {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  const own = rows.filter(
    (row) => row.includes('broker.js') && row.includes(dirname(workbench.server.userData)),
  );
  return own.map((row) => row.trim().split(' ', 1)[0] ?? '');
}

function openPanel(workbench: Workbench, title: string): Promise<FrameLocator> {
  return workbench.editors.openWebview(EXTENSION_ID, title);
}

async function openTrace(workbench: Workbench): Promise<TracePanel> {
  await workbench.quickInput.runCommand('Queueside Trace: Open Trace');
  const trace = await TracePanel.open(workbench.page);
  await findHeader(trace.frame, 'Age').waitFor();
  return trace;
}

function findHeader(frame: FrameLocator, name: string): Locator {
  return frame.getByRole('columnheader', { name, exact: true });
}

async function readWidth(frame: FrameLocator, name: string): Promise<number> {
  return Math.round((await findHeader(frame, name).boundingBox())?.width ?? 0);
}
