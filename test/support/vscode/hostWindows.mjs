import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * @typedef {object} HostWindow a window in which host tests run
 * @property {string} tests their folder, below that of the host tests
 * @property {(folder: string) => string} [makeWorkspace] makes what the window opens, below an empty folder that it can
 *   use; absent: it opens that folder
 * @property {(userData: string) => void} [prepareUserData] changes the folder of what the editor and extensions keep
 */

/** One window after the other: what they open and keep cannot be changed once they are there. @type {readonly HostWindow[]} */
export const HOST_WINDOWS = [
  { tests: '.' },
  { tests: 'readOnlyHome', prepareUserData: refuseExtensionStorage },
  { tests: 'twoFolders', makeWorkspace: makeTwoFolders },
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
