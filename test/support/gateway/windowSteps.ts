import type { DebugAdapterTracker, DebugSession } from 'vscode';
import { type GatewayInfo, getGateway } from '../../../broker/protocol/gateway.ts';
import { waitUntilGone } from '../witness.ts';
import type { GatewayWindow } from './gatewayWindow.ts';

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

/** Also if it has just ended. */
export function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone.
  }
}
