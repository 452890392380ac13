import { callSqs } from '../../support/callSqs.ts';
import { takeReviewPicture, WRITES_PICTURES } from '../../support/review/pictures.ts';
import { UGLY_BODIES } from '../../support/review/uglyData.ts';
import type { Workbench } from './support/workbench.ts';
import { useWorkbench } from './support/useWorkbench.ts';

const THEMES = ['dark', 'light', 'highContrast', 'highContrastLight'] as const;
const SIZES = {
  wide: { width: 1440, height: 900 },
  panel: { width: 1024, height: 640 },
  tiny: { width: 640, height: 480 },
} as const;
const MANY_QUEUES = 2_000;
const USUAL_PX = 300;
const NARROW_PX = 200;

// What no page alone shows: the tree, the inputs, the questions and the status item.
if (WRITES_PICTURES) describe('the workbench, which is drawn in every theme and size', drawWorkbench);

function drawWorkbench(): void {
  const opened = useWorkbench({ name: 'review', workspace: 'empty' });
  let workbench: Workbench;
  let endpoint: string;

  const create = async (
    QueueName: string,
    Attributes: Readonly<Record<string, string>> = {},
  ): Promise<string> => String((await callSqs(endpoint, 'CreateQueue', { QueueName, Attributes })).QueueUrl);
  const sendUgly = async (QueueUrl: string): Promise<void> => {
    // The service takes neither nothing nor all control characters.
    for (const MessageBody of Object.values(UGLY_BODIES))
      if (MessageBody !== '' && !MessageBody.includes('\u0000'))
        await callSqs(endpoint, 'SendMessage', { QueueUrl, MessageBody });
  };

  async function draw(name: string): Promise<void> {
    for (const theme of THEMES) {
      await workbench.switchTheme(theme);
      for (const [sizeName, size] of Object.entries(SIZES)) {
        await workbench.page.setViewportSize(size);
        await takeReviewPicture(workbench.page, `workbench-${name}`, theme, sizeName);
      }
    }
    await workbench.page.setViewportSize(SIZES.wide);
  }

  /** Not below the least that VS Code allows. */
  async function resizeSideBar(widthPx: number): Promise<void> {
    const bar = await workbench.page.locator('.part.sidebar').boundingBox();
    if (!bar) throw new Error('No side bar');
    await workbench.page.mouse.move(bar.x + bar.width, bar.y + bar.height / 2);
    await workbench.page.mouse.down();
    await workbench.page.mouse.move(bar.x + widthPx, bar.y + bar.height / 2, { steps: 5 });
    await workbench.page.mouse.up();
    await workbench.page.mouse.move(1, 1);
  }

  before(async () => {
    ({ workbench } = opened());
    await workbench.openViewContainer('Queueside');
    endpoint = await workbench.readEndpoint();
  });

  it('with nothing', () => draw('empty'));

  it('with a mistake in an input', async () => {
    await workbench.quickInput.runCommand('Queueside: Create Queue');
    await workbench.quickInput.pick('Standard');
    await workbench.quickInput.field.fill('orders.fifo');
    await workbench.quickInput.message.filter({ hasText: 'FIFO' }).waitFor();
    await draw('input-mistake');
    await workbench.quickInput.cancel();
  });

  it('with dead letters, a breakpoint, faults and messages of every shape', async () => {
    const dead = await create('orders-dlq');
    const orders = await create('orders', {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:orders-dlq',
        maxReceiveCount: 3,
      }),
    });
    await create('payments.fifo', { FifoQueue: 'true' });
    await create(`a-${'very-long-'.repeat(7)}name`);
    await sendUgly(orders);
    await sendUgly(dead);
    const tree = workbench.tree('Queues');
    await tree.row('orders-dlq').waitFor();
    await tree.runMenuItem('payments.fifo', 'Faults & Tests', 'Break on Arrival');
    await tree.expand('orders, ');
    await tree.expand('4 messages of orders');
    await tree.expand('Attributes of orders');
    await tree.row('Visibility timeout').waitFor();
    await draw('tree');
    await resizeSideBar(NARROW_PX);
    await draw('tree-narrow');
    await tree.row('{ "id": 1').hover();
    await draw('tree-narrow-under-the-mouse');
    await resizeSideBar(USUAL_PX);
  });

  it('with a question', async () => {
    const tree = workbench.tree('Queues');
    await tree.select('orders, ');
    await tree.row('orders-dlq').click({ modifiers: ['ControlOrMeta'] });
    await workbench.page.keyboard.press('Delete');
    await workbench.dialog.waitFor();
    await draw('question');
    await workbench.pressDialogButton('Cancel');
  });

  it(`with ${MANY_QUEUES} queues and a filter`, async () => {
    for (let number = 0; number < MANY_QUEUES; number += 1) await create(`service-${number % 40}-${number}`);
    // A row tells how many there are beside it, in sight or not.
    await workbench
      .tree('Queues')
      .pane.locator(`[aria-setsize="${MANY_QUEUES + 4}"]`)
      .first()
      .waitFor();
    await draw('many-queues');
    await resizeSideBar(NARROW_PX);
    await draw('many-queues-narrow');
    await workbench.quickInput.runCommand('Queueside: Group Queues By');
    await workbench.quickInput.pick('Prefix');
    await draw('many-queues-groups');
    await workbench.quickInput.runCommand('Queueside: Group Queues By');
    await workbench.quickInput.pick('No groups');
    await workbench.quickInput.runCommand('Queueside: Filter Queues');
    await workbench.quickInput.enter('service-7-');
    await workbench.page.getByText('Filtered by “service-7-”: 50 of 2,004 queues.').waitFor();
    await draw('filter');
  });
}
