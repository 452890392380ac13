import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  commands,
  ConfigurationTarget,
  type Terminal,
  type TerminalOptions,
  window,
  workspace,
} from 'vscode';
import type { QueuesideApi } from '../../../extension/api.ts';
import { activateExtension } from './support/activateExtension.ts';

describe('terminals', () => {
  let api: QueuesideApi;
  let folder: string;

  before(async () => {
    api = await activateExtension();
    folder = mkdtempSync(join(tmpdir(), 'queueside-terminals-'));
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  afterEach(async () => {
    for (const terminal of window.terminals) terminal.dispose();
    await setDefaultProfile(undefined);
    await set(undefined);
  });

  it('have the variables of the broker when the profile Queueside is chosen', async () => {
    const opened = waitForTerminal();
    // By this setting, the + button itself opens the profile.
    await setDefaultProfile('Queueside');
    await commands.executeCommand('workbench.action.terminal.new');
    const { name, creationOptions } = await opened;
    const { env = {} } = creationOptions as TerminalOptions;
    assert.deepEqual([name, env.AWS_ENDPOINT_URL_SQS], ['Queueside', api.endpoint]);
    assert.deepEqual([env.AWS_PROFILE, env.AWS_SESSION_TOKEN], [null, null]);
  });

  it('all have the variables if the user wants that', async () => {
    await api.start();
    assert.equal(await readVariable('before'), '');
    await set(true);
    assert.equal(await readVariable('after'), api.endpoint);
  });

  async function setDefaultProfile(name: string | undefined): Promise<void> {
    const system = { darwin: 'osx', win32: 'windows' }[process.platform as string] ?? 'linux';
    await workspace
      .getConfiguration('terminal.integrated.defaultProfile')
      .update(system, name, ConfigurationTarget.Global);
  }

  async function set(value: boolean | undefined): Promise<void> {
    await workspace
      .getConfiguration('queueside')
      .update('terminal.environment', value, ConfigurationTarget.Global);
  }

  /** @returns what an ordinary terminal has as the endpoint */
  async function readVariable(name: string): Promise<string> {
    const written = new Promise<void>((resolve) => {
      const watcher = watch(folder, (_event, file) => {
        if (file !== name) return;
        watcher.close();
        resolve();
      });
    });
    const terminal = window.createTerminal({ name, cwd: folder, shellPath: '/bin/sh' });
    // At once in its place: half a file would be read otherwise.
    terminal.sendText(`printf %s "$AWS_ENDPOINT_URL_SQS" > .part && mv .part ${name}`);
    await written;
    return readFileSync(join(folder, name), 'utf8');
  }
});

function waitForTerminal(): Promise<Terminal> {
  return new Promise((resolve) => {
    const listener = window.onDidOpenTerminal((terminal) => {
      listener.dispose();
      resolve(terminal);
    });
  });
}
