import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Uri } from 'vscode';
import { lendMembers } from '../../support/connections/lendMembers.ts';
import { loadConnectionCode } from '../../support/connections/loadConnectionCode.mjs';
import { ScriptedSession } from '../../support/connections/scriptedSession.ts';
import { makeFunction } from '../../support/functions/functionSamples.ts';
import { MemoryMemento } from '../../support/memoryMemento.ts';

/** In place of the bundle: it counts how often it is used. */
const BUNDLE = `let count = 0;
exports.createTemplates = () => ({ count: ++count, dispose: () => undefined });
`;

interface World {
  /** Of the files of the workspace. */
  readonly found?: readonly string[];
  readonly choices?: Readonly<Record<string, string>>;
}

describe('The bundle of templates', () => {
  const folder = mkdtempSync(join(tmpdir(), 'queueside-templates-'));
  let loadCount = 0;
  let giveBack: () => void = () => undefined;

  afterEach(() => giveBack());

  after(() => rmSync(folder, { recursive: true, force: true }));

  async function open({ found = [], choices }: World) {
    const code = await loadConnectionCode();
    const bundle = join(folder, `bundle${loadCount++}.cjs`);
    writeFileSync(bundle, BUNDLE);
    const created = new code.EventEmitter<Uri>();
    const foldersChanged = new code.EventEmitter<void>();
    const searches: unknown[] = [];
    giveBack = lendMembers(code.workspace, {
      findFiles: (...search: unknown[]) => {
        searches.push(search);
        return Promise.resolve(found.map((path) => code.Uri.parse(`file://${path}`)));
      },
      onDidChangeWorkspaceFolders: foldersChanged.event,
      createFileSystemWatcher: () => ({ onDidCreate: created.event, dispose: () => created.dispose() }),
    });
    const workspaceState = new MemoryMemento();
    if (choices !== undefined) await workspaceState.update('templates.choices', choices);
    const session = new ScriptedSession([]);
    const subscriptions: object[] = [];
    const load = code.registerTemplates({
      context: { asAbsolutePath: () => bundle, subscriptions: subscriptions as never, workspaceState },
      session: session as never,
      settings: { read: () => true } as never,
      definitions: { queue: (work) => void work() },
      log: { info: () => undefined, warn: () => undefined },
    });
    return {
      load,
      session,
      /** A folder with these files is added to the workspace. */
      addFolder: (paths: readonly string[]) => {
        found = paths;
        foldersChanged.fire();
      },
      searches,
      create: (path: string) => created.fire(code.Uri.parse(`file://${path}`)),
      isLoaded: async () => {
        await new Promise((resolve) => setImmediate(resolve));
        return subscriptions.some((each) => 'count' in each);
      },
    };
  }

  it('is not read in a window without templates and functions', async () => {
    const { create, session, isLoaded } = await open({});
    session.notify('function/changed', { functions: [] });
    create('/w/node_modules/some/template.yaml');
    assert.equal(await isLoaded(), false);
  });

  it('is read when a template is found', async () => {
    const { isLoaded, searches } = await open({ found: ['/w/template.yaml'] });
    assert.equal(await isLoaded(), true);
    // One is enough.
    assert.deepEqual(
      searches.map((search) => (search as unknown[])[2]),
      [1],
    );
  });

  it('is read when a template is made', async () => {
    const { create, isLoaded } = await open({});
    create('/w/shop/template.yaml');
    assert.equal(await isLoaded(), true);
  });

  it('is read when a folder with a template is added to the workspace', async () => {
    const { addFolder, isLoaded } = await open({});
    addFolder([]);
    assert.equal(await isLoaded(), false);
    addFolder(['/other/template.yaml']);
    assert.equal(await isLoaded(), true);
  });

  it('is read without a search if templates of the workspace are in use', async () => {
    const { isLoaded, searches } = await open({ choices: { 'file:///w/template.yaml': 'used' } });
    assert.deepEqual([await isLoaded(), searches], [true, []]);
  });

  it('is read when a function is declared', async () => {
    const { session, isLoaded } = await open({});
    session.notify('function/changed', { functions: [makeFunction('resize')] });
    assert.equal(await isLoaded(), true);
  });

  it('is read by a command, and once', async () => {
    const { load } = await open({ found: ['/w/template.yaml'] });
    const templates = load() as unknown as { readonly count: number };
    assert.deepEqual([templates.count, load() === (templates as unknown)], [1, true]);
  });
});
