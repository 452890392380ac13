import { type LocalBroker, startLocalBroker } from '../../conformance/support/broker.ts';
import { callSqs } from '../../support/callSqs.ts';
import { useWorkbench } from './support/useWorkbench.ts';

describe('a connection to another endpoint', () => {
  const openedWindow = useWorkbench({
    name: 'connections',
    workspace: 'empty',
    settings: { 'queueside.autoStart': 'off' },
  });
  let endpoint: LocalBroker;

  before(async () => {
    endpoint = await startLocalBroker();
    await callSqs(endpoint.endpoint, 'CreateQueue', { QueueName: 'orders' });
  });

  after(() => endpoint.close());

  it('is added step by step, lists its queues, and asks before it sends and purges', async () => {
    const { workbench } = openedWindow();
    const { quickInput, page } = workbench;
    await workbench.openViewContainer('Queueside');
    const tree = workbench.tree('Queues');
    // The palette has the command once the editor knows that the folder is trusted.
    await tree.welcome.getByText('Start Broker').waitFor();
    await quickInput.runCommand('Queueside Connections: Add Connection');
    await quickInput.pick('LocalStack, ElasticMQ');
    await quickInput.enter(endpoint.endpoint, 'URL of the endpoint');
    await quickInput.enter('us-east-1', 'Region');
    await quickInput.enter('', 'Access key ID');
    await quickInput.enter('staging', 'Name of the connection');
    await quickInput.pick('Asks before each change');
    await tree.row('staging, us-east-1 · confirm').waitFor();
    await tree.expand('staging');
    await tree.row('orders, standard queue, empty').waitFor();

    await tree.runInlineAction('orders', 'Send Message');
    await workbench.editors.tab('Compose').waitFor();
    const composer = await workbench.editors.openWebview('queueside.queueside');
    await composer.locator('.cm-content').click();
    await page.keyboard.type('hello');
    await page.keyboard.press('Control+Enter');
    await workbench.dialog.filter({ hasText: 'staging: call SendMessage on orders?' }).waitFor();
    await workbench.takeScreenshot('connection-question');
    await workbench.pressDialogButton('Call');
    await tree.row('orders, standard queue, 1 visible').waitFor();

    await tree.runMenuItem('orders', 'Purge Queue…');
    await quickInput.enter('orders', 'type the name of the queue');
    await tree.row('orders, standard queue, empty').waitFor();
    await workbench.takeScreenshot('connection');

    await tree.runMenuItem('staging', 'Remove Connection…');
    await workbench.pressDialogButton('Remove');
    await tree.row('staging').waitFor({ state: 'detached' });
  });
});
