import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/**
 * Who may import whom (docs/architecture.md). A key is a folder; the longest one that holds a file speaks for it. The
 * compiler's project references forbid most of this already; this is for the rules inside `broker/`, which is one project.
 */
const MAY_IMPORT: Readonly<
  Record<string, { readonly folders: readonly string[]; readonly packages: readonly RegExp[] }>
> = {
  'broker/protocol': { folders: [], packages: [] },
  'broker/engine': { folders: [], packages: [] },
  'broker/files': { folders: ['broker/protocol'], packages: [/^node:/] },
  'broker/storage': {
    folders: ['broker/engine', 'broker/files', 'broker/kms', 'broker/protocol'],
    packages: [/^node:/],
  },
  'broker/cli': {
    folders: [
      'broker/engine',
      'broker/files',
      'broker/protocol',
      'broker/control',
      'broker/kms',
      'broker/storage',
      'broker/auth',
    ],
    packages: [/^node:/, /^ws$/, /^vscode-jsonrpc/],
  },
  'broker/memory': { folders: ['broker/engine'], packages: [/^node:/] },
  'broker/auth': { folders: ['broker/engine', 'broker/files'], packages: [/^node:/, /^jsonc-parser$/] },
  'broker/kms': { folders: ['broker/engine', 'broker/files', 'broker/auth'], packages: [/^node:/] },
  'broker/tls': { folders: ['broker/files'], packages: [/^node:/, /^@peculiar\/asn1-/] },
  'broker/trace': { folders: ['broker/engine', 'broker/protocol'], packages: [/^node:/] },
  'broker/faults': { folders: ['broker/engine', 'broker/protocol', 'broker/trace'], packages: [] },
  'broker/telemetry': {
    folders: ['broker/engine', 'broker/trace', 'broker/protocol'],
    packages: [/^@opentelemetry\//],
  },
  'broker/accounting': { folders: ['broker/engine', 'broker/protocol'], packages: [] },
  'broker/definitions': {
    folders: ['broker/engine', 'broker/protocol', 'broker/faults'],
    packages: [/^node:/, /^jsonc-parser$/],
  },
  'broker/sqs': {
    folders: ['broker/engine', 'broker/auth', 'broker/kms'],
    packages: [/^node:/],
  },
  'broker/control': {
    folders: [
      'broker/engine',
      'broker/protocol',
      'broker/trace',
      'broker/accounting',
      'broker/definitions',
      'broker/faults',
      'broker/telemetry',
      'broker/kms',
    ],
    packages: [/^node:/, /^ws$/, /^vscode-jsonrpc/, /^nanoid$/],
  },
  broker: { folders: ['broker'], packages: [/.*/] },
  webview: { folders: ['broker/protocol'], packages: [/^(?!vscode$|node:)/] },
  extension: { folders: ['broker/protocol', 'webview'], packages: [/.*/] },
};

/** Files of the broker's own floor that all its parts may use: types that two fronts share. */
const SHARED_BROKER_FILES = /^broker\/[^/]+\.ts$/;

function listSources(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('node_modules') && !name.includes('samples'));
}

function floorOf(file: string): string {
  const floors = Object.keys(MAY_IMPORT).filter((floor) => file.startsWith(`${floor}/`));
  return floors.sort((one, other) => other.length - one.length)[0] ?? '';
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const found = text.matchAll(
    /^\s*(?:import|export)\b[^'";]*?from\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|^import\s*'([^']+)'/gm,
  );
  return [...found].map(([, plain, dynamic, bare]) => (plain ?? dynamic ?? bare) as string);
}

/** What an import breaks, in words; undefined when it is allowed. */
function findBreach(file: string, specifier: string): string | undefined {
  const floor = floorOf(file);
  const rule = MAY_IMPORT[floor];
  if (rule === undefined) return `${file} is on no floor`;
  if (!specifier.startsWith('.')) {
    return rule.packages.some((allowed) => allowed.test(specifier))
      ? undefined
      : `${file} imports ${specifier}`;
  }
  const target = normalize(join(dirname(file), specifier));
  if (target === 'package.json') return undefined;
  const isAllowed = [floor, ...rule.folders].some((folder) => target.startsWith(`${folder}/`));
  const isShared = floor.startsWith('broker/') && rule.folders.length > 0 && SHARED_BROKER_FILES.test(target);
  return isAllowed || isShared ? undefined : `${file} imports ${target}`;
}

describe('imports', () => {
  const sources = ['broker', 'extension', 'webview'].flatMap((folder) => listSources(folder));

  it('are read from a tree that is there', () => {
    assert.ok(sources.length > 50);
    assert.deepEqual(importsOf('broker/engine/operations/createEngine.ts').length, 3);
  });

  it('go only downwards', () => {
    const breaches = sources.flatMap((file) =>
      importsOf(file).map((specifier) => findBreach(file, specifier)),
    );
    assert.deepEqual(
      breaches.filter((breach) => breach !== undefined),
      [],
    );
  });

  it('are refused where they go up or across', () => {
    assert.ok(findBreach('broker/engine/state/queue.ts', '../sqs/server.ts'));
    assert.ok(findBreach('broker/engine/state/queue.ts', 'node:fs'));
    assert.ok(findBreach('broker/sqs/http/server.ts', '../control/server.ts'));
    assert.ok(findBreach('broker/control/server.ts', '../sqs/server.ts'));
    assert.ok(findBreach('webview/trace/main.tsx', '../../broker/engine/state/queue.ts'));
    assert.ok(findBreach('extension/main.ts', '../broker/engine/state/queue.ts'));
    assert.ok(findBreach('broker/trace/ring.ts', '../../test/support/x.ts'));
  });
});
