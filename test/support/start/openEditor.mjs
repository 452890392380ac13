import { pathToFileURL } from 'node:url';
import { findProjectRoot } from '../project.mjs';
import { SetupFailure } from '../setupFailure.mjs';
import { findDesktopCode, openDesktop } from '../vscode/desktop.mjs';
import { ensureVsCodeHost } from '../vscode/hostPackages.mjs';
import { startServer } from '../vscode/server.mjs';
import { openInBrowser } from './browser.mjs';
import { readLastStart, writeLastStart } from './lastStart.mjs';
import { FIRST_PORT, findFreePort } from './port.mjs';

const PAGE_TIMEOUT_MS = 60_000;
const TRY = `  - Open worker.js, set a breakpoint on the line that reads the picture, and press F5 (configuration "Worker").
  - Open the Queueside view in the activity bar, and send { "key": "uploads/sunset.png", "text": "Hello" }
    to image-tasks: the worker pauses with the message, and its visibility timeout is paused too.
  - The README.md of the sample continues from there.`;

/**
 * @typedef {object} OpenEditor
 * @property {Promise<unknown>} ended
 * @property {() => Promise<void>} stop
 */

/**
 * Opens the sample in desktop VS Code where there is one, else in the server build, and says what to do next.
 * @param {import('./keptFiles.mjs').Kept} kept
 * @param {import('./options.mjs').StartOptions} options
 * @param {() => void} prepareSample
 * @returns {Promise<OpenEditor>}
 */
export async function openEditor(kept, options, prepareSample) {
  const desktop = options.web ? undefined : findDesktopCode();
  if (desktop) return openInDesktop(desktop, kept, prepareSample);
  console.log('[3/4] VS Code (0.6 GB of disk; fetched once)');
  const host = await ensureVsCodeHost();
  if ('missing' in host) throw new SetupFailure(host.missing);
  console.log('[4/4] Starting VS Code');
  prepareSample();
  const port = await choosePort(kept, options.port);
  const extension = { kind: /** @type {const} */ ('folder'), path: findProjectRoot() };
  const env = hideRepositoryAround(kept);
  const server = await startServer(host, { name: 'start', extension, profile: kept.profile, port, env });
  const url = `${server.address}/?folder=${describeFolder(kept.sample)}`;
  writeLastStart(kept.lastStart, { pid: process.pid, port, url });
  await waitForPage(server);
  const isOpened = options.open && (await openInBrowser(url));
  console.log(`\nVS Code with Queueside is ready:\n\n    ${url}\n\nWhat to do next:`);
  console.log(
    isOpened ? '  - Look at your browser: it opens this address.' : '  - Open this address in a browser.',
  );
  console.log(`${TRY}\n\nCtrl+C here ends VS Code. Your files, settings and messages are kept.`);
  return server;
}

/**
 * @param {string} command
 * @param {import('./keptFiles.mjs').Kept} kept
 * @param {() => void} prepareSample
 * @returns {OpenEditor}
 */
function openInDesktop(command, kept, prepareSample) {
  console.log(`[3/4] VS Code: ${command} (with \`npm start -- --web\`, in a browser)`);
  console.log('[4/4] Starting VS Code');
  prepareSample();
  const editor = openDesktop(command, kept.sample, kept.folder, hideRepositoryAround(kept));
  console.log(`\nVS Code with Queueside opens in a window of its own.\n\nWhat to do next:\n${TRY}`);
  console.log('\nCtrl+C here, or closing the window, ends it. Your files, settings and messages are kept.');
  return editor;
}

/**
 * The sample lies inside the clone and is no part of it: Git, in VS Code and its terminals, must not find that repository.
 * @param {import('./keptFiles.mjs').Kept} kept
 * @returns {NodeJS.ProcessEnv}
 */
function hideRepositoryAround(kept) {
  return { GIT_CEILING_DIRECTORIES: kept.folder };
}

/**
 * The port of the last start, so that the address in the browser stays and the page finds again what it keeps there.
 * @param {import('./keptFiles.mjs').Kept} kept
 * @param {number | undefined} asked
 * @returns {Promise<number>}
 */
async function choosePort(kept, asked) {
  const wanted = asked ?? readLastStart(kept.lastStart)?.port ?? FIRST_PORT;
  const free = await findFreePort(wanted);
  if (free !== undefined) return free;
  if (asked !== undefined)
    throw new SetupFailure(`Port ${asked} is taken. Name another one, or leave --port out.`);
  const other = await findFreePort(0);
  if (other === undefined) throw new SetupFailure('No port can be opened on 127.0.0.1.');
  console.log(`      Port ${wanted} is taken, so the address is another one: port ${other}.`);
  return other;
}

/** @param {string} folder @returns {string} as the query of the workbench takes it */
function describeFolder(folder) {
  return pathToFileURL(folder).pathname.replaceAll('&', '%26').replaceAll('+', '%2B');
}

/**
 * @param {import('../vscode/server.mjs').Server} server
 * @throws {SetupFailure} when the page does not come; the server is ended then
 */
async function waitForPage(server) {
  const response = await fetch(server.address, { signal: AbortSignal.timeout(PAGE_TIMEOUT_MS) }).catch(
    () => undefined,
  );
  if (response?.ok) return;
  await server.stop();
  throw new SetupFailure(`VS Code does not answer at ${server.address}; its log is out/logs/start.log.`);
}
