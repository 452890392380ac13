import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Keys } from '../../../broker/connections/client/credentials.ts';
import { MAXIMUM_CONNECTIONS } from '../../../broker/connections/definition.ts';
import { readDefinition } from '../../../broker/connections/readDefinitions.ts';
import { createSettingsWorld, type SettingsWorld } from '../../support/upstream/settingsWorld.ts';

const ENTRY = { name: 'orders', kind: 'endpoint', endpoint: 'http://127.0.0.1:1' };

const KEYS: Keys = { accessKeyId: 'AKID', secretAccessKey: 'secret' };

function define(entry: object) {
  const definition = readDefinition(entry);
  assert.ok(typeof definition !== 'string');
  return definition;
}

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
    await assert.rejects(async () => remote.save(ENTRY, define(ENTRY), 'open', undefined), /must be a list/);
    assert.deepEqual(settings.read(), { orders: ENTRY });
    remote.dispose();
  });

  it('gives a connection the queues that were added to it, without closing it', async () => {
    settings = await createSettingsWorld([ENTRY]);
    const remote = new settings.world.code.RemoteConnections(settings.ports);
    const find = () => settings.ports.connections.all.find(({ name }) => name === 'orders');
    const before = find();
    const given: unknown[] = [];
    Object.assign(before ?? {}, { setAdded: (urls: unknown) => given.push(urls) });
    const queues = ['http://x/000000000000/bills'];
    settings.change([{ ...ENTRY, queues }]);
    remote.update();
    assert.deepEqual([find() === before, given], [true, [queues]]);
    remote.dispose();
  });

  describe('with a connection that was added with keys and the level open', () => {
    const OTHER = { ...ENTRY, name: 'bills' };
    const remembered = () => [
      Object.keys(settings.memory.get<object>('queueside.connectionLevels') ?? {}),
      [...settings.secrets.keys()],
    ];

    async function add() {
      settings = await createSettingsWorld([]);
      const remote = new settings.world.code.RemoteConnections(settings.ports);
      for (const entry of [ENTRY, OTHER]) await remote.save(entry, define(entry), 'open', KEYS);
      return remote;
    }

    it('keeps neither when its entry disappears, and those of others', async () => {
      const remote = await add();
      settings.change([OTHER]);
      remote.update();
      await settled();
      assert.deepEqual(remembered(), [['bills'], ['queueside.connectionKeys.bills']]);
      remote.dispose();
    });

    it('keeps both while its entry has a mistake, or the setting is no list', async () => {
      const remote = await add();
      for (const value of [[{ ...ENTRY, kind: 'endpiont' }, OTHER], null]) {
        settings.change(value);
        remote.update();
        await settled();
        assert.equal(remembered()[1]?.length, 2);
      }
      remote.dispose();
    });

    it('keeps neither when it is removed', async () => {
      const remote = await add();
      await settings.ports.connections.all.find(({ name }) => name === 'bills')?.remote?.remove();
      assert.deepEqual(remembered(), [['orders'], ['queueside.connectionKeys.orders']]);
      assert.deepEqual(settings.read(), [ENTRY]);
      remote.dispose();
    });

    it('looks also if the last entry disappeared while no window was open', async () => {
      const remote = await add();
      remote.dispose();
      settings.change([]);
      settings.world.code.registerRemote(settings.ports);
      assert.deepEqual(settings.loaded, ['dist/remote.js']);
      const next = new settings.world.code.RemoteConnections(settings.ports);
      await settled();
      assert.deepEqual(remembered(), [[], []]);
      next.dispose();
    });

    for (const [what, change] of Object.entries({
      endpoint: { endpoint: 'http://127.0.0.1:2' },
      region: { region: 'eu-central-1' },
    })) {
      it(`does not use the keys after its ${what} was edited, and the row says so`, async () => {
        const remote = await add();
        settings.change([{ ...ENTRY, ...change }, OTHER]);
        remote.update();
        const connection = settings.ports.connections.all.find(({ name }) => name === 'orders');
        await connection?.remote?.open();
        assert.match(
          String(connection?.remote?.problem),
          /“orders” was entered for another endpoint or region/,
        );
        remote.dispose();
      });
    }

    it('writes nothing beyond the number of connections that are read', async () => {
      const full = Array.from({ length: MAXIMUM_CONNECTIONS }, (_, index) => ({
        ...ENTRY,
        name: `x${index}`,
      }));
      settings = await createSettingsWorld(full);
      const remote = new settings.world.code.RemoteConnections(settings.ports);
      await assert.rejects(
        async () => remote.save(ENTRY, define(ENTRY), 'open', KEYS),
        /more than 100 connections/,
      );
      assert.deepEqual([remembered(), settings.read()], [[[], []], full]);
      remote.dispose();
    });

    it('leaves nothing behind if the settings cannot be written', async () => {
      settings = await createSettingsWorld([]);
      const remote = new settings.world.code.RemoteConnections(settings.ports);
      settings.rejectWrites(new Error('read-only'));
      await assert.rejects(async () => remote.save(ENTRY, define(ENTRY), 'open', KEYS), /read-only/);
      assert.deepEqual(remembered(), [[], []]);
      remote.dispose();
    });
  });
});

/** After what an update does without being waited for. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
