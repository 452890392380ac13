import * as l10n from '@vscode/l10n';
import {
  ConfigurationTarget,
  type Disposable,
  EventEmitter,
  type ExtensionContext,
  type LogOutputChannel,
  l10n as editorTexts,
  window,
  workspace,
} from 'vscode';
import { join } from 'node:path';
import type * as AwsBundle from '../../broker/connections/client/gates.ts';
import type { Keys } from '../../broker/connections/client/credentials.ts';
import type { Failure } from '../../broker/connections/client/failures.ts';
import type { ConnectionDefinition } from '../../broker/connections/definition.ts';
import { findPlace } from '../../broker/connections/place.ts';
import { readProfiles } from '../../broker/connections/profiles.ts';
import { readDefinitions } from '../../broker/connections/readDefinitions.ts';
import type { Connections } from '../connections/connections.ts';
import { loadBundle } from '../ground/loadBundle.ts';
import { showWarning } from '../ground/notices.ts';
import { systemSchedule } from '../ground/schedule.ts';
import { DIALOG_CONSENT } from './dialogConsent.ts';
import { ConnectionLevels } from './levels.ts';
import { RemoteConnection, type RemotePorts } from './remoteConnection.ts';
import { offerSignIn } from './signIn.ts';

export interface RemoteConnectionsPorts {
  readonly context: ExtensionContext;
  readonly connections: Connections;
  readonly log: LogOutputChannel;
}

const SETTING = 'connections';

/** Keeps the connections of the window as the setting `queueside.connections` has them. */
export class RemoteConnections implements Disposable {
  readonly levels: ConnectionLevels;
  readonly #ports: RemoteConnectionsPorts;
  readonly #added = new Map<string, { readonly connection: RemoteConnection; readonly entry: Disposable }>();
  #gates: AwsBundle.Gates | undefined;
  #saidProblems = '';

  constructor(ports: RemoteConnectionsPorts) {
    this.#ports = ports;
    this.levels = new ConnectionLevels(ports.context.globalState);
    this.update();
  }

  /** Reads the setting. A connection that is as it was stays connected. */
  update(): void {
    const { definitions, problems } = readDefinitions(readSetting());
    this.#sayProblems(problems);
    const wanted = new Map(definitions.map((definition) => [definition.id, definition]));
    for (const [id, { connection }] of this.#added) {
      const { queues: _before, ...before } = connection.definition;
      const { queues: _after, ...after } = wanted.get(id) ?? { queues: [] };
      // A queue that was added is listed already.
      if (JSON.stringify(before) !== JSON.stringify(after)) this.#drop(id);
    }
    for (const [id, definition] of wanted) if (!this.#added.has(id)) this.#add(definition);
  }

  /** Adds one to the settings. @param keys for the secret storage */
  async save(
    entry: Readonly<Record<string, unknown>>,
    id: string,
    keys: Keys | undefined,
  ): Promise<RemoteConnection> {
    if (keys !== undefined) await this.#ports.context.secrets.store(nameSecret(id), JSON.stringify(keys));
    await writeSetting([...readEntries(), entry]);
    this.update();
    const added = this.#added.get(id);
    if (added === undefined) throw new Error(l10n.t('The connection could not be added to the settings.'));
    return added.connection;
  }

  dispose(): void {
    for (const id of this.#added.keys()) this.#drop(id);
  }

  #add(definition: ConnectionDefinition): void {
    const connection = new RemoteConnection(definition, this.#createPorts());
    this.#added.set(definition.id, { connection, entry: this.#ports.connections.add(connection) });
  }

  #drop(id: string): void {
    const added = this.#added.get(id);
    this.#added.delete(id);
    added?.entry.dispose();
    added?.connection.dispose();
  }

  #createPorts(): RemotePorts {
    return {
      createEmitter: () => new EventEmitter(),
      schedule: systemSchedule,
      readNow: () => Date.now(),
      openGate: (definition) => this.#openGate(definition),
      readLevel: (definition) => this.levels.read(definition),
      offerHelp: (failure, connection) => void this.#offerHelp(failure, connection),
      saveQueue: ({ name }, url) =>
        changeEntry(name, (entry) => ({ ...entry, queues: [...new Set([...listQueues(entry), url])] })),
      remove: async (definition) => {
        await this.#ports.context.secrets.delete(nameSecret(definition.id));
        await this.levels.forget(definition);
        await writeSetting(readEntries().filter((entry) => nameOf(entry) !== definition.name));
        this.update();
      },
    };
  }

  async #openGate(definition: ConnectionDefinition): ReturnType<RemotePorts['openGate']> {
    if (!workspace.isTrusted)
      return l10n.t(
        'Connections do not work in Restricted Mode. Trust the folder to use “{0}”.',
        definition.name,
      );
    const profiles = definition.kind === 'endpoint' ? [] : await readProfiles();
    const place = findPlace(definition, profiles, process.env);
    if (typeof place === 'string') return place;
    await this.levels.settle(definition);
    const { openGate, MfaCancelledError } = this.#loadGates();
    const gate = openGate({
      definition,
      place,
      readLevel: () => this.levels.read(definition),
      isTrusted: () => workspace.isTrusted,
      consent: DIALOG_CONSENT,
      environment: process.env,
      readKeys: () => this.#readKeys(definition.id),
      askMfaCode: async (device) => {
        const code = await window.showInputBox({
          title: l10n.t('{0}: Multi-Factor Authentication', definition.name),
          prompt: l10n.t('Enter the code of {0}', device),
          ignoreFocusOut: true,
        });
        if (code === undefined || code === '') throw new MfaCancelledError();
        return code;
      },
    });
    return { gate, place };
  }

  #loadGates(): AwsBundle.Gates {
    if (this.#gates === undefined) {
      const path = this.#ports.context.asAbsolutePath(join('dist', 'aws.js'));
      const bundle = loadBundle(path) as typeof AwsBundle;
      this.#gates = bundle.createGates(editorTexts.bundle);
    }
    return this.#gates;
  }

  async #readKeys(id: string): Promise<Keys | undefined> {
    const text = await this.#ports.context.secrets.get(nameSecret(id));
    return text === undefined ? undefined : (JSON.parse(text) as Keys);
  }

  async #offerHelp(failure: Failure, connection: RemoteConnection): Promise<void> {
    this.#ports.log.warn(`${connection.name}: ${failure.message}`);
    if (failure.signIn === undefined) {
      void showWarning(failure.message);
      return;
    }
    if (await offerSignIn(failure.message, failure.signIn)) await connection.open();
  }

  #sayProblems(problems: readonly string[]): void {
    const text = problems.join(' ');
    if (text !== '' && text !== this.#saidProblems) void showWarning(text);
    this.#saidProblems = text;
  }
}

/** As the user wrote it, which may be anything. */
function readSetting(): unknown {
  return workspace.getConfiguration('queueside').get<unknown>(SETTING, []);
}

/** @throws Error if the setting is no list: what the user wrote there would be lost */
function readEntries(): readonly unknown[] {
  const value = readSetting();
  if (!Array.isArray(value)) throw new Error(readDefinitions(value).problems.join(' '));
  return value as readonly unknown[];
}

async function writeSetting(entries: readonly unknown[]): Promise<void> {
  const value = entries.length === 0 ? undefined : entries;
  await workspace.getConfiguration('queueside').update(SETTING, value, ConfigurationTarget.Global);
}

async function changeEntry(name: string, change: (entry: object) => object): Promise<void> {
  await writeSetting(
    readEntries().map((entry) => (nameOf(entry) === name ? change(entry as object) : entry)),
  );
}

function nameOf(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null && 'name' in entry ? entry.name : undefined;
}

function listQueues(entry: object): readonly unknown[] {
  return 'queues' in entry && Array.isArray(entry.queues) ? (entry.queues as readonly unknown[]) : [];
}

function nameSecret(id: string): string {
  return `queueside.connectionKeys.${id}`;
}
