import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cleanEnvironment, pathWithNode, runProgram } from '../process.mjs';
import { listProcessTree } from '../processList.mjs';
import { findProjectRoot } from '../project.mjs';
import { writeFirstSettings } from './settings.mjs';

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 5_000;

/**
 * @typedef {{ kind: 'folder' | 'vsix', path: string }} ExtensionSource
 *   a folder with a built extension, linked into the server; or a package, installed into it
 */

/**
 * @typedef {object} ServerOptions
 * @property {string} name of the log file in out/logs
 * @property {ExtensionSource} [extension] none when the page's payload names it
 * @property {boolean} [testDriver] the page may run tests in the extension host; it also suppresses toasts
 * @property {boolean} [restrictedMode] keep workspace trust, so that a new folder opens in Restricted Mode
 * @property {Record<string, unknown>} [settings] user settings of a new profile beside the quiet ones
 * @property {((userData: string) => void) | undefined} [prepareUserData] is called with the folder of what the workbench
 *   and extensions keep, before the server starts
 * @property {string} [profile] a folder for what the server keeps, which stays; absent: one that is removed on stop
 * @property {number} [port] a free loopback port; any when absent
 * @property {NodeJS.ProcessEnv} [env] variables beside those of this process; undefined removes one
 */

/**
 * @typedef {object} Server
 * @property {string} address such as http://127.0.0.1:40123
 * @property {string} authority host and port, the authority of vscode-remote URIs
 * @property {string} logFile what the server printed
 * @property {string} userData folder of what the workbench and extensions keep
 * @property {Promise<unknown>} ended resolves when the server has ended
 * @property {() => Promise<void>} stop ends the server and all that it started; close its pages first
 * @property {() => readonly import('../processList.mjs').ProcessRow[]} crash kills the editor's own processes by SIGKILL,
 *   all at once; returns what they had started, which is not touched. POSIX only
 */

/**
 * Starts the server build of VS Code on a loopback port, with a profile of its own.
 * @param {import('./hostPackages.mjs').VsCodeHost} host
 * @param {ServerOptions} options
 * @returns {Promise<Server>}
 * @throws with the end of the log when it does not come up
 */
export async function startServer(host, options) {
  const profile = options.profile ?? mkdtempSync(join(tmpdir(), 'queueside-vscode-'));
  const removeProfile = (/** @type {number} */ retryDelay) => {
    if (options.profile === undefined)
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay });
  };
  const userData = join(profile, 'user');
  const extensions = join(profile, 'extensions');
  mkdirSync(extensions, { recursive: true });
  writeFirstSettings(userData, options.settings);
  options.prepareUserData?.(userData);
  const folders = [
    '--server-data-dir',
    userData,
    '--user-data-dir',
    userData,
    '--extensions-dir',
    extensions,
  ];
  const env = {
    ...cleanEnvironment(process.env),
    PATH: pathWithNode(),
    NODE_OPTIONS: undefined,
    // What the broker makes once per machine stays out of the home of whoever runs the tests.
    HOME: profile,
    USERPROFILE: profile,
    // No marketplace: nothing is looked up, and nothing is installed that a test did not ask for.
    EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: '', itemUrl: '', resourceUrlTemplate: '' }),
    ...options.env,
  };
  if (options.extension) await addExtension(host, options.extension, extensions, folders, env);

  const logFile = join(findProjectRoot(), 'out', 'logs', `${options.name}.log`);
  mkdirSync(join(findProjectRoot(), 'out', 'logs'), { recursive: true });
  const log = createWriteStream(logFile);
  const child = spawn(
    host.node,
    [
      host.serverScript,
      '--host=127.0.0.1',
      `--port=${options.port ?? 0}`,
      '--without-connection-token',
      '--accept-server-license-terms',
      ...folders,
      '--disable-telemetry',
      ...(options.restrictedMode ? [] : ['--disable-workspace-trust']),
      ...(options.testDriver ? ['--enable-smoke-test-driver'] : []),
    ],
    // A process group of its own: what the server starts (extension host, terminals, debuggees) can be ended with it.
    { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = once(child, 'close');
  ended.catch(() => {});
  // Where this process is ended before it could stop the server, by Ctrl+C for one, the server goes with it.
  const abandon = () => {
    if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
    removeProfile(50);
  };
  process.once('exit', abandon);
  const stop = async () => {
    await endGroup(child, ended);
    process.off('exit', abandon);
    log.end();
    removeProfile(200);
  };
  try {
    const port = await readPort(child, log);
    const authority = `127.0.0.1:${port}`;
    const crash = () => killEditor(/** @type {number} */ (child.pid));
    return { address: `http://${authority}`, authority, logFile, userData, ended, stop, crash };
  } catch (error) {
    await stop();
    throw new Error(
      `VS Code did not start: ${String(error)}\n${readFileSync(logFile, 'utf8').slice(-2_000)}`,
      {
        cause: error,
      },
    );
  }
}

/**
 * @param {import('./hostPackages.mjs').VsCodeHost} host
 * @param {ExtensionSource} extension
 * @param {string} extensions
 * @param {readonly string[]} folders
 * @param {NodeJS.ProcessEnv} env
 */
async function addExtension(host, extension, extensions, folders, env) {
  if (extension.kind === 'folder') {
    const { publisher, name, version } = JSON.parse(
      readFileSync(join(extension.path, 'package.json'), 'utf8'),
    );
    linkExtension(extension.path, extensions, `${publisher}.${name}`, version);
    return;
  }
  const args = [host.serverScript, ...folders, '--install-extension', extension.path];
  const result = await runProgram(host.node, args, { env, timeoutMs: START_TIMEOUT_MS });
  if (result.code !== 0) throw new Error(`${extension.path} could not be installed:\n${result.output}`);
}

/**
 * Links a folder into the extensions of a profile. One that is used again may have the link already, or that of another
 * version or place; its list of extensions would still name that one, so VS Code makes the list again from the folder.
 * @param {string} path of the extension
 * @param {string} extensions
 * @param {string} id
 * @param {string} version
 */
function linkExtension(path, extensions, id, version) {
  const link = join(extensions, `${id}-${version}`);
  if (existsSync(link) && realpathSync(link) === realpathSync(path)) return;
  for (const entry of readdirSync(extensions)) {
    if (entry.startsWith(`${id}-`)) rmSync(join(extensions, entry), { recursive: true, force: true });
  }
  rmSync(join(extensions, 'extensions.json'), { force: true });
  symlinkSync(path, link, 'junction');
}

/**
 * @param {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, import('node:stream').Readable>} child
 * @param {import('node:fs').WriteStream} log
 * @returns {Promise<number>}
 */
function readPort(child, log) {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(
      () => reject(new Error(`not ready after ${START_TIMEOUT_MS} ms`)),
      START_TIMEOUT_MS,
    );
    child.stdout.on('data', (chunk) => {
      output = (output + chunk).slice(-4_096);
      const port = /Web UI available at http:\/\/[^:]+:(\d+)/.exec(output)?.[1];
      if (!port) return;
      clearTimeout(timer);
      resolve(Number(port));
    });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`it ended with ${code}`));
    });
  });
}

/** What the server is started with, and starts: extension hosts, terminals, watchers of files. */
const EDITOR_SCRIPT = /[\\/]out[\\/](?:server-main\.js|bootstrap-fork) /;

/**
 * @param {number} serverPid
 * @returns {readonly import('../processList.mjs').ProcessRow[]} what is left
 */
function killEditor(serverPid) {
  const tree = listProcessTree(serverPid);
  const isEditor = (/** @type {{ readonly command: string }} */ { command }) => EDITOR_SCRIPT.test(command);
  for (const { pid } of tree.filter(isEditor)) process.kill(pid, 'SIGKILL');
  return tree.filter((row) => !isEditor(row));
}

/**
 * Ends the server in order, then what is left of its process group.
 * @param {import('node:child_process').ChildProcess} child
 * @param {Promise<unknown>} ended
 */
async function endGroup(child, ended) {
  const { pid } = child;
  if (pid === undefined) return;
  child.kill('SIGTERM');
  await Promise.race([ended.catch(() => {}), delay(STOP_TIMEOUT_MS, undefined, { ref: false })]);
  if (process.platform === 'win32') {
    await runProgram('taskkill', ['/pid', String(pid), '/t', '/f']);
    return;
  }
  signalGroup(pid, 'SIGTERM');
  for (let waitedMs = 0; waitedMs < STOP_TIMEOUT_MS && signalGroup(pid, 0); waitedMs += 50) await delay(50);
  signalGroup(pid, 'SIGKILL');
}

/**
 * @param {number} leader
 * @param {NodeJS.Signals | 0} signal
 * @returns {boolean} whether the group still has a process
 */
function signalGroup(leader, signal) {
  try {
    process.kill(-leader, signal);
    return true;
  } catch {
    return false;
  }
}
