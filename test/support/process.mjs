import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** A stage beside this one may install something too. */
const WAIT_FOR_OTHERS = ['-o', 'DPkg::Lock::Timeout=300'];

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {(chunk: string) => void} [onOutput] sees what the program prints while it runs; the result has it in any case
 * @property {number} [timeoutMs] the program is killed when it runs longer
 */

/**
 * @typedef {object} RunResult
 * @property {number | undefined} code undefined when the program did not start or was killed
 * @property {string} output standard output and standard error, interleaved
 */

/**
 * Runs a program to its end. Never rejects: a program that cannot start is a result without a code.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 */
export function runProgram(command, args, options = {}) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
      shell: process.platform === 'win32' && command.endsWith('.cmd'),
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
        options.onOutput?.(String(chunk));
      });
    }
    // Where this process is ended in the meantime, by Ctrl+C for one, the program ends too.
    const abandon = () => child.kill();
    process.once('exit', abandon);
    /** @param {RunResult} result */
    const end = (result) => {
      process.off('exit', abandon);
      resolve(result);
    };
    child.on('error', (error) => end({ code: undefined, output: `${output}${error.message}\n` }));
    child.on('close', (code) => end({ code: code ?? undefined, output }));
  });
}

/**
 * An environment without what the programs around this one put there for themselves: npm's description of the running
 * script (a nested npm would act on the wrong folder) and the marks of an editor whose terminal this may be.
 * @param {NodeJS.ProcessEnv} environment
 * @returns {NodeJS.ProcessEnv}
 */
export function cleanEnvironment(environment) {
  const foreign =
    /^(npm_(package|lifecycle|command|execpath|config_local_prefix)|INIT_CWD$|VSCODE_|ELECTRON_RUN)/;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !foreign.test(name)));
}

/**
 * @param {readonly string[]} names program names, the preferred one first
 * @returns {string | undefined} the absolute path of the first one that is on the PATH
 */
export function findOnPath(...names) {
  const extensions = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  for (const name of names) {
    for (const folder of folders) {
      for (const extension of extensions) {
        const path = join(folder, name + extension);
        if (existsSync(path)) return path;
      }
    }
  }
  return undefined;
}

/** PATH with the folder of this Node first, so that a program that starts `node` gets the same one. */
export function pathWithNode() {
  return [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
}

/** True where the system's packages may be installed: Debian and its family, as root. */
export function canInstallSystemPackages() {
  return process.getuid?.() === 0 && findOnPath('apt-get') !== undefined;
}

/**
 * Installs Debian packages.
 * @param {readonly string[]} names
 * @returns {Promise<boolean>} whether they are installed now
 */
export async function installSystemPackages(...names) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  console.log(`Installing ${names.join(', ')} with apt-get…`);
  // A list that is partly unreachable still serves what is reachable, so only the install decides.
  await runProgram('apt-get', ['update', '-qq'], { env, timeoutMs: 180_000 });
  const result = await runProgram(
    'apt-get',
    ['install', ...WAIT_FOR_OTHERS, '-y', '-qq', '--no-install-recommends', ...names],
    {
      env,
      timeoutMs: 600_000,
    },
  );
  return result.code === 0;
}
