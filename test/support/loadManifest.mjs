// Reads the tables of commands, which import the code of the commands: VS Code is replaced by a stub.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const OUTFILE = join('out', 'manifest.cjs');

/**
 * Called in the project's folder.
 * @returns {Promise<typeof import('./manifest.ts')>}
 */
export async function loadManifest() {
  const { build } = await import('esbuild');
  await build({
    entryPoints: ['test/support/manifest.ts'],
    outfile: OUTFILE,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    alias: { vscode: './test/support/vscodeStub.cjs' },
    logLevel: 'warning',
  });
  return import(pathToFileURL(OUTFILE).href);
}
