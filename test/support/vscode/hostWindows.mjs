import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { copyOrdersSample } from '../ordersSample.mjs';
import { findProjectRoot } from '../project.mjs';
import { findFreePort } from '../start/port.mjs';

/** A folder of the host tests with an extension that brings debuggers. @typedef {'scriptedDebugger' | 'realDebuggers'} DebuggerFixture */

/**
 * @typedef {object} HostWindow a window in which host tests run
 * @property {string} tests their folder, below that of the host tests
 * @property {(folder: string) => string} [makeWorkspace] makes what the window opens, below an empty folder that it can
 *   use; absent: it opens that folder
 * @property {DebuggerFixture} [debuggers] the extension beside the one that is tested; absent: `scriptedDebugger`
 * @property {(folder: string) => Promise<{ env: NodeJS.ProcessEnv } | { missing: string }>} [prepare] fetches what the tests
 *   need, puts it into the folder that will be open, and tells it to them by variables
 * @property {(userData: string) => void} [prepareUserData] changes the folder of what the editor and extensions keep
 */

/** One window after the other: what they open and keep cannot be changed once they are there. @type {readonly HostWindow[]} */
export const HOST_WINDOWS = [
  { tests: '.' },
  { tests: 'readOnlyHome', prepareUserData: refuseExtensionStorage },
  { tests: 'twoFolders', makeWorkspace: makeTwoFolders },
  { tests: 'languages', debuggers: 'realDebuggers', prepare: prepareLanguages },
  { tests: 'videoSample', prepare: prepareVideoSample },
];

/**
 * Leaves the extension no storage: a file is in the place of its folder, which refuses every user, root too.
 * @param {string} userData
 */
function refuseExtensionStorage(userData) {
  const place = join(userData, 'User', 'globalStorage', 'queueside.queueside');
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, '');
}

/**
 * @param {string} folder
 * @returns {string} a workspace of two folders
 */
function makeTwoFolders(folder) {
  const folders = ['shop', 'mail'].map((path) => ({ path }));
  for (const { path } of folders) mkdirSync(join(folder, path));
  const file = join(folder, 'two.code-workspace');
  writeFileSync(file, JSON.stringify({ folders }));
  return file;
}

/**
 * Debuggers, servers of others, and the orders sample, whose functions are in two of the languages of the debuggers.
 * @param {string} folder
 */
async function prepareLanguages(folder) {
  const { ensureDebuggers } = await import('../clients/debuggers.mjs');
  const { findEndpoints } = await import('../clients/endpoints.mjs');
  const debuggers = await ensureDebuggers();
  if ('missing' in debuggers) return debuggers;
  copyOrdersSample(folder);
  const endpoints = await findEndpoints();
  if (endpoints.missing !== '') return { missing: endpoints.missing };
  return { env: { ...endpoints.env, QUEUESIDE_DEBUGGERS: JSON.stringify(debuggers) } };
}

/**
 * The video sample as *Open Sample* copies it, with the packages that its first task installs.
 * @param {string} folder
 */
async function prepareVideoSample(folder) {
  const { ensureVideoSample } = await import('../clients/samples.mjs');
  const built = await ensureVideoSample();
  if ('missing' in built) return built;
  cpSync(join(findProjectRoot(), 'extension', 'samples', 'video'), folder, { recursive: true });
  cpSync(join(built.folder, 'node_modules'), join(folder, 'node_modules'), { recursive: true });
  // Those are the sample's own settings: its usual port may be in use, and the test advances the clock between two beats.
  return { env: { PORT: String(await findFreePort(0)), BEAT_SECONDS: '0.5' } };
}
