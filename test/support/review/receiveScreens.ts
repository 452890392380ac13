import type { Page } from 'playwright-core';
import type { HostToReceive } from '../../../webview/receiveProtocol.ts';
import { makeReceivedMessages, makeReceiveStart } from '../receiveSamples.ts';
import { makeQueue } from '../webviewSamples.ts';
import { press } from './press.ts';
import type { Screen } from './screens.ts';
import { makeManyQueues, makeServiceQueues } from './uglyData.ts';

const IMAGES = makeQueue('images').arn;
const PAYMENTS = makeQueue('payments.fifo').arn;
const SERVICES = makeServiceQueues();
const MANY = makeManyQueues();

/** What the panel that receives as a consumer looks like, with few and many queues, and with each outcome. */
export const RECEIVE_SCREENS: readonly Screen[] = [
  receive('receive-empty', IMAGES),
  receive('receive-fifo', PAYMENTS),
  {
    ...receive('receive-stopped', IMAGES),
    messages: () =>
      makeReceiveStart(IMAGES).map((start) => ({ ...start, broker: { kind: 'stopped' }, queues: [] })),
  },
  receive('receive-messages', IMAGES, (page) => receiveSome(page)),
  receive('receive-whole-body', IMAGES, async (page) => {
    await receiveSome(page);
    await press(page, 'Show the Whole Body');
  }),
  receive('receive-waiting', IMAGES, (page) => press(page, 'Receive')),
  receive('receive-nothing', IMAGES, (page) => answerReceive(page, { ok: true, messages: [], now: 0 })),
  receive('receive-failed', IMAGES, (page) =>
    answerReceive(page, { ok: false, failure: { message: 'The queue does not exist.' } }),
  ),
  receive('receive-mistake', IMAGES, (page) => page.getByRole('textbox', { name: 'Wait time' }).fill('long')),
  receive('receive-timeout-mistake', IMAGES, async (page) => {
    await receiveSome(page);
    await page.getByRole('textbox', { name: 'New visibility timeout' }).fill('abc');
  }),
  {
    ...receive('receive-long-names', IMAGES, (page) => openQueues(page)),
    isCovered: true,
    messages: () => makeReceiveStart(SERVICES[0]?.arn, SERVICES),
  },
  {
    ...receive('receive-many-queues', IMAGES, (page) => openQueues(page)),
    isCovered: true,
    messages: () => makeReceiveStart(MANY[3]?.arn, MANY),
  },
];

function receive(name: string, queueArn: string, act?: Screen['act']): Screen {
  return {
    name,
    page: 'receive',
    messages: () => makeReceiveStart(queueArn),
    ...(act === undefined ? {} : { act }),
  };
}

type ReceiveAnswer = Extract<HostToReceive, { readonly type: 'received' }>['outcome'];

/** Presses Receive, and answers as the host would. */
export async function answerReceive(page: Page, outcome: ReceiveAnswer): Promise<void> {
  await page.getByRole('button', { name: 'Receive', exact: true }).click();
  const received: HostToReceive = { type: 'received', requestId: 1, queueArn: IMAGES, outcome };
  await page.evaluate((message) => window.postMessage(message, '*'), received);
  await page.getByRole('button', { name: 'Receive', exact: true }).waitFor();
}

async function receiveSome(page: Page): Promise<void> {
  await answerReceive(page, { ok: true, messages: makeReceivedMessages(0), now: 0 });
  await page.getByText('Timed out').waitFor();
}

/** Shows the list of the queues. */
async function openQueues(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'Queue', exact: true }).click();
  await page.locator('vscode-single-select .dropdown.open').waitFor();
}
