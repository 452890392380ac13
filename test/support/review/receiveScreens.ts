import type { Page } from 'playwright-core';
import type { HostToReceive, SampleState } from '../../../webview/receiveProtocol.ts';
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
  sample('sample-receiving', { phase: 'receiving' }),
  sample('sample-held', { phase: 'held' }),
  sample('sample-over', {
    phase: 'over',
    status: 'They were given back to the consumers. Their receive counts stay as they are.',
    givenBack: makeReceivedMessages(0).map(({ receiptHandle }) => receiptHandle),
  }),
  sample('sample-failed', {
    phase: 'over',
    status: '',
    problem: '2 messages could not be given back. They are visible again at Nov 30, 18:03:10. No network.',
  }),
];

function receive(name: string, queueArn: string, act?: Screen['act']): Screen {
  return {
    name,
    page: 'receive',
    messages: () => makeReceiveStart(queueArn),
    ...(act === undefined ? {} : { act }),
  };
}

/** Messages of a queue elsewhere. */
function sample(name: string, more: Partial<SampleState>): Screen {
  const state: SampleState = {
    queueArn: `staging/${IMAGES}`,
    phase: 'held',
    summary: '2 of about 1,240 messages, a sample: the service chose them, in no particular order.',
    status:
      'Hidden from consumers until Nov 30, 18:03:10. They are given back when you close this tab. If the window is closed or reloaded before, they are visible again at that time.',
    messages: makeReceivedMessages(0),
    givenBack: [],
    ...more,
  };
  const told: HostToReceive = { type: 'sampleTold', sample: state };
  return { name, page: 'receive', messages: () => [told] };
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
