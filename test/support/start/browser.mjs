import { spawn } from 'node:child_process';
import { findOnPath } from '../process.mjs';
import { hasDisplay } from '../vscode/desktop.mjs';

/**
 * The command that opens an address in the user's browser.
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 * @param {{ display: boolean, find: (name: string) => string | undefined }} machine
 * @returns {readonly string[] | undefined} none in CI, and where there is neither a display nor a browser
 */
export function chooseBrowserCommand(env, platform, { display, find }) {
  if (env['CI'] && env['CI'] !== 'false') return undefined;
  // A remote terminal of VS Code, as in a dev container, names a program that opens the browser of the user's own machine.
  if (env['BROWSER'] && !/[\s%:]/.test(env['BROWSER'])) return [env['BROWSER']];
  if (platform === 'win32') return ['cmd.exe', '/d', '/c', 'start', '""'];
  if (platform === 'darwin') return ['open'];
  const command = display ? find('xdg-open') : undefined;
  return command === undefined ? undefined : [command];
}

/**
 * Opens an address in the user's browser, where there is one. That it fails is no reason to end anything.
 * @param {string} address
 * @returns {Promise<boolean>} whether the browser's command was started
 */
export function openInBrowser(address) {
  const command = chooseBrowserCommand(process.env, process.platform, {
    display: hasDisplay(),
    find: (name) => findOnPath(name),
  });
  if (command === undefined) return Promise.resolve(false);
  const [program = '', ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, [...args, address], {
      stdio: 'ignore',
      detached: true,
      windowsVerbatimArguments: true,
    });
    child.once('error', () => resolve(false));
    child.once('spawn', () => resolve(true));
    child.unref();
  });
}
