import type { Page } from 'playwright-core';
import type { EditedQueue, EditorStart } from '../../../webview/queueEditorProtocol.ts';
import { makeQueue, SAMPLE_QUEUES } from '../webviewSamples.ts';
import type { Screen } from './screens.ts';

const RUNNING = { kind: 'running', maximumMessageBytes: 1_048_576 } as const;
const IMAGES = makeQueue('images');
const PAYMENTS = makeQueue('payments.fifo', 0, 'fifo');

/** Queues as the broker reads them for the editor. */
export const EDITED_STANDARD: EditedQueue = {
  name: IMAGES.name,
  arn: IMAGES.arn,
  kind: 'standard',
  attributes: {
    VisibilityTimeout: '30',
    MessageRetentionPeriod: '345600',
    DelaySeconds: '0',
    ReceiveMessageWaitTimeSeconds: '0',
    MaximumMessageSize: '1048576',
    SqsManagedSseEnabled: 'true',
    QueueArn: IMAGES.arn,
    CreatedTimestamp: '1700000000',
  },
  tags: { team: 'pictures' },
};

const EDITED_FIFO: EditedQueue = {
  name: PAYMENTS.name,
  arn: PAYMENTS.arn,
  kind: 'fifo',
  attributes: {
    ...EDITED_STANDARD.attributes,
    FifoQueue: 'true',
    ContentBasedDeduplication: 'false',
    DeduplicationScope: 'queue',
    FifoThroughputLimit: 'perQueue',
    RedriveAllowPolicy: JSON.stringify({ redrivePermission: 'byQueue', sourceQueueArns: [PAYMENTS.arn] }),
    KmsMasterKeyId: 'alias/payments',
    SqsManagedSseEnabled: 'false',
    Policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: PAYMENTS.arn }],
    }),
  },
  tags: Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`cost-center-${index}`, 'a'.repeat(40)])),
};

/** What the host greets the page with. */
export function startEditor(more: Partial<EditorStart> = {}): object {
  return {
    type: 'initialize',
    broker: RUNNING,
    queues: SAMPLE_QUEUES.map(({ name, arn, kind }) => ({ name, arn, kind })),
    maximumMessageBytes: 1_048_576,
    queue: EDITED_STANDARD,
    address: IMAGES.arn,
    ...more,
  };
}

export const QUEUE_EDITOR_SCREENS: readonly Screen[] = [
  editor('editor-unchanged', {}),
  editor('editor-fifo', { queue: EDITED_FIFO }),
  editor('editor-create', { queue: 'create' }),
  editor('editor-stopped', { broker: { kind: 'stopped' } }, ['queue']),
  editor('editor-gone', { queue: 'gone' }),
  editor('editor-changes', {}, [], async (page) => {
    await field(page, 'Visibility timeout').fill('90 s');
    await field(page, 'Message retention period').fill('2 days');
    await field(page, 'Value of tag 1').fill('photos');
  }),
  editor('editor-mistakes', {}, [], async (page) => {
    await field(page, 'Visibility timeout').fill('13 hours');
    await field(page, 'Maximum message size').fill('lots');
    await page.getByRole('button', { name: 'Add Tag' }).first().click();
    await field(page, 'Value of tag 2').fill('without a key');
    await page.locator('.cm-content').fill('{ "Version": 2012 "Statement": [] }');
  }),
  editor('editor-changed-meanwhile', {}, [], async (page) => {
    await field(page, 'Visibility timeout').fill('90 s');
    await page.evaluate((message) => window.postMessage(message, '*'), {
      type: 'queueRead',
      queue: {
        ...EDITED_STANDARD,
        attributes: { ...EDITED_STANDARD.attributes, VisibilityTimeout: '45', DelaySeconds: '5' },
      },
    });
    await page.locator('.field-conflict').waitFor();
  }),
];

function field(page: Page, name: string) {
  return page.getByRole('textbox', { name });
}

function editor(
  name: string,
  start: Partial<EditorStart>,
  without: readonly (keyof EditorStart)[] = [],
  act?: Screen['act'],
): Screen {
  return {
    name,
    page: 'queueEditor',
    messages: () => [
      Object.fromEntries(
        Object.entries(startEditor(start)).filter(([key]) => !without.includes(key as keyof EditorStart)),
      ),
    ],
    ...(act === undefined ? {} : { act }),
  };
}
