import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import type { ConnectionDefinition } from '../../../broker/connections/definition.ts';
import type { ProtectionLevel } from '../../../broker/protection/protectionLevel.ts';
import { createConnectionWorld } from '../../support/connections/connectionWorld.ts';
import { MemoryConnection } from '../../support/connections/memoryConnection.ts';

/** The setting as the user, the workspace and its folder have it. */
interface Scopes {
  user?: string | undefined;
  workspace?: string | undefined;
  folder?: string | undefined;
}

const DEFINITIONS: Readonly<Record<string, Partial<ConnectionDefinition>>> = {
  'orders prod': { kind: 'profile', region: 'eu-west-1' },
  stack: { kind: 'endpoint', endpoint: 'http://127.0.0.1:4566' },
  work: { kind: 'profile' },
};

describe('The choice of what to debug against', () => {
  let restore = () => undefined as void;
  afterEach(() => restore());

  async function open(scopes: Scopes, hasFolder = true) {
    const world = await createConnectionWorld();
    const { code, connections, window } = world;
    const { workspace } = code as unknown as { readonly workspace: Record<string, unknown> };
    const before = { ...workspace };
    restore = () => {
      for (const key of Object.keys(workspace)) if (!Object.hasOwn(before, key)) delete workspace[key];
      Object.assign(workspace, before);
    };
    for (const [name, level] of [
      ['orders prod', 'readOnly'],
      ['stack', 'open'],
      ['work', 'confirm'],
    ] as const satisfies readonly (readonly [string, ProtectionLevel])[]) {
      const connection = new MemoryConnection(name.replace(' ', '-'), []);
      Object.assign(connection, { name, remote: { level } });
      connections.add(connection);
    }
    Object.assign(workspace, {
      workspaceFolders: hasFolder ? [{ uri: 'file:///shop' }] : undefined,
      getConfiguration: () => ({
        get: () => scopes.folder ?? scopes.workspace ?? scopes.user ?? '',
        inspect: () => ({ globalValue: scopes.user }),
        update: (_: string, value: string | undefined, target: number) => {
          scopes[target === 1 ? 'user' : 'workspace'] = value;
          return Promise.resolve();
        },
      }),
    });
    const choose = async (label: string) => {
      window.choose = (items) => items.find((item) => item.label.endsWith(label));
      await code.chooseDebugConnection(
        connections,
        (id) => DEFINITIONS[id.replace('-', ' ')] as ConnectionDefinition,
      );
    };
    return { ...world, choose };
  }

  it('lists the local broker and the connections with level and place, and checks the current one', async () => {
    const { window, choose } = await open({ workspace: 'stack' });
    await choose('nothing');
    assert.deepEqual(
      window.items.map(({ label, description, detail }) => [label, description, detail]),
      [
        ['$(blank) Local broker', '', undefined],
        [
          '$(blank) orders prod',
          'readOnly · eu-west-1',
          'Consumers are rejected: the level readOnly only allows calls that read.',
        ],
        ['$(check) stack', 'open · 127.0.0.1:4566 · current', undefined],
        ['$(blank) work', 'confirm · region of the profile', undefined],
        ['$(add) Add Connection…', undefined, undefined],
      ],
    );
  });

  it('shows a connection that is gone', async () => {
    const { window, choose } = await open({ workspace: 'old' });
    await choose('nothing');
    const gone = window.items.find(({ label }) => label.endsWith('old'));
    assert.deepEqual(
      [gone?.label, gone?.description, gone?.detail],
      ['$(check) old', 'current', 'No connection has this name: launches are cancelled.'],
    );
  });

  for (const [title, before, hasFolder, label, after] of [
    ['the workspace if a folder is open', {}, true, 'work', { workspace: 'work' }],
    ['the user without a folder', {}, false, 'work', { user: 'work' }],
    ['nothing for the local broker', { workspace: 'work' }, true, 'Local broker', { workspace: undefined }],
    [
      'the workspace for the local broker if the user has chosen another one for all',
      { user: 'stack' },
      true,
      'Local broker',
      { user: 'stack', workspace: '' },
    ],
    [
      'nothing for the local broker without a folder',
      { user: 'stack' },
      false,
      'Local broker',
      { user: undefined },
    ],
  ] as const) {
    it(`is written to ${title}`, async () => {
      const scopes: Scopes = { ...before };
      const { window, choose } = await open(scopes, hasFolder);
      await choose(label);
      assert.deepEqual(scopes, after);
      assert.deepEqual(window.said, [
        label === 'work' ? 'The next launches call work.' : 'The next launches call the local broker.',
      ]);
    });
  }

  it('says that a folder has its own', async () => {
    const { window, choose } = await open({ folder: 'stack' });
    await choose('work');
    assert.match(window.said[0] ?? '', /^A folder of this workspace has its own value/);
  });

  it('leads to a new connection', async () => {
    const { choose, executed } = await open({});
    await choose('Add Connection…');
    assert.deepEqual(executed, [['queueside.addConnection']]);
  });
});
