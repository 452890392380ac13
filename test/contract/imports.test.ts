import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { ROOMS, printRooms } from '../support/importRules.ts';

interface Import {
  readonly specifier: string;
  readonly isType: boolean;
}

function listSources(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('node_modules') && !name.includes('samples'));
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

function roomOf(path: string): string {
  const rooms = Object.keys(ROOMS).filter((folder) => isWithin(path, folder));
  return rooms.sort((one, other) => other.length - one.length)[0] ?? '';
}

function importsOf(file: string): Import[] {
  const found = readFileSync(file, 'utf8').matchAll(
    /^\s*(?:import|export)\s+(type\b)?[^'";]*?from\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|^import\s*'([^']+)'/gm,
  );
  return [...found].map(([, type, plain, dynamic, bare]) => ({
    specifier: (plain ?? dynamic ?? bare) as string,
    isType: type !== undefined,
  }));
}

function allowsPackage(pattern: string, specifier: string): boolean {
  return pattern.endsWith('*') ? specifier.startsWith(pattern.slice(0, -1)) : specifier === pattern;
}

/** What an import breaks, in words; undefined when it is allowed. */
function findBreach(file: string, { specifier, isType }: Import): string | undefined {
  const folder = roomOf(file);
  const room = ROOMS[folder];
  if (room === undefined) return `${file} is in no room`;
  if (!specifier.startsWith('.')) {
    if (room.packages.some((pattern) => allowsPackage(pattern, specifier))) return undefined;
    return `${file} imports ${specifier}`;
  }
  const target = normalize(join(dirname(file), specifier));
  if (target === 'package.json') return undefined;
  const allowed = [folder, ...room.imports, ...(isType ? room.typesOf : [])];
  return allowed.some((each) => isWithin(target, each)) ? undefined : `${file} imports ${target}`;
}

/** Rooms whose files import each other's, in whatever number of steps. */
function findCircles(sources: readonly string[], { withTypes }: { readonly withTypes: boolean }): string[] {
  const targets = new Map<string, Set<string>>();
  for (const file of sources) {
    const from = roomOf(file);
    for (const { specifier, isType } of importsOf(file)) {
      if (!specifier.startsWith('.') || (isType && !withTypes)) continue;
      const to = roomOf(normalize(join(dirname(file), specifier)));
      if (to === from || to === '') continue;
      targets.set(from, (targets.get(from) ?? new Set()).add(to));
    }
  }
  const reach = (from: string): ReadonlySet<string> => {
    const reached = new Set<string>();
    const open = [from];
    for (let room = open.pop(); room !== undefined; room = open.pop()) {
      for (const next of targets.get(room) ?? []) {
        if (!reached.has(next)) open.push(next);
        reached.add(next);
      }
    }
    return reached;
  };
  return [...targets.keys()].filter((room) => reach(room).has(room));
}

const value = (specifier: string): Import => ({ specifier, isType: false });
const type = (specifier: string): Import => ({ specifier, isType: true });

describe('imports', () => {
  const sources = ['broker', 'extension', 'webview'].flatMap((folder) => listSources(folder));

  it('are read from all files, with what is a type', () => {
    assert.ok(sources.length > 50);
    assert.equal(importsOf('broker/engine/operations/createEngine.ts').length, 3);
    const ofGuard = importsOf('broker/sqs/calls/guard.ts');
    assert.ok(ofGuard.some(({ isType }) => isType));
    assert.ok(importsOf('broker/main.ts').some(({ isType }) => !isType));
  });

  it('are what the table of rooms allows', () => {
    const breaches = sources.flatMap((file) => importsOf(file).map((each) => findBreach(file, each)));
    assert.deepEqual(
      breaches.filter((breach) => breach !== undefined),
      [],
    );
  });

  it('make no circle between rooms, in the broker types included', () => {
    assert.deepEqual(findCircles(sources, { withTypes: false }), []);
    const ofBroker = sources.filter((file) => isWithin(file, 'broker'));
    assert.deepEqual(findCircles(ofBroker, { withTypes: true }), []);
  });

  it('are refused where they go up or across', () => {
    const queue = 'broker/engine/state/queue.ts';
    assert.ok(findBreach(queue, type('../../sqs/http/server.ts')));
    assert.ok(findBreach(queue, type('../../protocol/broker.ts')));
    assert.ok(findBreach(queue, value('node:fs')));
    assert.ok(findBreach('broker/sqs/http/server.ts', value('../../control/server.ts')));
    assert.ok(findBreach('broker/control/server.ts', value('../sqs/http/server.ts')));
    assert.ok(findBreach('webview/trace/main.tsx', type('../../broker/engine/state/queue.ts')));
    assert.ok(findBreach('extension/main.ts', type('../broker/engine/state/queue.ts')));
    assert.ok(findBreach('broker/trace/ring.ts', value('../../test/support/x.ts')));
  });

  it('may name a type where a value would be refused', () => {
    assert.equal(findBreach('broker/telemetry/x.ts', type('../engine/state/queue.ts')), undefined);
    assert.ok(findBreach('broker/telemetry/x.ts', value('../engine/state/queue.ts')));
  });

  it('are printed in docs/architecture.md as the table has them', () => {
    const page = readFileSync('docs/architecture.md', 'utf8');
    const printed = /<!-- rooms:begin[^\n]*-->\n\n([^]*?)\n<!-- rooms:end -->/.exec(page)?.[1];
    assert.equal(printed, printRooms());
  });
});
