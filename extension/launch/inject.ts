import { randomBytes } from 'node:crypto';
import {
  type CancellationToken,
  type DebugConfiguration,
  type DebugConfigurationProvider,
  l10n,
  type WorkspaceFolder,
  workspace,
} from 'vscode';
import { createAccessKeyId } from '../../broker/protocol/accessKeyId.ts';
import type { BrokerInfo } from '../../broker/protocol/broker.ts';
import { decodeText } from '../../broker/protocol/decodeText.ts';
import { findUsedServices } from './findUsedServices.ts';
import { findEndpoint } from '../../broker/programs/endpointVariables.ts';
import { listProxyBypass } from '../../broker/programs/proxyBypass.ts';
import { openRegularFile } from '../broker/regularFile.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { LOCAL_CONNECTION } from '../connections/queueRef.ts';
import type { SettingsReader } from '../settings/allSettings.ts';
import { prepareTrust } from '../security/trust.ts';
import type { ConsumerRegistry } from './consumerRegistry.ts';
import { chooseConnection, type OpenGatewayAccess } from './gatewayAccess.ts';
import { readEnvironment, readFileVariables } from './environment.ts';
import { findAccessKeyId, hasCredentials, inject, type Injection, wantsInjection } from './injection.ts';
import { waitVisibly } from './waitVisibly.ts';

export interface InjectorOptions {
  readonly session: BrokerClient;
  readonly settings: SettingsReader;
  readonly consumers: ConsumerRegistry;
  /** Of this workspace, for what a launch needs on the disk; absolute. */
  readonly folder: string;
  /** Resolves when the queues of the workspace's definitions exist: the program may rely on them. */
  readonly prepare: () => Promise<void>;
  readonly openGateway: OpenGatewayAccess;
  /** A program was led to a connection, by its id: what is shown may follow it. */
  readonly onLed: (connectionId: string) => void;
  readonly log: { info(message: string): void; warn(message: string): void };
  readonly showWarning: (message: string) => void;
  readonly showError: (message: string) => void;
}

/** Of one launch that are looked into. */
const MAXIMUM_FILES = 100;

/**
 * Points launched programs to the broker, or to the gateway of a connection. Asked after the variables of the configuration have been filled in, so that
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
  ): Promise<DebugConfiguration | undefined> {
    if (!workspace.isTrusted || !this.#options.settings.read('debug.inject')) return configuration;
    const fileVariables = await this.#readFiles(configuration);
    const fileNames = Object.keys(fileVariables);
    if (!wantsInjection(configuration, fileNames)) return configuration;
    // A process of a pool has keys of its own, which are those of the local broker.
    const isNamed = findAccessKeyId(configuration) !== undefined;
    const setting = this.#options.settings.read('debug.connection');
    const connection = isNamed ? undefined : chooseConnection(configuration, fileVariables, setting);
    if (connection !== undefined)
      return this.#leadToGateway(configuration, connection, fileVariables, cancellation);
    const info = await this.#getBroker(cancellation);
    if (!info) return configuration;
    const accessKeyId =
      this.#options.settings.read('debug.credentials') === 'session' && !isNamed
        ? createAccessKeyId(randomBytes(17))
        : undefined;
    // Where signatures are checked, the broker has to know the secret of this launch.
    const secretAccessKey = info.auth === 'off' ? undefined : randomBytes(30).toString('base64url');
    if (accessKeyId !== undefined) await this.#announce(accessKeyId, configuration.name, secretAccessKey);
    this.#options.onLed(LOCAL_CONNECTION);
    return this.#inject(configuration, info, fileVariables, {
      used: await findUsedServices(this.#options.session, (message) => this.#options.log.warn(message)),
      ...(secretAccessKey === undefined ? undefined : { secretAccessKey }),
      ...(accessKeyId === undefined ? undefined : { accessKeyId }),
    });
  }

  /** @returns undefined: the launch is cancelled, so that the program does not call the endpoint past the gateway */
  async #leadToGateway(
    configuration: DebugConfiguration,
    connection: string,
    fileVariables: Readonly<Record<string, string>>,
    cancellation: CancellationToken | undefined,
  ): Promise<DebugConfiguration | undefined> {
    const { settings, openGateway, showWarning, showError } = this.#options;
    const { name } = configuration;
    const title = l10n.t('Waiting for the gateway of “{0}”…', connection);
    try {
      const access = await waitVisibly(openGateway(connection, name), title, cancellation);
      if (access === undefined) return undefined;
      this.#options.onLed(access.connectionId);
      const taken = new Set([...Object.keys(readEnvironment(configuration)), ...Object.keys(fileVariables)]);
      if (settings.read('debug.credentials') === 'keep' || hasCredentials(taken)) {
        showWarning(
          l10n.t(
            '“{0}” keeps its own AWS credentials, so the gateway of “{1}” will reject its calls. Let the launch use a new key pair: remove credentials from its configuration, and set queueside.debug.credentials to “session”.',
            name,
            connection,
          ),
        );
        return await this.#inject(configuration, access.info, fileVariables, {});
      }
      return await this.#inject(configuration, access.info, fileVariables, access.keys);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      showError(l10n.t('“{0}” was not started: {1}', name, reason));
      return undefined;
    }
  }

  async #inject(
    configuration: DebugConfiguration,
    info: Pick<BrokerInfo, 'endpoint' | 'secureEndpoint' | 'authorityPath' | 'bundlePath' | 'region'>,
    fileVariables: Readonly<Record<string, string>>,
    more: Pick<Injection, 'used' | 'accessKeyId' | 'secretAccessKey'>,
  ): Promise<DebugConfiguration> {
    const endpoint = findEndpoint(info);
    // The program inherits the environment of this process, or of one of its terminals.
    const inherited = process.env;
    const trust = await prepareTrust(info, { inherited, folder: this.#options.folder });
    this.#options.log.info(`“${configuration.name}” finds SQS at ${endpoint}.`);
    const injection = {
      endpoint,
      region: info.region,
      trust,
      proxyBypass: listProxyBypass([readEnvironment(configuration), fileVariables, inherited]),
      ...more,
    };
    return inject(configuration, injection, Object.keys(fileVariables), Object.keys(inherited));
  }

  /** What the files of `envFile` set; of two files, the last one wins. The adapter reports a missing file. */
  async #readFiles({ name, envFile }: DebugConfiguration): Promise<Record<string, string>> {
    const all: unknown[] = Array.isArray(envFile) ? envFile : [envFile];
    const paths = all.filter((path) => typeof path === 'string').slice(0, MAXIMUM_FILES);
    const variables = await Promise.all(
      paths.map(async (path) => {
        const bytes = await readStart(path, MAXIMUM_FILE_BYTES).catch(() => undefined);
        const decoded = bytes && decodeText(bytes, new TextDecoder());
        if (decoded?.ok === false) {
          this.#options.showWarning(l10n.t('“{0}”: the envFile {1} {2}.', name, path, decoded.message));
        }
        return decoded?.ok === true ? [...readFileVariables(decoded.text)] : [];
      }),
    );
    return Object.fromEntries(variables.flat());
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
      return await waitVisibly(startPrepared(), l10n.t('Waiting for the Queueside broker…'), cancellation);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      showWarning(l10n.t('Starting without Queueside: {0}', reason));
      return undefined;
    }
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
      showWarning(l10n.t('Calls from “{0}” will be rejected: {1}', name, reason));
    }
  }
}

/** A file of variables that is longer holds something else. */
const MAXIMUM_FILE_BYTES = 1_048_576;

async function readStart(path: string, maximumBytes: number): Promise<Uint8Array> {
  const file = await openRegularFile(path);
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(maximumBytes), position: 0 });
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
