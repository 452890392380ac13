import * as l10n from '@vscode/l10n';
import {
  ConfigurationTarget,
  type Disposable,
  EventEmitter,
  type ExtensionContext,
  type LogOutputChannel,
  l10n as editorTexts,
  workspace,
} from 'vscode';
import { join } from 'node:path';
import type * as AwsBundle from '../../broker/connections/client/gates.ts';
import type { Keys } from '../../broker/connections/client/credentials.ts';
import type { Failure } from '../../broker/connections/client/failures.ts';
import type { ConnectionDefinition } from '../../broker/connections/definition.ts';
import { findPlace, type Place } from '../../broker/connections/place.ts';
import { readProfiles } from '../../broker/connections/profiles.ts';
import { readDefinitions } from '../../broker/connections/readDefinitions.ts';
import { nameConnectionId } from '../../broker/connections/connectionId.ts';
import type { ProtectionLevel } from '../../broker/protection/protectionLevel.ts';
import type { Connections } from '../connections/connections.ts';
import { loadBundle } from '../ground/loadBundle.ts';
import { showWarning } from '../ground/notices.ts';
import { systemSchedule } from '../ground/schedule.ts';
import { tellChange } from '../ground/tellChange.ts';
import type { SettingsReader } from '../settings/allSettings.ts';
import { askMfaCode, showOpening } from './connecting.ts';
import { ConnectionItem } from './connectionItem.ts';
import { ConnectionKeys } from './connectionKeys.ts';
import { type GatewayOrder, writeGatewayOrder } from './gatewayOrder.ts';
import { DIALOG_CONSENT } from './dialogConsent.ts';
import { ConnectionLevels } from './levels.ts';
import { RemoteConnection } from './remoteConnection.ts';
import type { RemotePorts } from './remotePorts.ts';
import { pickPlan } from './sampling/pickPlan.ts';
import { openSamplePanel } from './sampling/samplePanel.ts';
import { chooseProxy } from './proxySettings.ts';
import { offerHelp } from './signIn.ts';
import { describeTarget, type Target } from './target.ts';

export interface RemoteConnectionsPorts {
  readonly context: ExtensionContext;
  readonly connections: Connections;
  readonly log: LogOutputChannel;
  readonly settings: SettingsReader;
  /** What is kept of this workspace, as its local broker is; that of the editor has another name if the address of a server changes. */
  readonly folder: string;
  readonly openTrace: RemotePorts['openTrace'];
  readonly findFaults: RemotePorts['findFaults'];
}

const SETTING = 'connections';

/** Keeps the connections of the window as the setting `queueside.connections` has them. */
export class RemoteConnections implements Disposable {
  readonly levels: ConnectionLevels;
  readonly #ports: RemoteConnectionsPorts;
  readonly #keys: ConnectionKeys;
  readonly #item: ConnectionItem;
  /** What calls go to, as far as it was found. */
  readonly #targets = new WeakMap<ConnectionDefinition, Target>();
  readonly #added = new Map<string, { readonly connection: RemoteConnection; readonly entry: Disposable }>();
  #gates: AwsBundle.Gates | undefined;
  #saidProblems = '';

  constructor(ports: RemoteConnectionsPorts) {
    this.#ports = ports;
    this.levels = new ConnectionLevels(ports.context.globalState);
    this.#keys = new ConnectionKeys(ports.context.secrets);
    this.#item = new ConnectionItem(ports.connections);
    this.update();
  }

  /** Reads the setting. A connection that is as it was stays connected. */
  update(): void {
    const setting = readSetting();
    const { definitions, problems } = readDefinitions(setting);
    this.#sayProblems(problems);
    void this.#followLevels(definitions, setting).catch(this.#report);
    const wanted = new Map(definitions.map((definition) => [definition.id, definition]));
    for (const [id, { connection }] of this.#added) {
      const { queues: _before, ...before } = connection.definition;
      const { queues, ...after } = wanted.get(id) ?? { queues: [] };
      // A queue that was added is listed already.
      if (JSON.stringify(before) === JSON.stringify(after)) connection.setAdded(queues);
      else this.#drop(id);
    }
    for (const [id, definition] of wanted) if (!this.#added.has(id)) this.#add(definition);
  }

  /**
   * Adds one to the settings, with the level that the user agreed to.
   * @param keys for the secret storage
   */
  async save(
    entry: Readonly<Record<string, unknown>>,
    definition: ConnectionDefinition,
    level: ProtectionLevel,
    keys: Keys | undefined,
  ): Promise<RemoteConnection> {
    const { id } = definition;
    const target = await this.findTarget(definition);
    const entries = [...readEntries(), entry];
    const { definitions, problems } = readDefinitions(entries);
    if (!definitions.some((each) => each.id === id)) throw new Error(problems.join(' '));
    // First, because it fails if the file cannot be written, and nothing must be left behind then.
    await writeSetting(entries);
    try {
      // Without a target, such as a region, the level is asked for on connecting.
      if (target !== undefined) await this.levels.agree(definition, level, target);
      if (target !== undefined && keys !== undefined) await this.#keys.store(id, keys, target);
    } catch (error) {
      await this.#remove(definition);
      throw error;
    }
    this.update();
    const added = this.#added.get(id);
    if (added === undefined) throw new Error(l10n.t('The connection could not be added to the settings.'));
    return added.connection;
  }

  /** @returns undefined if something is missing to connect */
  async findTarget(definition: ConnectionDefinition): Promise<Target | undefined> {
    const place = await locate(definition);
    return typeof place === 'string' ? undefined : describeTarget(definition, place);
  }

  find(id: string): RemoteConnection | undefined {
    return this.#added.get(id)?.connection;
  }

  /**
   * What a gateway of a connection is started with. Connects first, so that its level counts for the account that it has.
   * @throws Error with what is missing
   */
  async orderGateway(id: string): Promise<GatewayOrder> {
    const connection = this.find(id);
    if (connection === undefined) throw new Error(l10n.t('This connection is no longer in the settings.'));
    await connection.open();
    const { definition, remote, isOpen } = connection;
    if (!isOpen && remote.problem !== undefined) throw new Error(remote.problem);
    const { place, identity } = connection.getLink();
    const keys = await this.#keys.read(id, describeTarget(definition, place));
    if (keys === 'otherTarget') throw new Error(describeOtherTarget(definition));
    return writeGatewayOrder(
      definition,
      place,
      remote.level,
      keys,
      process.env,
      identity?.account,
      chooseProxy((name) => workspace.getConfiguration('http').get(name)),
    );
  }

  dispose(): void {
    for (const id of this.#added.keys()) this.#drop(id);
    this.#item.dispose();
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
      openGate: (definition, onAttempt, signal) => this.#openGate(definition, onAttempt, signal),
      showOpening,
      locate,
      settle: async (definition, identity) => {
        const target = this.#targets.get(definition);
        if (target === undefined) return;
        const { account: _, ...others } = target;
        const identified = { ...others, ...(identity && { account: identity.account }) };
        this.#targets.set(definition, identified);
        // What cannot be remembered is not agreed to: the default applies.
        await this.levels.settle(definition, identified).catch(this.#report);
      },
      readLevel: (definition) => this.#readLevel(definition),
      samples: {
        pickPlan,
        openView: (...view) => openSamplePanel(this.#ports.context.extensionUri, ...view),
        tell: (text, problem) => tellChange({ text, problem }),
      },
      openTrace: (...of) => this.#ports.openTrace(...of),
      findFaults: (id) => this.#ports.findFaults(id),
      offerHelp: (failure, connection) => void this.#offerHelp(failure, connection),
      saveQueue: ({ name }, url) =>
        changeEntry(name, (entry) => ({ ...entry, queues: [...new Set([...listQueues(entry), url])] })),
      remove: (definition) => this.#remove(definition),
    };
  }

  async #remove(definition: ConnectionDefinition): Promise<void> {
    await writeSetting(readEntries().filter((entry) => nameOf(entry) !== definition.name));
    await this.#forget(definition.id);
    this.update();
  }

  async #forget(id: string): Promise<void> {
    await this.#keys.forget(id);
    await this.levels.forget(id);
  }

  readonly #report = (error: unknown): void => this.#ports.log.error(error as Error);

  #readLevel(definition: ConnectionDefinition): ProtectionLevel {
    return this.levels.read(definition, this.#targets.get(definition));
  }

  /** Of entries that disappeared, nothing is kept that the next one of that name would have; one with a mistake is still there. */
  async #followLevels(definitions: readonly ConnectionDefinition[], setting: unknown): Promise<void> {
    // Before anything is waited for: what is added meanwhile is not in this setting.
    const gone = Array.isArray(setting) ? this.#listGone(setting) : [];
    for (const id of gone) await this.#forget(id);
    for (const definition of definitions) await this.levels.raise(definition);
  }

  #listGone(entries: readonly unknown[]): readonly string[] {
    const names = entries.map(nameOf).filter((name) => typeof name === 'string');
    const kept = new Set(names.map(nameConnectionId));
    return this.levels.ids.filter((id) => !kept.has(id));
  }

  async #openGate(
    definition: ConnectionDefinition,
    onAttempt: () => void,
    signal: AbortSignal,
  ): ReturnType<RemotePorts['openGate']> {
    if (!workspace.isTrusted)
      return l10n.t(
        'Connections do not work in Restricted Mode. Trust the folder to use “{0}”.',
        definition.name,
      );
    const place = await locate(definition);
    if (typeof place === 'string') return place;
    const target = describeTarget(definition, place);
    if ((await this.#keys.read(definition.id, target)) === 'otherTarget')
      return describeOtherTarget(definition);
    this.#targets.set(definition, target);
    const { openGate, MfaCancelledError } = this.#loadGates();
    const gate = openGate({
      definition,
      place,
      readLevel: () => this.#readLevel(definition),
      isTrusted: () => workspace.isTrusted,
      consent: DIALOG_CONSENT,
      onAttempt,
      environment: process.env,
      readKeys: async () => {
        const keys = await this.#keys.read(definition.id, target);
        return keys === 'otherTarget' ? undefined : keys;
      },
      askMfaCode: async (device) => {
        const code = await askMfaCode(definition.name, device, signal);
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

  async #offerHelp(failure: Failure, connection: RemoteConnection): Promise<void> {
    this.#ports.log.warn(`${connection.name}: ${failure.message}`);
    await offerHelp(failure, connection);
  }

  #sayProblems(problems: readonly string[]): void {
    const text = problems.join(' ');
    if (text !== '' && text !== this.#saidProblems) void showWarning(text);
    this.#saidProblems = text;
  }
}

function describeOtherTarget({ name }: ConnectionDefinition): string {
  return l10n.t(
    'The access key of “{0}” was entered for another endpoint or region, and is not used for this one. Remove the connection, and add it again.',
    name,
  );
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

async function locate(definition: ConnectionDefinition): Promise<Place | string> {
  const profiles = definition.kind === 'endpoint' ? [] : await readProfiles();
  return findPlace(definition, profiles, process.env);
}
