import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'mocha';
import { cleanEnvironment, runProgram } from '../support/process.mjs';
import { OWNER_KEYS, type SecureBroker, startSecureBroker } from '../support/upstream/secureBroker.ts';
import { defineEndpoint, placeOf } from '../support/upstream/testGate.ts';

/** Opens a gate as the editor does, by the bundle that ships, and prints the answer of each call as a line. */
const PROGRAM = `
const [bundle, options, keys] = process.argv.slice(1);
const gate = require(bundle).createGates(undefined).openGate({
  ...JSON.parse(options),
  readLevel: () => 'open',
  isTrusted: () => true,
  consent: {},
  environment: {},
  readKeys: () => Promise.resolve(JSON.parse(keys)),
  askMfaCode: () => Promise.reject(new Error()),
});
(async () => {
  for (const [action, input] of [['CreateQueue', { QueueName: 'orders' }], ['ListQueues', {}]]) {
    const { ok, value, failure } = await gate.call(action, input);
    console.log(ok ? JSON.stringify(value.QueueUrls ?? value.QueueUrl) : failure.kind + ': ' + failure.message);
  }
  gate.close();
})();
`;

describe('The bundle with the AWS SDK, as it ships', () => {
  let broker: SecureBroker;

  before(async () => {
    broker = await startSecureBroker();
  });

  after(() => broker.close());

  async function call(environment: Readonly<Record<string, string>>): Promise<readonly string[]> {
    const { endpoint } = broker;
    const options = JSON.stringify({ definition: defineEndpoint(endpoint), place: placeOf(endpoint) });
    const argv = ['-e', PROGRAM, resolve('dist', 'aws.js'), options, JSON.stringify(OWNER_KEYS)];
    const { code, output } = await runProgram(process.execPath, ['--no-warnings', ...argv], {
      env: { ...cleanEnvironment(process.env), ...environment },
      timeoutMs: 60_000,
    });
    assert.equal(code, 0, output);
    return output.trim().split(/\r?\n/);
  }

  it('trusts the authority that NODE_EXTRA_CA_CERTS names', async () => {
    const url = `${broker.endpoint}/000000000000/orders`;
    assert.deepEqual(await call({ NODE_EXTRA_CA_CERTS: broker.authorityPath }), [
      JSON.stringify(url),
      JSON.stringify([url]),
    ]);
  });

  it('has nothing that asks a container or a machine for keys', () => {
    const bundle = readFileSync(resolve('dist', 'aws.js'), 'utf8');
    assert.ok(bundle.includes('Keys of a machine are not used'));
    for (const part of ['169.254.170.2', 'AWS_CONTAINER_CREDENTIALS', 'iam/security-credentials'])
      assert.ok(!bundle.includes(part), part);
  });

  it('says how to trust it otherwise, and calls nothing', async () => {
    const lines = await call({});
    assert.equal(lines.length, 2);
    for (const line of lines) assert.match(line, /^network: .* is not trusted .* NODE_EXTRA_CA_CERTS/);
  });
});
