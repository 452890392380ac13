import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A folder of the host tests with an extension that brings debuggers. @typedef {'scriptedDebugger' | 'realDebuggers'} DebuggerFixture */

/**
 * @typedef {object} HostWindow a window in which host tests run
 * @property {string} tests their folder, below that of the host tests
 * @property {(folder: string) => string} [makeWorkspace] makes what the window opens, below an empty folder that it can
 *   use; absent: it opens that folder
 * @property {DebuggerFixture} [debuggers] the extension beside the one that is tested; absent: `scriptedDebugger`
 * @property {() => Promise<{ env: NodeJS.ProcessEnv } | { missing: string }>} [prepare] fetches what the tests need, and
 *   tells it to them by variables
 * @property {(userData: string) => void} [prepareUserData] changes the folder of what the editor and extensions keep
 */

/** One window after the other: what they open and keep cannot be changed once they are there. @type {readonly HostWindow[]} */
export const HOST_WINDOWS = [
  { tests: '.' },
  { tests: 'readOnlyHome', prepareUserData: refuseExtensionStorage },
  { tests: 'twoFolders', makeWorkspace: makeTwoFolders },
  { tests: 'languages', debuggers: 'realDebuggers', prepare: prepareLanguages },
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

async function prepareLanguages() {
  const { ensureDebuggers } = await import('../clients/debuggers.mjs');
  const debuggers = await ensureDebuggers();
  return 'missing' in debuggers ? debuggers : { env: { QUEUESIDE_DEBUGGERS: JSON.stringify(debuggers) } };
}
