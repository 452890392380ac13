import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ensureChromium } from '../../support/vscode/chromium.mjs';
import { ensureVsCodeHost } from '../../support/vscode/hostPackages.mjs';
import { runInHost } from '../../support/vscode/runInHost.mjs';
import { type BenchCase, atMost, figure } from '../benchCase.ts';
import type { HostFigures } from '../host/hostFigures.ts';
import { median } from '../statistics.ts';

const TIMEOUT_MS = 120_000;
const CONNECTION = { name: 'staging', kind: 'endpoint', endpoint: 'http://127.0.0.1:4566' };

/** Activation and the tree, in the extension host of real VS Code; each round starts a new one. */
export const extensionHostCase: BenchCase = {
  name: 'extension host',
  async run({ isQuick }) {
    const host = await ensureVsCodeHost();
    const chromium = await ensureChromium();
    const missing = 'missing' in host ? host.missing : 'missing' in chromium ? chromium.missing : undefined;
    if ('missing' in host || 'missing' in chromium) {
      console.log(missing);
      return [];
    }
    const measure = async (settings: Record<string, unknown>): Promise<HostFigures> => {
      const workspace = mkdtempSync(join(tmpdir(), 'queueside-bench-'));
      try {
        return await runInHost<HostFigures>(host, chromium.executable, {
          workspace,
          timeoutMs: TIMEOUT_MS,
          index: resolve('out/bench/hostIndex.js'),
          settings,
        });
      } finally {
        rmSync(workspace, { recursive: true, force: true });
      }
    };
    const rounds: HostFigures[] = [];
    const withConnection: HostFigures[] = [];
    for (let round = 0; round < (isQuick ? 1 : 5); round++) {
      rounds.push(await measure({}));
      withConnection.push(await measure({ 'queueside.connections': [CONNECTION] }));
    }
    const middle = (name: keyof HostFigures): number => median(rounds.map((round) => round[name]));
    const connectionQueues = (rounds[0]?.connectionQueues ?? 0).toLocaleString('en');
    const activation = (of: readonly HostFigures[]): number =>
      median(of.map(({ loadMs, activateMs }) => loadMs + activateMs));
    const queues = (rounds[0]?.treeQueues ?? 0).toLocaleString('en');
    return [
      atMost(figure('activation of the extension, without the broker', activation(rounds), 'ms', 1), 60),
      figure('… with a connection in the settings', activation(withConnection), 'ms', 1),
      figure('… of it reading and running the bundle', middle('loadMs'), 'ms', 1),
      figure(`tree: ${queues} new queues until all rows are given`, middle('treeMs'), 'ms', 1),
      figure(`tree: counts of ${queues} queues change`, middle('countsMs'), 'ms', 1),
      figure(
        `tree: ${connectionQueues} queues of a connection, from its lists to all rows`,
        middle('connectionMs'),
        'ms',
        1,
      ),
    ];
  },
};
