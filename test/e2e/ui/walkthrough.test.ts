import assert from 'node:assert/strict';
import { callSqs } from '../../support/callSqs.ts';
import { useWorkbench } from './support/useWorkbench.ts';

const TITLE = 'Debug an Amazon SQS consumer';

describe('the walkthrough', () => {
  const opened = useWorkbench({ name: 'walkthrough', workspace: 'empty' });
  let endpoint: string;

  const step = (name: string) =>
    opened().workbench.page.locator(`.getting-started-step:has([data-done-step-id$="#${name}"])`);
  const tick = (name: string) =>
    opened().workbench.page.locator(`.complete[data-done-step-id$="#${name}"]`).first();
  const listTicks = () =>
    opened()
      .workbench.page.locator('.getting-started-step .complete[data-done-step-id]')
      .evaluateAll((marks) => marks.map((mark) => mark.getAttribute('data-done-step-id')?.split('#').at(-1)));

  async function press(name: string, button: string): Promise<void> {
    // The step that is open stays so when it is pressed.
    if (!(await step(name).getByRole('button', { name: button }).isVisible())) await step(name).click();
    await step(name).getByRole('button', { name: button }).click();
  }

  it('has a tick where the state of a step holds already: the broker runs since the view was shown', async () => {
    const { workbench } = opened();
    await workbench.openViewContainer('Queueside');
    endpoint = await workbench.readEndpoint();
    await workbench.quickInput.runCommand('Welcome: Open Walkthrough');
    await workbench.quickInput.pick(TITLE);
    await tick('startBroker').waitFor();
    assert.deepEqual(await listTicks(), ['startBroker']);
    await workbench.takeScreenshot('walkthrough-start');
  });

  it('creates a queue by its button, in three steps with a way back', async () => {
    const { workbench } = opened();
    await press('createQueue', 'Create Queue');
    await workbench.quickInput.pick('Standard');
    await workbench.quickInput.enter('wrong.fifo');
    await workbench.quickInput.message.filter({ hasText: 'choose FIFO' }).waitFor();
    await workbench.quickInput.goBack();
    await workbench.quickInput.pick('FIFO');
    await workbench.quickInput.enter('right.fifo');
    await workbench.quickInput.pick('None');
    await tick('createQueue').waitFor();
    assert.deepEqual((await callSqs(endpoint, 'ListQueues', {})).QueueUrls, [
      `${endpoint}/000000000000/right.fifo`,
    ]);
  });

  it('composes a message by its button, and opens the trace by its button', async () => {
    const { workbench } = opened();
    await press('sendMessage', 'Send Message');
    const composer = await workbench.editors.openWebview('queueside.queueside', 'Compose');
    await composer.getByRole('textbox', { name: 'Message body' }).waitFor();
    await workbench.editors.tab('Welcome').click();
    await tick('sendMessage').waitFor();
    await press('readTrace', 'Open Trace');
    await tick('readTrace').waitFor();
    assert.deepEqual(await listTicks(), ['startBroker', 'createQueue', 'sendMessage', 'readTrace']);
    await workbench.takeScreenshot('walkthrough-done');
  });
});
