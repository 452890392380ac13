import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { DebugAdapterTracker, DebugSession } from 'vscode';
import { type GatewayInfo, getGateway } from '../../../broker/protocol/gateway.ts';
import { waitUntilGone } from '../witness.ts';
import type { GatewayWindow, GatewayWindowOptions } from './gatewayWindow.ts';
import { WINDOW_CODE } from './loadWindowCode.mjs';

/** The debug session of a launch. */
export function debugWorker(
  { holds }: Awaited<ReturnType<GatewayWindow['open']>>,
  accessKeyId: string,
): DebugAdapterTracker | undefined {
  return holds.createDebugAdapterTracker({
    id: 'one',
    name: 'worker',
    type: 'node',
    configuration: { env: { AWS_ACCESS_KEY_ID: accessKeyId } },
  } as unknown as DebugSession);
}

/** Of the gateway that the window uses, which is started when needed. */
export async function infoOf(window: GatewayWindow): Promise<GatewayInfo> {
  return (await window.open()).client.request(getGateway, {});
}

/** The next time that the window is connected. */
export async function nextConnection(window: GatewayWindow): Promise<GatewayInfo> {
  const { client } = await window.open();
  return new Promise((settle) => {
    const listener = client.onDidConnect((info) => {
      listener.dispose();
      settle(info);
    });
  });
}

export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((settle) => setImmediate(settle));
}

/** Kills the gateway of a window. */
export async function kill(window: GatewayWindow): Promise<void> {
  const { pid } = await infoOf(window);
  process.kill(pid, 'SIGKILL');
  await waitUntilGone(pid);
}

/** Closes windows, and ends their gateways at once. */
export async function closeAll(windows: readonly GatewayWindow[]): Promise<void> {
  const pids = windows.flatMap(({ gateways }) =>
    gateways.sessions.flatMap(({ client: { state } }) => (state.kind === 'running' ? [state.info.pid] : [])),
  );
  await Promise.all(windows.map(({ gateways }) => gateways.leave()));
  for (const { gateways } of windows) gateways.dispose();
  for (const pid of new Set(pids)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has just ended.
    }
  }
}

/** A window in a process of its own. @returns the process, and the id of the gateway that it uses */
export async function startElsewhere(
  options: GatewayWindowOptions,
): Promise<{ readonly starter: ChildProcess; readonly pid: number }> {
  const starter = spawn(process.execPath, [
    '-e',
    `require(${JSON.stringify(WINDOW_CODE)}).openGatewayWindow(${JSON.stringify(options)}).open().then(({ client }) => console.log(client.state.info.pid))`,
  ]);
  const [line] = (await once(createInterface(starter.stdout), 'line')) as [string];
  return { starter, pid: Number(line) };
}

/** Writes the program of gateways. @param graceMs how long one that is started from now on waits for a client */
export function writeGateway(script: string, graceMs: number): Promise<void> {
  const gateway = JSON.stringify(resolve('dist', 'gateway.js'));
  return writeFile(script, `process.env.QUEUESIDE_ORPHAN_GRACE_MS = '${graceMs}'; require(${gateway});`);
}
