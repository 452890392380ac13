import * as l10n from '@vscode/l10n';
import { openGate } from './gate.ts';
import { MfaCancelledError } from './credentials.ts';
import { createKeySource } from './keySource.ts';

// Begins a bundle of its own, with the AWS SDK: it is loaded when the first connection is opened, and by each gateway.

export interface Gates {
  readonly openGate: typeof openGate;
  readonly MfaCancelledError: typeof MfaCancelledError;
  readonly createKeySource: typeof createKeySource;
}

/** @param texts by their English: the bundle has its own copy of what translates them; undefined: English */
export function createGates(texts: Record<string, string> | undefined): Gates {
  if (texts !== undefined) l10n.config({ contents: texts });
  return { openGate, MfaCancelledError, createKeySource };
}
