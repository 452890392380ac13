import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { type BrokerConfig, describeOptions, readCommand } from '../../../broker/config.ts';
import { BROKER_VERSION } from '../../../broker/version.ts';

const DEFAULTS: BrokerConfig = {
  host: '127.0.0.1',
  port: 9324,
  region: 'us-east-1',
  account: '000000000000',
  limits: 'strict',
  durability: 'none',
  auth: 'none',
  data: undefined,
  allowedHosts: [],
  allowedOrigins: [],
  tokenFile: undefined,
};

describe('readCommand', () => {
  let folder: string;
  const inFile = (text: string): string => {
    const path = join(folder, 'queueside.json');
    writeFileSync(path, text);
    return path;
  };

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'queueside-config-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('serves SQS on its preferred port when nothing is said', () => {
    assert.deepEqual(readCommand([], {}), { kind: 'serve', config: DEFAULTS });
  });

  it('takes the command line before the environment, that before the file, that before the defaults', () => {
    const path = inFile('{"port": 1, "region": "eu-west-1", "account": "111111111111"}');
    const environment = { QUEUESIDE_PORT: '2', QUEUESIDE_REGION: 'eu-west-2', QUEUESIDE_CONFIG: path };
    assert.deepEqual(readCommand(['--port=3'], environment), {
      kind: 'serve',
      config: { ...DEFAULTS, port: 3, region: 'eu-west-2', account: '111111111111' },
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
    ['an unknown option', ['--prot', '1'], /Unknown option '--prot'/],
    ['an option without its value', ['--port'], /'--port <value>' argument missing/],
    ['a stray word', ['9324'], /Unexpected argument '9324'/],
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
    ['a short account', ['--account', '42'], /--account must be 12 digits/],
    ['a durability that is not built', ['--durability', 'power'], /--durability must be one of none/],
    ['a list with a bad part', ['--allowed-hosts', 'good,b/d'], /--allowed-hosts must be host names/],
    ['a config file that is not there', ['--config', join('nowhere', 'x.json')], /x\.json/],
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

  const badFiles: readonly [what: string, text: string, reason: RegExp][] = [
    ['broken JSON', '{', /queueside\.json: .*JSON/],
    ['a list', '[]', /must hold one JSON object/],
    ['an unknown option', '{"prot": 1}', /unknown option 'prot'/],
    ['a value of the wrong type', '{"port": true}', /'port' in .* must be a string or a number/],
    ['a value out of range', '{"port": 70000}', /'port' in .* must be a whole number/],
  ];
  for (const [what, text, reason] of badFiles) {
    it(`refuses a config file with ${what}`, () => {
      const command = readCommand(['--config', inFile(text)], {});
      assert.match(command.kind === 'refused' ? command.reason : '', reason);
    });
  }

  it('knows --help and --version', () => {
    assert.deepEqual(readCommand(['--help'], {}), { kind: 'help' });
    assert.deepEqual(readCommand(['-v'], {}), { kind: 'version' });
    for (const name of Object.keys(DEFAULTS)) {
      const option = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      assert.match(describeOptions(), new RegExp(`--${option} `));
    }
  });
});

describe('BROKER_VERSION', () => {
  it("is the package's", () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    assert.equal(BROKER_VERSION, version);
  });
});
