import { cleanEnvironment, runProgram } from './process.mjs';
import { findProjectRoot } from './project.mjs';

/**
 * Runs npm in a folder, with the npm that started this program where there is one.
 * @param {readonly string[]} args
 * @param {import('./process.mjs').RunOptions & { cwd: string }} options
 */
export function runNpm(args, options) {
  const env = cleanEnvironment(options.env ?? process.env);
  const npmScript = process.env['npm_execpath'];
  if (npmScript?.endsWith('.js'))
    return runProgram(process.execPath, [npmScript, ...args], { ...options, env });
  return runProgram(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { ...options, env });
}

/** What the codes of npm mean to the person who waits for it, and what to do. @type {readonly (readonly [RegExp, string])[]} */
const EXPLANATIONS = [
  [
    /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|EPROTO|FETCH_ERROR)$/,
    'npm cannot reach its registry. Check the network and `npm config get registry` (behind a proxy, `npm config get proxy` too)',
  ],
  [/^(E5\d\d|E429)$/, 'The npm registry is in trouble or refuses so many requests. Wait a little'],
  [
    /^(E401|E403|ENEEDAUTH)$/,
    'The npm registry refuses access. Check `npm config get registry` and your login to it',
  ],
  [
    /^(E404|ETARGET)$/,
    'The npm registry does not have a package. Check that `npm config get registry` names a complete mirror',
  ],
  [
    /CERT|^SELF_SIGNED|^UNABLE_TO_/,
    'The certificate of the npm registry is not trusted. Check `npm config get cafile`',
  ],
  [/^(ENOSPC|EDQUOT)$/, 'The disk is full. Free about 2 GB'],
  [
    /^(EACCES|EPERM|EROFS)$/,
    'A file may not be written. Check who owns this folder and the folder `npm config get cache`',
  ],
  [/^EINTEGRITY$/, 'A download is damaged. Run `npm cache verify`'],
  [/^EUSAGE$/, 'package.json and package-lock.json do not agree. Run `npm install`'],
];

const REGISTRY_TIMEOUT_MS = 60_000;
/** As much of npm's own words as a person reads. */
const QUOTED_LINES = 6;

/**
 * What to say when npm failed.
 * @param {string} output what npm printed
 * @returns {string} a sentence with what to do, then npm's own first lines
 */
export function explainNpmFailure(output) {
  const lines = output.split('\n').filter((line) => /^npm (error|ERR!) \S/.test(line));
  const code = /^npm (?:error|ERR!) code (\S+)/m.exec(output)?.[1];
  const advice = code === undefined ? undefined : EXPLANATIONS.find(([codes]) => codes.test(code))?.[1];
  const quoted = lines.filter((line) => !/^npm \S+ +at /.test(line)).slice(0, QUOTED_LINES);
  const said = quoted.length > 0 ? quoted : output.trim().split('\n').slice(-QUOTED_LINES);
  return `${advice ?? 'npm failed'}, then run the same command again.\n${said.map((line) => `    ${line}`).join('\n')}`;
}

/**
 * Asks the registry for one small answer.
 * @returns {Promise<string | undefined>} what is wrong, when it does not answer
 */
export async function findRegistryFault() {
  const result = await runNpm(['view', 'ws', 'version', '--prefer-online', '--fetch-retries=0'], {
    cwd: findProjectRoot(),
    timeoutMs: REGISTRY_TIMEOUT_MS,
  });
  return result.code === 0 ? undefined : explainNpmFailure(result.output);
}

/**
 * Follows what npm prints with `--loglevel=http` for attempts that failed: it tries again for more than a minute, and would
 * be silent meanwhile.
 */
export class NpmTrouble {
  #code = '';

  /** @param {string} chunk */
  read(chunk) {
    for (const [, code] of chunk.matchAll(/ attempt \d+ failed with (\w+)/g)) this.#code = code ?? '';
    // An answer ends the trouble.
    if (/ fetch \w+ 2\d\d /.test(chunk)) this.#code = '';
  }

  /** @param {string} progress @returns {string} the progress, with the trouble where there is one */
  describe(progress) {
    if (this.#code === '') return progress;
    return `${progress}; the npm registry does not answer (${this.#code}), npm tries again`;
  }
}
