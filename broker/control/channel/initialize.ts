import * as l10n from '@vscode/l10n';
import { ResponseError } from 'vscode-jsonrpc/node';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import { BROKER_VERSION } from '../../protocol/brokerVersion.ts';
import type { Session } from './session.ts';

/** The part of LSP's InitializeParams that is looked at. */
interface InitializeParams {
  readonly capabilities?: { readonly experimental?: { readonly queuesideProtocol?: unknown } };
}

/** LSP's InitializeResult, as far as the broker uses it. */
export interface InitializeResult {
  readonly capabilities: { readonly experimental: { readonly queuesideProtocol: number } };
  readonly serverInfo: { readonly name: string; readonly version: string };
}

/** LSP's code for a request that is well formed and cannot be met. */
const REQUEST_FAILED = -32803;

/**
 * Opens a session. A client of another protocol version is refused: it would misread the answers. One that sends no
 * version is accepted, and gets the broker's version in the result.
 */
export function initialize(session: Session, params: unknown): InitializeResult {
  const client = (params as InitializeParams | undefined)?.capabilities?.experimental?.queuesideProtocol;
  if (client !== undefined && client !== PROTOCOL_VERSION) {
    throw new ResponseError(
      REQUEST_FAILED,
      l10n.t(
        'This broker ({0}) speaks control protocol {1}, the client {2}.',
        BROKER_VERSION,
        PROTOCOL_VERSION,
        JSON.stringify(client),
      ),
      { retry: false, queuesideProtocol: PROTOCOL_VERSION },
    );
  }
  session.isOpen = true;
  return {
    capabilities: { experimental: { queuesideProtocol: PROTOCOL_VERSION } },
    serverInfo: { name: 'Queueside broker', version: BROKER_VERSION },
  };
}
