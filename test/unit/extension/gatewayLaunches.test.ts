import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import type { DebugConfiguration } from 'vscode';
import { createAccessKeyId } from '../../../broker/protocol/accessKeyId.ts';
import type { BrokerInfo } from '../../../broker/protocol/broker.ts';
import type { BrokerClient } from '../../../extension/broker/brokerClient.ts';
import type { ConsumerRegistry } from '../../../extension/launch/consumerRegistry.ts';
import type { SettingsReader } from '../../../extension/settings/allSettings.ts';
import { loadConnectionCode } from '../../support/connections/loadConnectionCode.mjs';

const BROKER = { endpoint: 'http://127.0.0.1:9324', region: 'us-east-1', auth: 'off' } as BrokerInfo;
const GATEWAY = { endpoint: 'http://127.0.0.1:4711', region: 'eu-central-1' };
const KEYS = { accessKeyId: createAccessKeyId(new Uint8Array(17)), secretAccessKey: 'of the launch' };
const LAUNCH: DebugConfiguration = { type: 'node', request: 'launch', name: 'worker', program: 'worker.js' };

describe('a launch against a connection', () => {
  let folder: string;
  let settings: Record<string, unknown>;
  let opened: string[];
  let failure: Error | undefined;
  let said: string[];
  let led: string[];
  let code: Awaited<ReturnType<typeof loadConnectionCode>>;

  before(async () => {
    code = await loadConnectionCode();
    Object.assign(code.workspace, { isTrusted: true });
  });

  after(() => {
    Object.assign(code.workspace, { isTrusted: false });
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'queueside-launch-'));
    settings = {
      'debug.inject': true,
      'debug.connection': '',
      'debug.credentials': 'session',
      'debug.user': '',
      autoStart: 'onDebug',
    };
    [opened, said, led, failure] = [[], [], [], undefined];
  });

  afterEach(() => rm(folder, { recursive: true }));

  const resolve = (configuration: object) =>
    new code.LaunchInjector({
      session: {
        state: { kind: 'running', info: BROKER },
        start: () => Promise.resolve(BROKER),
        request: () => Promise.resolve({ alarms: [], functions: [] }),
      } as unknown as BrokerClient,
      settings: { read: (key: string) => settings[key] } as unknown as SettingsReader,
      consumers: { add: () => Promise.resolve() } as unknown as ConsumerRegistry,
      folder,
      prepare: () => Promise.resolve(),
      openGateway: async (connection, program) => {
        opened.push(`${connection}: ${program}`);
        if (failure !== undefined) throw failure;
        return { connectionId: 'orders-prod', info: GATEWAY, keys: KEYS };
      },
      onLed: (connectionId) => led.push(connectionId),
      log: { info: () => undefined, warn: (message) => assert.fail(message) },
      showWarning: (message) => said.push(message),
      showError: (message) => said.push(message),
    }).resolveDebugConfigurationWithSubstitutedVariables(undefined, { ...LAUNCH, ...configuration });

  const endpointOf = async (configuration: object): Promise<unknown> => {
    const resolved = await resolve(configuration);
    return (resolved?.['env'] as Record<string, unknown> | undefined)?.['AWS_ENDPOINT_URL_SQS'];
  };

  const CHOICES: readonly [what: string, setting: string, variable: string | undefined, leads: string][] = [
    ['nothing is chosen', '', undefined, BROKER.endpoint],
    ['the setting names a connection', 'orders prod', undefined, GATEWAY.endpoint],
    ['its configuration names one', '', 'orders prod', GATEWAY.endpoint],
    ['its configuration names another one', 'orders test', 'orders prod', GATEWAY.endpoint],
    ['its configuration wants the local broker', 'orders prod', '', BROKER.endpoint],
    ['the setting is blank', '  ', undefined, BROKER.endpoint],
  ];
  for (const [what, setting, variable, leads] of CHOICES) {
    it(`calls ${leads === BROKER.endpoint ? 'the broker' : 'the gateway'} if ${what}`, async () => {
      settings['debug.connection'] = setting;
      const env = variable === undefined ? {} : { env: { QUEUESIDE_CONNECTION: variable } };
      assert.equal(await endpointOf(env), leads);
      assert.deepEqual(opened, leads === BROKER.endpoint ? [] : ['orders prod: worker']);
      assert.deepEqual(led, [leads === BROKER.endpoint ? 'local' : 'orders-prod']);
    });
  }

  it('is chosen in an envFile', async () => {
    const envFile = join(folder, '.env');
    await writeFile(envFile, 'QUEUESIDE_CONNECTION=orders prod\n');
    assert.equal(await endpointOf({ envFile }), GATEWAY.endpoint);
  });

  it('has the region of the connection and keys of its own', async () => {
    settings['debug.connection'] = 'orders prod';
    const { env } = (await resolve({})) as unknown as { readonly env: Record<string, unknown> };
    assert.deepEqual(
      [env['AWS_REGION'], env['AWS_ACCESS_KEY_ID'], env['AWS_SECRET_ACCESS_KEY']],
      ['eu-central-1', KEYS.accessKeyId, KEYS.secretAccessKey],
    );
    assert.deepEqual([env['AWS_PROFILE'], env['AWS_SESSION_TOKEN']], [null, null]);
  });

  for (const [what, env] of [
    ['an endpoint', { AWS_ENDPOINT_URL: 'http://localhost:4566' }],
    ['the keys of a process of a pool', { AWS_ACCESS_KEY_ID: createAccessKeyId(new Uint8Array(17).fill(1)) }],
  ] as const) {
    it(`does not call the gateway if its configuration has ${what}`, async () => {
      settings['debug.connection'] = 'orders prod';
      assert.notEqual(await endpointOf({ env }), GATEWAY.endpoint);
      assert.deepEqual(opened, []);
    });
  }

  it('does not start if the gateway does not: it would call the endpoint without it', async () => {
    settings['debug.connection'] = 'orders prod';
    failure = new Error('The sign-in has expired.');
    assert.equal(await resolve({}), undefined);
    assert.deepEqual([said.length, led], [1, []]);
  });

  for (const [what, configuration, credentials] of [
    ['by the setting', {}, 'keep'],
    ['by a profile', { env: { AWS_PROFILE: 'work' } }, 'session'],
    ['by a key', { env: { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE' } }, 'session'],
  ] as const) {
    it(`says that calls will be rejected if it keeps its credentials ${what}`, async () => {
      settings['debug.connection'] = 'orders prod';
      settings['debug.credentials'] = credentials;
      const { env } = (await resolve(configuration)) as unknown as { readonly env: Record<string, unknown> };
      assert.equal(env['AWS_ENDPOINT_URL_SQS'], GATEWAY.endpoint);
      assert.notEqual(env['AWS_SECRET_ACCESS_KEY'], KEYS.secretAccessKey);
      assert.equal(said.length, 1);
    });
  }
});
