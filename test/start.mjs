// npm start: VS Code with Queueside and the sample workspace: desktop VS Code where there is one, else the server build.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildProject } from './support/build.mjs';
import { installProject } from './support/install.mjs';
import { copySampleWorkspace } from './support/sampleWorkspace.mjs';
import { watchNpm } from './support/signals.mjs';
import { findDesktopCode, openDesktop } from './support/vscode/desktop.mjs';
import { ensureVsCodeHost } from './support/vscode/hostPackages.mjs';
import { startServer } from './support/vscode/server.mjs';

/**
 * @param {string} root
 * @param {string} workspace
 * @returns {Promise<{ ended: Promise<unknown>, stop: () => Promise<void> }>}
 */
async function openEditor(root, workspace) {
  const desktop = findDesktopCode();
  if (desktop) {
    console.log(`Opening ${workspace} in desktop VS Code; Ctrl+C here ends it.`);
    return openDesktop(desktop, workspace, join(root, '.cache', 'start'));
  }
  const host = await ensureVsCodeHost();
  if ('missing' in host) throw new Error(host.missing);
  const server = await startServer(host, { name: 'start', extension: { kind: 'folder', path: root } });
  console.log(`\nVS Code with Queueside: ${server.address}/?folder=${encodeURI(workspace)}\nCtrl+C ends it.`);
  return server;
}

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
await installProject();
await buildProject();
const workspace = join(root, '.cache', 'start', 'watermark');
mkdirSync(workspace, { recursive: true });
copySampleWorkspace(workspace);

const asked = new Promise((resolve) => {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, resolve);
  watchNpm(() => resolve(undefined));
});
const editor = await openEditor(root, workspace);
await Promise.race([asked, editor.ended]);
await editor.stop();
process.exit(0);
