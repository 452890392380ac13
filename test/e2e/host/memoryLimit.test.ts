import assert from 'node:assert/strict';
import { commands, ConfigurationTarget, extensions, window, workspace } from 'vscode';
import type { QueuesideApi } from '../../../extension/api.ts';
import { callSqs } from '../../support/callSqs.ts';

const BODY = 'x'.repeat(1_000_000);
/** The smallest limit that the setting takes, MiB. */
const LIMIT_MIB = 16;

describe('a broker in memory that has reached its limit', () => {
  let api: QueuesideApi;
  const { showWarningMessage } = window;
  const warnings: string[] = [];

  async function configure(values: Record<string, string | number | undefined>): Promise<void> {
    const settings = workspace.getConfiguration('queueside');
    for (const [name, value] of Object.entries(values)) {
      await settings.update(name, value, ConfigurationTarget.Global);
    }
    await api.start();
    await commands.executeCommand('queueside.restartBroker');
  }

  before(async () => {
    const extension = extensions.getExtension<QueuesideApi>('queueside.queueside');
    assert.ok(extension);
    api = await extension.activate();
    window.showWarningMessage = (message: string, ...items: unknown[]) => {
      warnings.push(message);
      // Restarting a broker in memory asks whether its messages may go: yes.
      return Promise.resolve(message.includes('will be lost') ? items.at(-1) : undefined) as never;
    };
    await configure({ durability: 'none', maxMemoryMiB: LIMIT_MIB });
  });

  after(async () => {
    await configure({ durability: undefined, maxMemoryMiB: undefined });
    window.showWarningMessage = showWarningMessage;
  });

  it('refuses sends, gives out messages, and says so once', async () => {
    const endpoint = await api.start();
    const { QueueUrl } = await callSqs(endpoint, 'CreateQueue', { QueueName: 'full' });
    const send = () => callSqs(endpoint, 'SendMessage', { QueueUrl, MessageBody: BODY });
    for (let count = 0; count < LIMIT_MIB - 1; count++) await send();
    const refused = async () => {
      await assert.rejects(async () => {
        for (let count = 0; count < 4; count++) await send();
      }, /--max-memory/);
    };
    await refused();
    await refused();
    const { Messages } = await callSqs(endpoint, 'ReceiveMessage', { QueueUrl });
    assert.equal((Messages as readonly unknown[]).length, 1);
    const isTold = (text: string): boolean => text.includes('takes no more messages');
    while (!warnings.some(isTold)) await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(warnings.filter(isTold).length, 1);
  });
});
