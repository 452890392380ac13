import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { type BrokerConfig, describeOptions, readCommand } from '../../../broker/process/config.ts';
import { OPTIONS } from '../../../broker/process/configOptions.ts';
import { LIMITS } from '../../../broker/engine/base/limits.ts';
import { chooseLimits } from '../../../broker/process/chooseLimits.ts';
import { BROKER_VERSION } from '../../../broker/protocol/brokerVersion.ts';

const DEFAULTS: BrokerConfig = {
  host: 'localhost',
  port: 9324,
  tlsPort: undefined,
  tlsFolder: undefined,
  region: 'us-east-1',
  account: '000000000000',
  limits: 'strict',
  durability: 'process',
  auth: 'off',
  credentials: undefined,
  data: undefined,
  keyFile: undefined,
  bodyMemory: 16,
  maxMemory: undefined,
  allowedHosts: [],
  allowedOrigins: [],
  tokenFile: undefined,
  secrets: undefined,
  definitions: undefined,
  purgeInterval: 'on',
  recreateInterval: 'on',
  openMetrics: 'off',
};

describe('readCommand', () => {
  it('serves SQS on its preferred port by default', () => {
    assert.deepEqual(readCommand([], {}), { kind: 'serve', config: DEFAULTS });
  });

  it('takes the command line before the environment, and that before the defaults', () => {
    const environment = {
      QUEUESIDE_PORT: '2',
      QUEUESIDE_REGION: 'eu-west-2',
      QUEUESIDE_CONFIG: 'queueside.json',
      QUEUESIDE_PURGE_INTERVAL: 'off',
    };
    assert.deepEqual(readCommand(['--port=3'], environment), {
      kind: 'serve',
      config: {
        ...DEFAULTS,
        port: 3,
        region: 'eu-west-2',
        definitions: 'queueside.json',
        purgeInterval: 'off',
      },
    });
  });

  it('reads lists', () => {
    const command = readCommand(['--allowed-hosts', 'sqs.test, queue.internal'], {
      QUEUESIDE_ALLOWED_ORIGINS: 'http://localhost:3000',
    });
    assert.deepEqual(command, {
      kind: 'serve',
      config: {
        ...DEFAULTS,
        allowedHosts: ['sqs.test', 'queue.internal'],
        allowedOrigins: ['http://localhost:3000'],
      },
    });
  });

  const refusals: readonly [what: string, argv: readonly string[], reason: RegExp][] = [
    ['an unknown option', ['--prot', '1'], /unknown option --prot/],
    ['an option without its value', ['--port'], /--port needs a value/],
    ['a stray word', ['9324'], /9324 is not an option/],
    [
      'a port that is none',
      ['--port', '65536'],
      /--port must be a whole number from 0 to 65535, not '65536'/,
    ],
    ['a port in words', ['--port', '1e3'], /--port must be a whole number/],
    [
      'an unknown profile',
      ['--limits', 'loose'],
      /--limits must be one of strict, classic, relaxed, not 'loose'/,
    ],
    [
      'a language that no number can be written in',
      ['--language', 'de-12'],
      /--language must be a language such as de/,
    ],
    ['a short account', ['--account', '42'], /--account must be 12 digits/],
    [
      'an unknown durability',
      ['--durability', 'eternal'],
      /--durability must be one of none, process, power/,
    ],
    ['a list with a bad part', ['--allowed-hosts', 'good,b/d'], /--allowed-hosts must be host names/],
    [
      'more names than anybody has',
      ['--allowed-hosts', 'a,'.repeat(100_000)],
      /^--allowed-hosts must be a list of at most 100, not '(?:a,){50}…'$/,
    ],
    ['a switch in other words', ['--purge-interval', 'no'], /--purge-interval must be one of on, off/],
  ];
  for (const [what, argv, reason] of refusals) {
    it(`refuses ${what}`, () => {
      const command = readCommand(argv, {});
      assert.equal(command.kind, 'refused');
      assert.match(command.kind === 'refused' ? command.reason : '', reason);
    });
  }

  it('names the variable that holds a bad value', () => {
    const command = readCommand([], { QUEUESIDE_LIMITS: 'loose' });
    assert.match(JSON.stringify(command), /QUEUESIDE_LIMITS must be one of/);
  });

  it('knows --help and --version', () => {
    assert.deepEqual(readCommand(['--help'], {}), { kind: 'help' });
    assert.deepEqual(readCommand(['-v'], {}), { kind: 'version' });
    assert.equal(Object.keys(OPTIONS).length, Object.keys(DEFAULTS).length + 2);
    for (const option of Object.keys(OPTIONS)) assert.match(describeOptions(), new RegExp(`--${option} `));
  });
});

describe('chooseLimits', () => {
  const strict = { limits: 'strict', purgeInterval: 'on', recreateInterval: 'on' } as const;

  it('takes the limits of the profile as they are', () => {
    for (const limits of ['strict', 'classic', 'relaxed'] as const) {
      assert.deepEqual(chooseLimits({ ...strict, limits }), LIMITS[limits]);
    }
  });

  it('turns each interval off separately', () => {
    assert.deepEqual(chooseLimits({ ...strict, purgeInterval: 'off' }), {
      ...LIMITS.strict,
      purgeIntervalMs: 0,
    });
    assert.deepEqual(chooseLimits({ ...strict, recreateInterval: 'off' }), {
      ...LIMITS.strict,
      recreateIntervalMs: 0,
    });
  });
});

describe('BROKER_VERSION', () => {
  it("is the package's", () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    assert.equal(BROKER_VERSION, version);
  });
});
