/** What the files of one room may import, beside each other. */
export interface Room {
  /** Where it runs. */
  readonly runs: string;
  /** What it is for, in a few words. */
  readonly purpose: string;
  /** Rooms and folders whose files it may import. */
  readonly imports: readonly string[];
  /** Rooms of which it may import types, and nothing that exists at run time. */
  readonly typesOf: readonly string[];
  /** Node.js modules and packages, as they are imported; a star stands for the rest of a name. */
  readonly packages: readonly string[];
}

export const NODE = 'node:*';
/** Translates texts; the one way in the whole product, beside `vscode.l10n`. */
export const TEXTS = '@vscode/l10n';
/** The packages that every subject of the extension may import. */
export const HOST = [NODE, 'vscode', TEXTS];
/** The packages that every panel may import. */
export const PREACT = ['preact*', '@preact/signals', TEXTS];

/** Begins a room that runs in the broker and imports nothing. */
export function room(purpose: string, rules: Partial<Room> = {}): Room {
  return { runs: 'broker', purpose, imports: [], typesOf: [], packages: [], ...rules };
}

/** Begins a room that runs in a webview. */
export function panel(purpose: string, rules: Partial<Room> = {}): Room {
  return { runs: 'webview', purpose, imports: [], typesOf: [], packages: PREACT, ...rules };
}

/** What every subject of the extension may import. */
const FLOORS = [
  'broker/protocol',
  'extension/broker',
  'extension/connections',
  'extension/ground',
  'extension/settings',
];

/** Begins a room that runs in the extension host, on the floors below. */
export function subject(purpose: string, rules: Partial<Room> = {}): Room {
  const { imports = [], ...others } = rules;
  return {
    runs: 'extension host',
    purpose,
    imports: [...FLOORS, ...imports],
    typesOf: [],
    packages: HOST,
    ...others,
  };
}

/** @param rooms of the trace whose files it may import */
export function traceRoom(purpose: string, rooms: readonly string[] = []): Room {
  return panel(purpose, {
    imports: ['broker/protocol', 'webview/shared', ...rooms.map((name) => `webview/trace/${name}`)],
    typesOf: ['webview/protocol.ts', 'webview/trace/traceStore.ts'],
    packages: [...PREACT, '@tanstack/virtual-core', 'uplot*'],
  });
}
