import type { ExtensionContext, LogOutputChannel } from 'vscode';
import type { RemoteConnectionsPorts } from '../../../extension/remote/remoteConnections.ts';
import { createConnectionWorld } from '../connections/connectionWorld.ts';
import { MemoryMemento } from '../memoryMemento.ts';

/** A window with a setting `queueside.connections` that it can also write, and a secret storage. */
export async function createSettingsWorld(setting: unknown) {
  const world = await createConnectionWorld();
  const { workspace } = world.code as unknown as { readonly workspace: Record<string, unknown> };
  const listeners = new Set<(event: { affectsConfiguration(): boolean }) => void>();
  let current = setting;
  let rejects: Error | undefined;
  const before = { ...workspace };
  const change = (value: unknown) => {
    current = value;
    for (const listener of listeners) listener({ affectsConfiguration: () => true });
  };
  Object.assign(workspace, {
    isTrusted: true,
    getConfiguration: () => ({
      get: (_: string, fallback: unknown) => (current === undefined ? fallback : current),
      update: (_: string, value: unknown) => {
        if (rejects !== undefined) return Promise.reject(rejects);
        change(value ?? []);
        return Promise.resolve();
      },
    }),
    onDidChangeConfiguration: (listener: (event: { affectsConfiguration(): boolean }) => void) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
    onDidGrantWorkspaceTrust: () => ({ dispose: () => undefined }),
  });
  const secrets = new Map<string, string>();
  const logged: unknown[] = [];
  const memory = new MemoryMemento();
  const loaded: string[] = [];
  const context = {
    globalState: memory,
    secrets: {
      get: (key: string) => Promise.resolve(secrets.get(key)),
      store: (key: string, value: string) => Promise.resolve(void secrets.set(key, value)),
      delete: (key: string) => Promise.resolve(void secrets.delete(key)),
    },
    subscriptions: [],
    asAbsolutePath: (path: string) => {
      loaded.push(path);
      return `/missing/${path}`;
    },
  } as unknown as ExtensionContext;
  const log = { error: (error: unknown) => logged.push(error), warn: (text: unknown) => logged.push(text) };
  const ports: RemoteConnectionsPorts = {
    context,
    connections: world.connections,
    log: log as unknown as LogOutputChannel,
    settings: { read: () => 0 } as never,
    folder: '/missing',
    openTrace: () => Promise.resolve(),
    findFaults: () => undefined,
  };
  const { window } = world.code as unknown as { readonly window: { readonly said: string[]; typed: string } };
  window.said.splice(0);
  return {
    world,
    window,
    ports,
    memory,
    secrets,
    logged,
    /** Bundles that were asked for; there are none. */
    loaded,
    /** As if the user edited the setting. */
    change,
    read: () => current,
    /** The file with the settings cannot be written. */
    rejectWrites: (error: Error) => {
      rejects = error;
    },
    /** Gives the other tests their window back. */
    restore: () => {
      for (const key of Object.keys(workspace)) if (!Object.hasOwn(before, key)) delete workspace[key];
      Object.assign(workspace, before);
    },
  };
}

export type SettingsWorld = Awaited<ReturnType<typeof createSettingsWorld>>;
