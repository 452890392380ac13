import assert from 'node:assert/strict';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { findStart, type OtherEndpoint, startOtherEndpoint } from '../../support/upstream/otherEndpoint.ts';
import { OWNER_KEYS, startSecureBroker } from '../../support/upstream/secureBroker.ts';
import { useWorkbench } from './support/useWorkbench.ts';

const COPIED_COUNT = 1_000;
/** It needs a second for ten messages of a full queue. The long form copies as many as from the others. */
const COPIED_FROM_MOTO = Number(process.env['QUEUESIDE_COPIED_FROM_MOTO'] ?? 60);
const BATCH_COUNT = 10;
const COPY_TIMEOUT_MS = 2_000 * Math.max(COPIED_FROM_MOTO, 60);

interface Endpoint {
  readonly name: string;
  /** What the stage could not build. */
  readonly missing?: string;
  readonly start: () => Promise<OtherEndpoint>;
  readonly copied?: number;
}

const ENDPOINTS: readonly Endpoint[] = [
  // By HTTP: the window does not trust its certificate.
  { name: 'guarded', start: () => startSecureBroker(false) },
  other('ElasticMQ'),
  other('moto', COPIED_FROM_MOTO),
];

function other(name: string, copied = COPIED_COUNT): Endpoint {
  const start = findStart(name);
  return 'missing' in start
    ? { name, ...start, start: () => Promise.reject(new Error(start.missing)) }
    : { name, start: () => startOtherEndpoint(start.argv), copied };
}

describe('a connection to another endpoint', () => {
  const openedWindow = useWorkbench({ name: 'connections', workspace: 'empty' });

  before(async () => {
    const { workbench } = openedWindow();
    await workbench.openViewContainer('Queueside');
    const local = createClient(await workbench.readEndpoint());
    for (const { name } of ENDPOINTS) await local.create(`from-${name}`);
    local.close();
  });

  for (const { name, missing, start, copied = COPIED_COUNT } of ENDPOINTS) {
    if (missing !== undefined) it.skip(`${name}: ${missing}`);
    else
      it(`${name} is added, listed, filtered, sent to, sampled, edited, purged, and copied from and to`, async function () {
        this.timeout(120_000 + 2 * COPY_TIMEOUT_MS);
        const server = await start();
        const program = createClient(server.endpoint);
        try {
          await tellStory(name, server.endpoint, program, copied);
        } finally {
          program.close();
          await server.close();
        }
      });
  }

  async function tellStory(name: string, endpoint: string, program: Program, copied: number): Promise<void> {
    const count = copied.toLocaleString('en');
    const { workbench } = openedWindow();
    const { quickInput, page } = workbench;
    const tree = workbench.tree('Queues');
    const orders = `orders-${name}`;
    await program.create(orders);
    await program.create(`bills-${name}`);

    await quickInput.runCommand('Queueside Connections: Add Connection');
    await quickInput.pick('LocalStack, ElasticMQ');
    await quickInput.enter(endpoint, 'URL of the endpoint');
    await quickInput.enter('us-east-1', 'Region');
    await quickInput.enter(OWNER_KEYS.accessKeyId, 'Access key ID');
    await quickInput.enter(OWNER_KEYS.secretAccessKey, 'Secret access key');
    await quickInput.enter(name, 'Name of the connection');
    await quickInput.pick('Asks before each change');
    await tree.row(`${name}, `).waitFor();
    await tree.expand(name);
    await tree.row(`${orders}, standard queue, empty`).waitFor();

    await quickInput.runCommand('Queueside: Filter Queues');
    await quickInput.enter(`bills-${name}`);
    await tree.row(`${orders}, `).waitFor({ state: 'detached' });
    await tree.row(`bills-${name}, `).waitFor();
    await quickInput.runCommand('Queueside: Clear Filter');

    await tree.runInlineAction(orders, 'Send Message');
    await workbench.editors.tab(`Compose: ${orders}`).waitFor();
    const composer = await workbench.editors.openWebview('queueside.queueside', 'Compose');
    await composer.locator('.cm-content').click();
    await page.keyboard.insertText('{"order":1}');
    await composer.getByRole('button', { name: 'Add Attribute' }).click();
    await composer.getByLabel('Name of attribute 1').fill('color');
    await composer.getByLabel('Value of attribute 1').fill('grün');
    await workbench.takeScreenshot(`connection-composer-${name}`);
    await page.keyboard.press('Control+Enter');
    await workbench.dialog.filter({ hasText: `${name}: call SendMessage on ${orders}?` }).waitFor();
    await workbench.takeScreenshot('connection-question');
    await workbench.pressDialogButton('Call');
    await tree.row(`${orders}, standard queue, 1 visible`).waitFor();
    await workbench.editors.closeTab('Compose');

    await tree.runMenuItem(orders, 'Messages', 'Sample Messages');
    await workbench.dialog.filter({ hasText: 'Amazon SQS has no peek.' }).waitFor();
    await workbench.takeScreenshot(`connection-sample-question-${name}`);
    await workbench.pressDialogButton('Look at 10 Messages');
    const sample = await workbench.editors.openWebview('queueside.queueside', `Sample: ${orders}`);
    await sample.getByText('{"order":1}').first().waitFor();
    await sample.getByText('color').first().waitFor();
    await workbench.takeScreenshot(`connection-sample-${name}`);
    await workbench.editors.closeTab(`Sample: ${orders}`);
    await program.waitForVisible(orders, 1);

    await tree.runMenuItem(orders, 'Edit Queue');
    const editor = await workbench.editors.openWebview('queueside.queueside', `Edit queue: ${orders}`);
    await editor.getByRole('textbox', { name: 'Visibility timeout' }).fill('45 s');
    await workbench.takeScreenshot(`connection-edit-${name}`);
    await editor.getByRole('button', { name: 'Apply' }).click();
    await workbench.pressDialogButton('Change');
    await editor.getByText('Applied.').waitFor();
    assert.equal((await program.read(orders))['VisibilityTimeout'], '45');
    await workbench.editors.closeTab(`Edit queue: ${orders}`);

    await tree.runMenuItem(orders, 'Purge Queue');
    await quickInput.enter(orders, 'type the name of the queue');
    await tree.row(`${orders}, standard queue, empty`).waitFor();

    await program.fill(orders, copied);
    await tree.row(orders).click();
    await quickInput.runCommand('Queueside: Refresh');
    await tree.row(`${orders}, standard queue, ${count} visible`).waitFor();
    await tree.runMenuItem(orders, 'Messages', 'Copy, Move or Export', 'Copy Messages to Queue');
    await quickInput.pick(`from-${name}`);
    await quickInput.pick('All Messages');
    await workbench.dialog.filter({ hasText: `Copy about ${count} messages from ${orders}` }).waitFor();
    await workbench.takeScreenshot(`connection-copy-plan-${name}`);
    await workbench.pressDialogButton('Copy');
    await workbench.toast(`Copied ${count} messages`).waitFor({ timeout: COPY_TIMEOUT_MS });
    await tree.row(`from-${name}, standard queue, ${count} visible`).waitFor();
    await program.waitForVisible(orders, copied);

    await tree.runMenuItem(`from-${name}`, 'Messages', 'Copy, Move or Export', 'Copy Messages to Queue');
    await quickInput.pick('Messages of the Whole Queue');
    await quickInput.pick(`bills-${name}`);
    await quickInput.pick('All Messages');
    await workbench.pressDialogButton('Copy');
    await program.waitForVisible(`bills-${name}`, copied);
    await workbench.takeScreenshot(`connection-${name}`);

    await tree.runMenuItem(name, 'Remove Connection…');
    await workbench.pressDialogButton('Remove');
    await tree.row(`${name}, `).waitFor({ state: 'detached' });
  }
});

type Program = ReturnType<typeof createClient>;

/** A program that uses the endpoint beside the editor, with the SDK. */
function createClient(endpoint: string) {
  const client = new SQSClient({
    endpoint,
    region: 'us-east-1',
    credentials: OWNER_KEYS,
    useQueueUrlAsEndpoint: false,
  });
  const urls = new Map<string, string>();
  const read = async (name: string): Promise<Readonly<Record<string, string>>> => {
    const QueueUrl = urls.get(name);
    const { Attributes = {} } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    return Attributes;
  };
  return {
    read,
    create: async (QueueName: string): Promise<void> => {
      const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName }));
      urls.set(QueueName, QueueUrl);
    },
    fill: async (name: string, count: number): Promise<void> => {
      for (let first = 0; first < count; first += BATCH_COUNT) {
        const Entries = Array.from({ length: BATCH_COUNT }, (_, index) => ({
          Id: String(index),
          MessageBody: `message ${first + index}`,
          MessageAttributes: { size: { DataType: 'Number', StringValue: String(first + index) } },
        }));
        await client.send(new SendMessageBatchCommand({ QueueUrl: urls.get(name), Entries }));
      }
    },
    /** Until all of this many messages are visible, and no more. */
    waitForVisible: async (name: string, count: number): Promise<void> => {
      for (;;) {
        const { ApproximateNumberOfMessages } = await read(name);
        if (ApproximateNumberOfMessages === String(count)) return;
        // The endpoint does not say when: it is asked.
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    },
    close: () => client.destroy(),
  };
}
