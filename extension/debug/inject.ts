import { randomBytes } from 'node:crypto';
import {
  type CancellationToken,
  type DebugConfiguration,
  type DebugConfigurationProvider,
  l10n,
  ProgressLocation,
  type WorkspaceFolder,
  window,
  workspace,
} from 'vscode';
import type { BrokerInfo } from '../../broker/protocol/broker.ts';
import { readRegularFile } from '../broker/regularFile.ts';
import type { BrokerSession } from '../broker/session.ts';
import type { SettingsReader } from '../services.ts';
import type { ConsumerRegistry } from './consumerRegistry.ts';
import { findEndpoint } from '../commands/shellExports.ts';
import { listFileVariables } from './environment.ts';
import { prepareTrust } from '../security/trust.ts';
import { createAccessKeyId, inject, wantsInjection } from './injection.ts';

export interface InjectorOptions {
  readonly session: BrokerSession;
  readonly settings: SettingsReader;
  readonly consumers: ConsumerRegistry;
  /** Of this workspace, for what a launch needs on the disk; absolute. */
  readonly folder: string;
  /** Resolves when the queues of the workspace's definitions are there: the program may count on them. */
  readonly prepare: () => Promise<void>;
  readonly log: { info(message: string): void; warn(message: string): void };
  readonly showWarning: (message: string) => void;
}

/** A start that takes longer than this is shown, with a way out. */
const SHOW_PROGRESS_AFTER_MS = 800;

/**
 * Points launched programs to the broker. Asked after the variables of the configuration have been filled in, so that
 * `envFile` is a path; VS Code asks several times for one launch.
 */
export class LaunchInjector implements DebugConfigurationProvider {
  readonly #options: InjectorOptions;

  constructor(options: InjectorOptions) {
    this.#options = options;
  }

  async resolveDebugConfigurationWithSubstitutedVariables(
    _folder: WorkspaceFolder | undefined,
    configuration: DebugConfiguration,
    cancellation?: CancellationToken,
  ): Promise<DebugConfiguration> {
    if (!workspace.isTrusted || !this.#options.settings.read('debug.inject')) return configuration;
    const fileVariables = await readFileVariables(configuration.envFile);
    if (!wantsInjection(configuration, fileVariables)) return configuration;
    const info = await this.#getBroker(cancellation);
    if (!info) return configuration;
    const accessKeyId =
      this.#options.settings.read('debug.credentials') === 'session'
        ? createAccessKeyId(randomBytes(17))
        : undefined;
    // Where signatures are checked, the broker has to know the secret of this launch.
    const secretAccessKey = info.auth === 'off' ? undefined : randomBytes(30).toString('base64url');
    if (accessKeyId !== undefined) await this.#announce(accessKeyId, configuration.name, secretAccessKey);
    const endpoint = findEndpoint(info);
    // What the program inherits is what this process has, or a terminal of it.
    const inherited = process.env;
    const trust = await prepareTrust(info, { inherited, folder: this.#options.folder });
    this.#options.log.info(`“${configuration.name}” finds SQS at ${endpoint}.`);
    const injection = {
      endpoint,
      region: info.region,
      trust,
      ...(secretAccessKey === undefined ? undefined : { secretAccessKey }),
    };
    return inject(
      configuration,
      accessKeyId === undefined ? injection : { ...injection, accessKeyId },
      fileVariables,
      Object.keys(inherited),
    );
  }

  /** @returns undefined when the program is to start without the broker. */
  async #getBroker(cancellation: CancellationToken | undefined): Promise<BrokerInfo | undefined> {
    const { session, settings, prepare, showWarning } = this.#options;
    const { kind } = session.state;
    const mayStart = settings.read('autoStart') === 'onDebug';
    if (!mayStart && (kind === 'stopped' || kind === 'failed')) return undefined;
    const startPrepared = async () => {
      const info = await session.start();
      await prepare();
      return info;
    };
    try {
      return await this.#waitVisibly(startPrepared(), cancellation);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      showWarning(l10n.t('The program starts without the local SQS: {0}', reason));
      return undefined;
    }
  }

  /** @returns undefined when the user does not want to wait. */
  #waitVisibly(
    starting: Promise<BrokerInfo>,
    cancellation: CancellationToken | undefined,
  ): Promise<BrokerInfo | undefined> {
    return new Promise((resolve, reject) => {
      const giveUp = () => resolve(undefined);
      const listener = cancellation?.onCancellationRequested(giveUp);
      const timer = setTimeout(() => {
        void window.withProgress(
          {
            location: ProgressLocation.Notification,
            title: l10n.t('Waiting for the local SQS…'),
            cancellable: true,
          },
          (_progress, token) => {
            token.onCancellationRequested(giveUp);
            return starting.then(
              () => undefined,
              () => undefined,
            );
          },
        );
      }, SHOW_PROGRESS_AFTER_MS);
      starting.then(resolve, reject).finally(() => {
        clearTimeout(timer);
        listener?.dispose();
      });
    });
  }

  /** A launch without a name in the trace is better than no launch. */
  async #announce(accessKeyId: string, name: string, secretAccessKey: string | undefined): Promise<void> {
    const { consumers, settings, log, showWarning } = this.#options;
    try {
      await consumers.add(accessKeyId, name, secretAccessKey, settings.read('debug.user'));
    } catch (error) {
      log.warn(`The broker did not take the name of “${name}”: ${String(error)}`);
      if (secretAccessKey === undefined) return;
      const reason = error instanceof Error ? error.message : String(error);
      showWarning(l10n.t('Calls of “{0}” will be refused: {1}', name, reason));
    }
  }
}

async function readFileVariables(envFile: unknown): Promise<string[]> {
  const paths = (Array.isArray(envFile) ? envFile : [envFile]).filter((path) => typeof path === 'string');
  // A file that does not exist is the debug adapter's to complain about; a pipe is read once, by who starts the program.
  const texts = await Promise.all(paths.map((path) => readRegularFile(path).catch(() => '')));
  return texts.flatMap(listFileVariables);
}
