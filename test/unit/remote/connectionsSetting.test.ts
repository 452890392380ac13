import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createSettingsWorld, type SettingsWorld } from '../../support/upstream/settingsWorld.ts';

const ENTRY = { name: 'orders', kind: 'endpoint', endpoint: 'http://127.0.0.1:1' };

describe('The setting queueside.connections', () => {
  let settings: SettingsWorld;

  afterEach(() => settings.restore());

  for (const value of [null, {}, 'x', 7]) {
    it(`may be ${JSON.stringify(value)} without harm to the local broker: a sentence says what is wrong`, async () => {
      settings = await createSettingsWorld(value);
      const { code } = settings.world;
      code.registerRemote(settings.ports);
      assert.deepEqual(settings.loaded, ['dist/remote.js']);
      settings.window.said.splice(0);
      const remote = new code.RemoteConnections(settings.ports);
      assert.deepEqual(settings.window.said, ['“queueside.connections” must be a list of connections.']);
      remote.dispose();
    });
  }

  for (const value of [undefined, []]) {
    it(`loads no bundle if it is ${JSON.stringify(value)}`, async () => {
      settings = await createSettingsWorld(value);
      settings.world.code.registerRemote(settings.ports);
      assert.deepEqual([settings.loaded, settings.window.said], [[], []]);
    });
  }

  it('is reported, and not fatal, if its bundle cannot be loaded', async () => {
    settings = await createSettingsWorld([ENTRY]);
    settings.world.code.registerRemote(settings.ports);
    assert.equal(settings.logged.length, 1);
    assert.match(settings.window.said.join(), /cannot be used/);
  });

  it('keeps what the user wrote that is no list, whatever is added', async () => {
    settings = await createSettingsWorld({ orders: ENTRY });
    const remote = new settings.world.code.RemoteConnections(settings.ports);
    await assert.rejects(async () => remote.save(ENTRY, 'orders', undefined), /must be a list/);
    assert.deepEqual(settings.read(), { orders: ENTRY });
    remote.dispose();
  });
});
