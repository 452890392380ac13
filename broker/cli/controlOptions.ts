import { readFileSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { type GivenOptions, OptionError } from '../commandLine/readOptions.ts';

/** How a command finds the control channel of a broker. */
export interface ControlOptions {
  readonly control: string;
  readonly token: string;
}

const DEFAULT_CONTROL = 'ws://127.0.0.1:9324/control';

export const CONTROL_OPTIONS = {
  control: { type: 'string' },
  'token-file': { type: 'string' },
} as const;

/** Their rows in the help. */
export function describeControlOptions(): readonly (readonly [option: string, does: string])[] {
  return [
    ['--control URL', l10n.t("the control channel, from the broker's ready line ({0})", DEFAULT_CONTROL)],
    ['--token-file FILE', l10n.t('the file that the broker wrote its token to; or set QUEUESIDE_TOKEN')],
  ];
}

/**
 * @param token of the environment, if it has one
 * @throws OptionError
 */
export function readControlOptions(texts: GivenOptions['texts'], token: string | undefined): ControlOptions {
  return {
    control: readControl(texts['control'] ?? DEFAULT_CONTROL),
    token: readToken(texts['token-file'], token),
  };
}

function readControl(text: string): string {
  if (URL.canParse(text) && /^wss?:$/.test(new URL(text).protocol)) return text;
  throw new OptionError(l10n.t('--control must be a ws:// address, not {0}', text));
}

function readToken(file: string | undefined, token: string | undefined): string {
  if (file === undefined) {
    if (token !== undefined && token !== '') return token;
    throw new OptionError(l10n.t('the broker requires a token: use --token-file or set QUEUESIDE_TOKEN'));
  }
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new OptionError(`--token-file: ${(error as Error).message}`);
  }
}
