import type { ExtensionContext } from 'vscode';
import type { Programs } from '../../broker/programs/programs.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { BrokerClock } from '../clock/brokerClock.ts';
import type { BreakpointHolds } from '../debug/hold.ts';
import type { ConsumerRegistry } from '../launch/consumerRegistry.ts';
import type { SettingsReader } from '../settings/allSettings.ts';

/** What the programs that consume queues need of the window. */
export interface WindowPorts {
  readonly context: Pick<ExtensionContext, 'asAbsolutePath' | 'subscriptions' | 'workspaceState'>;
  readonly session: BrokerClient;
  readonly settings: SettingsReader;
  readonly holds: Pick<BreakpointHolds, 'onDidChange' | 'isPaused' | 'isHeld'>;
  readonly consumers: Pick<ConsumerRegistry, 'add'>;
  /** Of this workspace, for what a start needs on the disk. */
  readonly paths: { readonly folder: string };
  readonly clock: Pick<BrokerClock, 'now'>;
  readonly definitions: {
    /** Resolves when those of the workspace have been applied: its pools, functions and queues exist. */
    settle(): Promise<void>;
  };
  readonly log: { info(message: string): void; warn(message: string): void };
}

/** What those who start programs need. */
export interface DeskPorts extends WindowPorts {
  /** Loads what starts programs: the same for all programs of the window. */
  readonly loadPrograms: () => Programs;
}
