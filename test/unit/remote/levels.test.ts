import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ConnectionDefinition } from '../../../broker/connections/definition.ts';
import type { Target } from '../../../extension/remote/target.ts';
import { createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { MemoryMemento } from '../../support/memoryMemento.ts';
import { defineEndpoint } from '../../support/upstream/testGate.ts';

const LOCAL = defineEndpoint('http://127.0.0.1:1');
const AT: Target = { kind: 'endpoint', endpoint: 'http://127.0.0.1:1', region: 'us-east-1' };
const AWS: Target = {
  kind: 'environment',
  endpoint: 'https://sqs.us-east-1.amazonaws.com',
  region: 'us-east-1',
  profile: 'dev',
  account: '111111111111',
};
const ENVIRONMENT: ConnectionDefinition = {
  id: 'x',
  name: 'x',
  kind: 'environment',
  queues: [],
  refreshSeconds: 60,
};

describe('The protection level of a connection', () => {
  const production = { ...LOCAL, name: 'orders prod', id: 'orders-prod' };

  async function createLevels() {
    const { code } = await createConnectionWorld();
    const { window } = code as unknown as { readonly window: { typed: string } };
    window.typed = '';
    return { levels: new code.ConnectionLevels(new MemoryMemento()), window };
  }

  it('is that of its name if the settings want a lower one, until the user typed the name', async () => {
    const { levels, window } = await createLevels();
    const wanted = { ...production, protection: 'open' } as const;
    assert.equal(levels.read(wanted, AT), 'readOnly');
    window.typed = 'orders';
    await levels.settle(wanted, AT);
    assert.equal(levels.read(wanted, AT), 'readOnly');
    window.typed = 'orders prod';
    await levels.settle(wanted, AT);
    assert.equal(levels.read(wanted, AT), 'open');
  });

  it('is raised by the settings at once', async () => {
    const { levels } = await createLevels();
    assert.equal(levels.read(LOCAL, AT), 'open');
    const raised = { ...LOCAL, protection: 'readOnly' } as const;
    assert.equal(levels.read(raised, AT), 'readOnly');
    await levels.settle(raised, AT);
    assert.equal(levels.read(LOCAL, AT), 'readOnly');
  });

  it('is asked about if it was raised and lowered again without connecting in between', async () => {
    const { levels } = await createLevels();
    await levels.settle(LOCAL, AT);
    await levels.raise({ ...LOCAL, protection: 'readOnly' });
    await levels.settle({ ...LOCAL, protection: 'open' }, AT);
    assert.equal(levels.read({ ...LOCAL, protection: 'open' }, AT), 'readOnly');
  });

  const OTHERS: readonly (readonly [string, Partial<Target>])[] = [
    ['endpoint', { endpoint: 'https://sqs.eu-central-1.amazonaws.com' }],
    ['region', { region: 'eu-central-1' }],
    ['profile', { profile: 'acme-live' }],
    ['account', { account: '222222222222' }],
    ['kind', { kind: 'profile' }],
  ];
  for (const [what, change] of OTHERS) {
    it(`was agreed to for one ${what}: for another, the default applies until the user typed the name`, async () => {
      const { levels, window } = await createLevels();
      const wanted = { ...ENVIRONMENT, protection: 'open' } as const;
      await levels.agree(wanted, 'open', AWS);
      assert.equal(levels.read(wanted, AWS), 'open');
      const other = { ...AWS, ...change };
      const usual = what === 'profile' ? 'readOnly' : 'confirm';
      assert.equal(levels.read(wanted, other), usual);
      await levels.settle(wanted, other);
      assert.equal(levels.read(wanted, other), usual);
      window.typed = 'x';
      await levels.settle(wanted, other);
      assert.equal(levels.read(wanted, other), 'open');
      assert.equal(levels.read(wanted, AWS), 'confirm');
    });
  }

  it('was agreed to before the account was known, and is for that account from then on', async () => {
    const { levels } = await createLevels();
    const wanted = { ...ENVIRONMENT, protection: 'open' } as const;
    const { account: _, ...unknown } = AWS;
    await levels.agree(wanted, 'open', unknown);
    await levels.settle(wanted, AWS);
    assert.equal(levels.read(wanted, AWS), 'open');
    assert.equal(levels.read(wanted, { ...AWS, account: '222222222222' }), 'confirm');
    assert.equal(levels.read(wanted, unknown), 'confirm');
  });

  it('is readOnly for an environment that names a profile of production', async () => {
    const { levels } = await createLevels();
    assert.equal(levels.read(ENVIRONMENT, AWS), 'confirm');
    assert.equal(levels.read(ENVIRONMENT, { ...AWS, profile: 'acme-prod' }), 'readOnly');
  });
});
