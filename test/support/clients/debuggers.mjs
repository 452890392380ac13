import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { ensureGoTool } from '../goTool.mjs';
import { withLock } from '../lock.mjs';
import { canInstallSystemPackages, findOnPath, installSystemPackages, runProgram } from '../process.mjs';
import { showProgress } from '../progress.mjs';
import { ensureClient, findToolsCache } from './build.mjs';
import { ensureFunctions } from './functions.mjs';
import { ensureSamples } from './samples.mjs';
import { CLIENTS } from './table.mjs';
import { BUILDERS, findPython } from './tools.mjs';

const DEBUGPY = 'debugpy==1.8.22';
const DELVE = { name: 'dlv', module: 'github.com/go-delve/delve/cmd/dlv', version: 'v1.27.2' };
/** The names of LLVM's adapter, as its packages have it, and the package that brings one. */
const LLDB_NAMES = ['lldb-vscode-14', 'lldb-dap', 'lldb-vscode'];
const LLDB_PACKAGE = 'lldb-14';

/**
 * What the tests of other languages in the editor need: the debug adapters, and programs to debug.
 * @typedef {object} Debuggers
 * @property {string} python a Python with debugpy
 * @property {string} dlv
 * @property {Record<string, string>} buildsGo variables by which a program builds in Go, with what was built before: the editor has
 *   a home of its own, and the PATH of a login
 * @property {string} lldb
 * @property {string} rustClient the folder of the client in Rust
 * @property {Record<string, import('./samples.mjs').BuiltSample>} samples by language
 * @property {Record<string, { folder: string }>} functions where they were built, by language
 */

/**
 * Fetches and builds all that, or finds it in the cache.
 * @returns {Promise<Debuggers | { missing: string }>} `missing` is one line: what lacks, and how to get it
 */
export async function ensureDebuggers() {
  const rust = CLIENTS.find(({ sources }) => sources === 'rust');
  if (rust === undefined || findOnPath('jdb') === undefined)
    return { missing: 'the tests of debuggers need jdb: install a JDK, then run again' };
  const [debugpy, dlv, lldb, rustClient] = [
    await ensureDebugpy(),
    await ensureGoTool(DELVE),
    await ensureLldb(),
    await ensureClient(rust),
  ];
  if ('missing' in debugpy) return debugpy;
  if ('missing' in dlv) return dlv;
  if ('missing' in lldb) return lldb;
  if ('missing' in rustClient) return rustClient;
  /** @type {Debuggers['samples']} */
  const samples = {};
  for (const [language, sample] of Object.entries(await ensureSamples())) {
    if ('missing' in sample) return sample;
    samples[language] = sample;
  }
  /** @type {Debuggers['functions']} */
  const functions = {};
  for (const [language, built] of Object.entries(await ensureFunctions())) {
    if ('missing' in built) return built;
    functions[language] = built;
  }
  return {
    python: debugpy.program,
    dlv: dlv.program,
    buildsGo: await listGoVariables(),
    lldb: lldb.program,
    rustClient: rustClient.folder,
    samples,
    functions,
  };
}

/** @returns {Promise<Record<string, string>>} */
async function listGoVariables() {
  const go = findOnPath('go') ?? '';
  const names = ['GOCACHE', 'GOMODCACHE'];
  const { output } = await runProgram(go, ['env', ...names]);
  const values = output.trim().split(/\r?\n/);
  return {
    ...Object.fromEntries(names.map((name, index) => [name, values[index] ?? ''])),
    PATH: [dirname(go), process.env['PATH'] ?? ''].join(delimiter),
  };
}

/** @returns {Promise<{ program: string } | { missing: string }>} */
async function ensureDebugpy() {
  const { programs, remedy, build } = BUILDERS.python;
  const python = findOnPath(...(programs[0] ?? []));
  if (python === undefined) return { missing: `debugpy needs python3: ${remedy}, then run again` };
  const folder = join(findToolsCache(), DEBUGPY.replace('==', '-'));
  const program = findPython(folder);
  const module = join(folder, '.complete');
  return withLock(`${folder}.lock`, async () => {
    if (existsSync(module)) return { program };
    mkdirSync(folder, { recursive: true });
    const { code, output } = await showProgress(
      'Installing debugpy',
      () => '',
      () => build(folder, [python], [DEBUGPY]),
    );
    if (code !== 0)
      return { missing: `debugpy could not be installed (${output.trim().split('\n').at(-1)}): see to it` };
    mkdirSync(module);
    return { program };
  });
}

/** @returns {Promise<{ program: string } | { missing: string }>} */
async function ensureLldb() {
  const found = () => findOnPath(...LLDB_NAMES);
  if (found() === undefined && canInstallSystemPackages()) await installSystemPackages(LLDB_PACKAGE);
  const program = found();
  return program === undefined
    ? { missing: `the tests of debuggers need ${LLDB_NAMES[0]}: install ${LLDB_PACKAGE}, then run again` }
    : { program };
}
