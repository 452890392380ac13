#!/usr/bin/env node
import { resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { openAuthority } from './assembly/authority.ts';
import { Broker } from './assembly/broker.ts';
import { DataRefusedError } from './assembly/dataRefused.ts';
import type { BrokerParts } from './assembly/brokerParts.ts';
import { ControllableClock } from './time/clock.ts';
import { useLanguage } from './language/useLanguage.ts';
import { limitYoungObjects, relaxHeapGrowth } from './process/garbageCollector.ts';
import { type BrokerConfig, describeOptions, type Environment, readCommand } from './process/config.ts';
import { KEEP_ALIVE } from './control/channel/keepAlive.ts';
import { guardProcess, Lifecycle, logLine } from './assembly/lifecycle.ts';
import { EXIT_ADDRESS, EXIT_CONFIG, failToStart, say } from './assembly/startLines.ts';
import type { MasterKey } from './kms/masterKey.ts';
import { MASTER_KEY_VARIABLE, readMasterKey } from './kms/masterKeySource.ts';
import { systemSchedule } from './time/schedule.ts';
import { openSecurePort } from './assembly/httpsEndpoint.ts';
import type { Journal } from './storage/journal.ts';
import { openJournal } from './storage/openJournal.ts';
import type { JournalRefusal } from './storage/format/refusal.ts';
import { readSecrets, type Secrets } from './process/secrets.ts';
import { ControlToken } from './process/token.ts';
import { BROKER_VERSION } from './protocol/brokerVersion.ts';

export * from './assembly/gatewayParts.ts';

/** The data folder cannot be used. */
const EXIT_DATA = 4;
const MEBIBYTE = 1024 * 1024;
/** Codes of the failed line for what can be wrong with a data folder. */
const DATA_CODES = {
  inUse: 'DATA_IN_USE',
  newerFormat: 'DATA_NEWER_FORMAT',
  notWritable: 'DATA_NOT_WRITABLE',
  noSpace: 'DATA_NO_SPACE',
  damaged: 'DATA_DAMAGED',
  wrongKey: 'DATA_WRONG_KEY',
  unsafe: 'DATA_UNSAFE',
  unusable: 'DATA_UNUSABLE',
} as const;

async function main(argv: readonly string[], environment: Environment): Promise<void> {
  // First of all: what is wrong with the rest is already said in that language.
  const fault = useLanguage(argv, environment);
  // Without its translation, the program is as good as with it.
  if (fault !== undefined) logLine(`texts stay English: ${fault}`);
  if (argv[0] === 'load') {
    // Loaded only when asked for: the broker starts sooner without it.
    const { runLoad } = await import('./cli/load.ts');
    process.exitCode = await runLoad(argv.slice(1), {
      accessKeyId: environment.AWS_ACCESS_KEY_ID ?? 'queueside-load',
      secretAccessKey: environment.AWS_SECRET_ACCESS_KEY,
      region: environment.AWS_REGION ?? 'us-east-1',
    });
    return;
  }
  if (argv[0] === 'clock') {
    const { runClock } = await import('./cli/clock.ts');
    process.exitCode = await runClock(argv.slice(1), environment.QUEUESIDE_TOKEN);
    return;
  }
  if (argv[0] === 'pool') {
    const { runPoolCommand } = await import('./cli/pool.ts');
    process.exitCode = await runPoolCommand(argv.slice(1), environment);
    return;
  }
  if (argv[0] === 'function') {
    const { runFunctionCommand } = await import('./cli/function.ts');
    process.exitCode = await runFunctionCommand(argv.slice(1), environment);
    return;
  }
  if (argv[0] === 'key') {
    const { runKey } = await import('./cli/key.ts');
    process.exitCode = await runKey(argv.slice(1), environment);
    return;
  }
  const command = readCommand(argv, environment);
  switch (command.kind) {
    case 'help':
      process.stdout.write(describeOptions());
      return;
    case 'version':
      process.stdout.write(`${BROKER_VERSION}\n`);
      return;
    case 'refused':
      failToStart(EXIT_CONFIG, { event: 'failed', code: 'BAD_CONFIG', message: command.reason });
      return;
    case 'serve':
      await serve(command.config, environment);
  }
}

async function serve(config: BrokerConfig, environment: Environment): Promise<void> {
  guardProcess();
  relaxHeapGrowth();
  limitYoungObjects();
  let lifecycle: Lifecycle | undefined;
  const given = await takeSecrets(config, environment);
  if (given === false) return;
  const token = prepareToken(config, given.token);
  if (token === undefined) return;
  const clock = new ControllableClock();
  const authority = await openAuthority(config, () => clock.now());
  if (!authority.ok) {
    refuseConfig(authority.message);
    return;
  }
  const secure = await openSecurePort(config);
  if (!secure.ok) {
    refuseConfig(secure.message);
    return;
  }
  if (secure.notice !== undefined) logLine(secure.notice);
  if (config.keyFile !== undefined && config.data === undefined) {
    refuseConfig(l10n.t('--key-file needs --data: messages in memory are not encrypted.'));
    return;
  }
  const masterKey = readMasterKey({ [MASTER_KEY_VARIABLE]: given.masterKey }, config.keyFile);
  if (!masterKey.ok) {
    refuseConfig(masterKey.message);
    return;
  }
  const journal = await openData(config, masterKey.key, () => clock.now());
  if (journal === false) return;
  const parts: BrokerParts = {
    clock,
    journal,
    masterKey: masterKey.key,
    authority: authority.value,
    secure: secure.value,
    schedule: systemSchedule,
    keepAlive: KEEP_ALIVE,
    token: token.value,
    log: logLine,
    onStopRequested: () => lifecycle?.end('a client asked for it'),
  };
  const broker = createBroker(config, parts);
  if (broker === undefined) return;
  const fault = await applyDefinitions(broker, config);
  if (fault !== undefined) {
    // Recovered messages keep timers, and those the process.
    await broker.close();
    failToStart(EXIT_CONFIG, { event: 'failed', code: 'BAD_CONFIG', message: fault });
    return;
  }
  try {
    const { event, endpoint, control, secureEndpoint, authorityPath, bundlePath, pid, protocol, version } =
      await broker.listen();
    if (!writeToken(token)) {
      await broker.close();
      return;
    }
    lifecycle = new Lifecycle(broker, environment, () => token.forget());
    await watchDefinitions(broker, config);
    const tls =
      secureEndpoint === undefined || authorityPath === undefined || bundlePath === undefined
        ? {}
        : { secureEndpoint, authorityPath, bundlePath };
    say({ event, endpoint, control, ...tls, pid, protocol, version });
  } catch (error) {
    const { code = 'UNKNOWN', message } = error as NodeJS.ErrnoException;
    // Messages that the definitions sent keep timers, and those the process.
    await broker.close();
    failToStart(EXIT_ADDRESS, { event: 'failed', code, message });
  }
}

/** Undefined when what is in the data folder could not be taken up. */
function createBroker(config: BrokerConfig, parts: BrokerParts): Broker | undefined {
  try {
    return new Broker(config, parts);
  } catch (error) {
    if (!(error instanceof DataRefusedError)) throw error;
    refuseData(error.refusal);
    return undefined;
  }
}

/** What is wrong with the queue definitions, when there are any. */
async function applyDefinitions(broker: Broker, config: BrokerConfig): Promise<string | undefined> {
  if (config.definitions === undefined) return undefined;
  // Loaded only when asked for: a broker without definitions starts sooner without the parser.
  const { loadDefinitions } = await import('./assembly/loadDefinitions.ts');
  const fault = loadDefinitions(broker, config, config.definitions);
  // What a program writes into a bucket once the broker is ready is new.
  await broker.buckets.settle();
  return fault;
}

/** Applies the queue definitions again when they are saved. The process does not wait for that. */
async function watchDefinitions(broker: Broker, config: BrokerConfig): Promise<void> {
  if (config.definitions === undefined) return;
  const { watchDefinitions: watch } = await import('./assembly/loadDefinitions.ts');
  watch(broker, config, config.definitions, logLine);
}

/** The journal of the data folder, undefined for none, or false when the folder cannot be used. */
async function openData(
  { data, durability, bodyMemory }: BrokerConfig,
  masterKey: MasterKey | undefined,
  now: () => number,
): Promise<Journal | undefined | false> {
  if (data === undefined || durability === 'none') return undefined;
  const journal = await openJournal({
    folder: resolve(data),
    durability,
    bodyBudgetBytes: bodyMemory * MEBIBYTE,
    masterKey,
    now,
    onProblem: (error) => logLine(`journal: ${error.stack ?? error.message}`),
  });
  if (journal.ok) return journal;
  refuseData(journal);
  return false;
}

function refuseData({ reason, message }: JournalRefusal): void {
  failToStart(EXIT_DATA, { event: 'failed', code: DATA_CODES[reason], message });
}

/**
 * Reads the secrets from the configured source, and removes them from the environment, so that no program started later
 * inherits them; false if they cannot be read.
 */
async function takeSecrets(
  config: BrokerConfig,
  environment: Record<string, string | undefined>,
): Promise<Secrets | false> {
  const { QUEUESIDE_TOKEN: token, [MASTER_KEY_VARIABLE]: masterKey } = environment;
  delete environment.QUEUESIDE_TOKEN;
  delete environment[MASTER_KEY_VARIABLE];
  if (config.secrets === undefined) return { token, masterKey };
  const secrets = await readSecrets(process.stdin);
  if (secrets.ok) return secrets.value;
  refuseConfig(secrets.message);
  return false;
}

/** Undefined when the file of the token cannot be used. */
function prepareToken({ tokenFile }: BrokerConfig, given: string | undefined): ControlToken | undefined {
  try {
    return new ControlToken(given, tokenFile);
  } catch (error) {
    refuseConfig(`--token-file: ${(error as Error).message}`);
    return undefined;
  }
}

/** @returns false when its file cannot be written */
function writeToken(token: ControlToken): boolean {
  try {
    token.write();
    return true;
  } catch (error) {
    refuseConfig(`--token-file: ${(error as Error).message}`);
    return false;
  }
}

function refuseConfig(message: string): void {
  failToStart(EXIT_CONFIG, { event: 'failed', code: 'BAD_CONFIG', message });
}

// Other programs of the package take parts of it from this file.
if (require.main === module) void main(process.argv.slice(2), process.env);
