import type { Event } from 'vscode';
import type { GatewayInfo } from '../../../broker/protocol/gateway.ts';
import type { ServerClient } from '../../broker/serverClient.ts';
import type { Connection } from '../../connections/connection.ts';

/** The gateway of a connection as this window uses it, for what its user sees of it and is asked about. */
export interface GatewayUse {
  readonly connection: Connection;
  readonly client: ServerClient<GatewayInfo>;
  /** The launches and terminals of this window that call it. */
  readonly consumers: {
    /** With an open debug session. */
    readonly programs: readonly { readonly name: string }[];
    readonly onDidChange: Event<void>;
    /** @param key access key id */
    hasLaunch(key: string): boolean;
  };
  /** Of the keys that all terminals of this window have; undefined: none was led here. */
  readonly terminalKeyId: string | undefined;
  readonly holds: {
    /** Programs whose messages are held. */
    readonly count: number;
    /** @param program access key id of its launch */
    isPaused(program: string): boolean;
    readonly onDidChange: Event<void>;
  };
  /** Fires when something in this window begins or ends to use it. */
  readonly onDidChangeUse: Event<void>;
}
