// Bundles code of the extension with a fake VS Code, so that it runs without an editor.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const OUTFILE = join('out', 'connectionCode.cjs');

/** @type {Promise<typeof import('./connectionCode.ts')> | undefined} */
let loaded;

/**
 * Called in the project's folder.
 * @returns {Promise<typeof import('./connectionCode.ts')>} the same for all
 */
export function loadConnectionCode() {
  loaded ??= bundle();
  return loaded;
}

async function bundle() {
  const { build } = await import('esbuild');
  await build({
    entryPoints: {
      fileFormats: 'extension/fileFormats/messageFile.ts',
      exportImport: 'extension/exportImport/fileWork.ts',
      programs: 'broker/programs/programs.ts',
    },
    outdir: join('out', 'dist'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    alias: { vscode: './test/support/connections/fakeVscode.cjs' },
    logLevel: 'warning',
  });
  await build({
    entryPoints: ['test/support/connections/connectionCode.ts'],
    outfile: OUTFILE,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    alias: { vscode: './test/support/connections/fakeVscode.cjs' },
    logLevel: 'warning',
  });
  return import(pathToFileURL(OUTFILE).href);
}
