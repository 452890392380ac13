import type { Disposable, EnvironmentVariableCollection, Event } from 'vscode';
import { alarmsChanged } from '../../broker/protocol/alarms.ts';
import { functionsChanged } from '../../broker/protocol/functions.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import type { UsedServices, Variables } from '../../broker/programs/endpointVariables.ts';
import { EMPTIABLE } from '../../broker/programs/spoilingVariables.ts';

/** What the environment of all terminals of this window is set through. */
export type VariableCollection = Pick<
  EnvironmentVariableCollection,
  'persistent' | 'description' | 'replace' | 'clear'
>;

export interface TerminalEnvironmentOptions {
  readonly session: Pick<BrokerClient, 'onNotification'>;
  /** Whether what the terminals are led to serves. Nothing is started for them. */
  readonly isServing: () => boolean;
  /** Fire when {@link isServing} may have changed. */
  readonly changes: readonly Event<unknown>[];
  readonly collection: VariableCollection;
  readonly isEnabled: () => boolean;
  readonly listVariables: () => Promise<Variables>;
  /** The environment that the terminals' shells most likely start with. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
  readonly describe: () => string;
  readonly log: { warn(message: string): void };
}

/**
 * Has programs in all terminals find the broker, or a gateway, while it runs, if the user wants that. VS Code offers to start terminals
 * again whose variables have changed.
 */
export class TerminalEnvironment implements Disposable {
  readonly #options: TerminalEnvironmentOptions;
  readonly #listeners: readonly Disposable[];
  /** To which services the terminals lead. */
  #used: UsedServices = { hasAlarms: false, hasFunctions: false };
  /** Raised with every update: what an older one has listed comes too late. */
  #turn = 0;

  constructor(options: TerminalEnvironmentOptions) {
    this.#options = options;
    options.collection.persistent = false;
    this.#listeners = [
      ...options.changes.map((onDidChange) => onDidChange(() => void this.update())),
      options.session.onNotification(alarmsChanged, ({ alarms }) =>
        this.#noticeUse('hasAlarms', alarms.length > 0),
      ),
      options.session.onNotification(functionsChanged, ({ functions }) =>
        this.#noticeUse('hasFunctions', functions.length > 0),
      ),
    ];
    void this.update();
  }

  /** After a change of the broker or of the setting. */
  async update(): Promise<void> {
    const { collection, isEnabled, isServing, listVariables, describe, log } = this.#options;
    this.#turn += 1;
    const turn = this.#turn;
    if (!isEnabled() || !isServing()) {
      collection.clear();
      return;
    }
    try {
      const variables = await listVariables();
      if (turn !== this.#turn) return;
      collection.clear();
      collection.description = describe();
      this.#used = {
        hasAlarms: 'AWS_ENDPOINT_URL_CLOUDWATCH' in variables,
        hasFunctions: 'AWS_ENDPOINT_URL_LAMBDA' in variables,
      };
      for (const [name, value] of Object.entries(variables)) this.#set(name, value);
    } catch (error) {
      log.warn(`The terminals do not get the variables of the broker: ${String(error)}`);
    }
  }

  #noticeUse(what: keyof UsedServices, isUsed: boolean): void {
    if (this.#used[what] === isUsed) return;
    this.#used = { ...this.#used, [what]: isUsed };
    void this.update();
  }

  /** VS Code cannot remove a variable from all terminals: what can be empty is emptied. */
  #set(name: string, value: string | null): void {
    const { collection, inherited } = this.#options;
    if (value !== null) collection.replace(name, value);
    else if (inherited[name] !== undefined && EMPTIABLE.includes(name)) collection.replace(name, '');
  }

  dispose(): void {
    disposeAll(this.#listeners);
    this.#options.collection.clear();
  }
}
