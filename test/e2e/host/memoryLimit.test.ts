import assert from 'node:assert/strict';
import { commands, ConfigurationTarget, workspace } from 'vscode';
import type { QueuesideApi } from '../../../extension/api.ts';
import { activateExtension } from './support/activateExtension.ts';
import { WarningRecorder } from './support/warnings.ts';
import { callSqs } from '../../support/callSqs.ts';

const BODY = 'x'.repeat(1_000_000);
/** The smallest limit that the setting takes, MiB. */
const LIMIT_MIB = 16;
const NOTICE = 'messages in memory have reached their limit';

describe('a broker in memory that has reached its limit', () => {
  let api: QueuesideApi;
  let recorder: WarningRecorder;

  async function configure(values: Record<string, string | number | undefined>): Promise<void> {
    const settings = workspace.getConfiguration('queueside');
    for (const [name, value] of Object.entries(values)) {
      await settings.update(name, value, ConfigurationTarget.Global);
    }
    await api.start();
    await commands.executeCommand('queueside.restartBroker');
  }

  before(async () => {
    api = await activateExtension();
    // Restarting a broker in memory asks whether its messages may go: yes.
    recorder = new WarningRecorder(({ message, items }) =>
      message.includes('will be lost') ? items.at(-1) : undefined,
    );
    await configure({ durability: 'none', maxMemoryMiB: LIMIT_MIB });
  });

  after(async () => {
    await configure({ durability: undefined, maxMemoryMiB: undefined });
    recorder.dispose();
  });

  it('rejects sends, delivers messages, and reports it once', async () => {
    const endpoint = await api.start();
    const { QueueUrl } = await callSqs(endpoint, 'CreateQueue', { QueueName: 'full' });
    const send = () => callSqs(endpoint, 'SendMessage', { QueueUrl, MessageBody: BODY });
    for (let count = 0; count < LIMIT_MIB - 1; count++) await send();
    const refused = async () => {
      await assert.rejects(
        async () => {
          for (let count = 0; count < 4; count++) await send();
        },
        { cause: /--max-memory/ },
      );
    };
    await refused();
    await refused();
    const { Messages } = await callSqs(endpoint, 'ReceiveMessage', { QueueUrl });
    assert.equal((Messages as readonly unknown[]).length, 1);
    await recorder.waitFor(NOTICE);
    assert.equal(recorder.find(NOTICE).length, 1);
  });
});
