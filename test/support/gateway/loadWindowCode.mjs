// Bundles the extension's side of gateways with a fake VS Code, for windows in this process and in processes of their own.
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A window in a process of its own runs this. */
export const WINDOW_CODE = resolve('out', 'gatewayWindow.cjs');

/** @returns {Promise<typeof import('./gatewayWindow.ts')>} */
export async function loadWindowCode() {
  const { build } = await import('esbuild');
  /** @type {import('esbuild').BuildOptions} */
  const options = {
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    alias: { vscode: './test/support/connections/fakeVscode.cjs' },
    logLevel: 'warning',
  };
  await build({
    ...options,
    entryPoints: ['test/support/gateway/plainControlClient.ts'],
    outfile: join('out', 'plainControlClient.cjs'),
  });
  await build({ ...options, entryPoints: ['test/support/gateway/gatewayWindow.ts'], outfile: WINDOW_CODE });
  return import(pathToFileURL(WINDOW_CODE).href);
}
