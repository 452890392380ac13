import assert from 'node:assert/strict';
import { commands, env } from 'vscode';
import type { QueuesideApi } from '../../../extension/api.ts';
import { callSqs } from '../../support/callSqs.ts';
import { activateExtension } from './support/activateExtension.ts';
import { findBrokers } from './support/findBrokers.ts';

describe('the broker in the extension host', () => {
  let api: QueuesideApi;

  before(async () => {
    api = await activateExtension();
  });

  after(() => api.start());

  it('starts once for several callers, and serves SQS calls', async () => {
    const endpoints = await Promise.all([
      api.start(),
      api.start(),
      commands.executeCommand('queueside.startBroker'),
    ]);
    assert.equal(new Set(endpoints).size, 1);
    assert.equal(api.endpoint, endpoints[0]);
    assert.equal(findBrokers().length, 1);
    assert.deepEqual(await callSqs(await api.start(), 'ListQueues', {}), {});
  });

  it('is stopped, and started again at the next need', async () => {
    await api.start();
    await commands.executeCommand('queueside.stopBroker');
    assert.equal(api.endpoint, undefined);
    assert.deepEqual(findBrokers(), []);
    // What only a running broker has is no need: the command says that it does not run.
    await commands.executeCommand('queueside.resetBilling');
    assert.deepEqual(findBrokers(), []);
    await commands.executeCommand('queueside.copyEndpoint');
    assert.equal(await env.clipboard.readText(), api.endpoint);
    assert.equal(findBrokers().length, 1);
  });

  it('starts again automatically when it is killed', async () => {
    await api.start();
    const [killed] = findBrokers();
    assert.ok(killed);
    const changes: (string | undefined)[] = [];
    const back = new Promise<void>((resolve) => {
      const listener = api.onDidChangeEndpoint((endpoint) => {
        changes.push(endpoint);
        if (endpoint === undefined) return;
        listener.dispose();
        resolve();
      });
    });
    process.kill(killed, 'SIGKILL');
    await back;
    assert.deepEqual(changes, [undefined, api.endpoint]);
    assert.notDeepEqual(findBrokers(), [killed]);
    assert.deepEqual(await callSqs(await api.start(), 'ListQueues', {}), {});
  });

  it('is another one after a restart', async () => {
    await api.start();
    const [before] = findBrokers();
    await commands.executeCommand('queueside.restartBroker');
    const after = findBrokers();
    assert.equal(after.length, 1);
    assert.notEqual(after[0], before);
  });
});
