import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { ROOMS } from '../support/importRules.ts';
import { printRooms } from '../support/printRooms.ts';

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

/** Each view of the trace reads what it shows from the panel's store, which is made of the models in the views' rooms. */
const STORE_OF_VIEWS = 'webview/trace/traceStore.ts';

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** What can be reached from a place, in whatever number of steps; itself only where a circle leads back. */
function reach(graph: Graph, from: string): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [from];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    for (const next of graph.get(place) ?? []) {
      if (!reached.has(next)) open.push(next);
      reached.add(next);
    }
  }
  return reached;
}

/** Who imports whom, types included, but for the store's type in its views; `nameOf` says what a file counts as. */
function drawGraph(sources: readonly string[], nameOf: (file: string) => string): Graph {
  const graph = new Map<string, Set<string>>();
  for (const file of sources) {
    const from = nameOf(file);
    for (const { specifier, isType } of importsOf(file)) {
      const target = normalize(join(dirname(file), specifier));
      if (!specifier.startsWith('.') || (isType && target === STORE_OF_VIEWS)) continue;
      const to = nameOf(target);
      if (to === from || to === '') continue;
      graph.set(from, (graph.get(from) ?? new Set()).add(to));
    }
  }
  return graph;
}

/** Rooms from which a way leads back to them. */
function findCircles(sources: readonly string[]): string[] {
  const graph = drawGraph(sources, roomOf);
  return [...graph.keys()].filter((room) => reach(graph, room).has(room));
}

/** Files of a circle of imports with more than so many files. */
function findWideCircles(sources: readonly string[], maximumFiles: number): string[] {
  const graph = drawGraph(sources, (file) => file);
  const reached = new Map([...graph.keys()].map((file) => [file, reach(graph, file)]));
  return [...reached].flatMap(([file, others]) => {
    if (!others.has(file)) return [];
    const circle = [...others].filter((other) => reached.get(other)?.has(file) === true);
    return circle.length > maximumFiles ? [file] : [];
  });
}

const value = (specifier: string): Import => ({ specifier, isType: false });
const type = (specifier: string): Import => ({ specifier, isType: true });

describe('imports', () => {
  const sources = ['broker', 'extension', 'webview'].flatMap((folder) => listSources(folder));

  it('are read from all files, with what is a type', () => {
    assert.ok(sources.length > 50);
    assert.equal(importsOf('broker/engine/operations/createEngine.ts').length, 3);
    const ofGuard = importsOf('broker/http/guard.ts');
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

  it('begin in a folder that the table has, but for what puts the folders together', () => {
    const loose = sources.filter((file) => ['extension', 'webview'].includes(roomOf(file)));
    assert.deepEqual(loose.map((file) => file.replace(/\/commands\/.*/, '/commands')).toSorted(), [
      'extension/api.ts',
      'extension/brokerLink.ts',
      'extension/brokerStores.ts',
      'extension/commands',
      'extension/commands',
      'extension/main.ts',
      'extension/services.ts',
      'webview/alarmFormProtocol.ts',
      'webview/forecastProtocol.ts',
      'webview/loadProtocol.ts',
      'webview/messageProtocol.ts',
      'webview/metricsProtocol.ts',
      'webview/protocol.ts',
      'webview/queueEditorProtocol.ts',
      'webview/receiveProtocol.ts',
      'webview/scalingProtocol.ts',
    ]);
  });

  it('make no circle between rooms, types included', () => {
    assert.deepEqual(findCircles(sources), []);
  });

  it('make no circle of more than three files in the extension and the panels, types included', () => {
    const floors = sources.filter((file) => /^(?:extension|webview)\//.test(file));
    assert.deepEqual(findWideCircles(floors, 3), []);
    assert.ok(findWideCircles(floors, 1).length > 0);
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
    assert.ok(findBreach('extension/queues/pickQueue.ts', type('../debug/inFlightStore.ts')));
    assert.ok(findBreach('extension/queues/tree/queueNode.ts', type('../../services.ts')));
    assert.ok(findBreach('extension/clock/resetClock.ts', value('../queues/queueStore.ts')));
    assert.ok(findBreach('webview/composer/app.tsx', type('../trace/app.tsx')));
  });

  it('may name a type where a value would be refused', () => {
    assert.equal(findBreach('broker/telemetry/x.ts', type('../engine/state/queue.ts')), undefined);
    assert.ok(findBreach('broker/telemetry/x.ts', value('../engine/state/queue.ts')));
    assert.equal(findBreach('extension/clock/resetClock.ts', type('../queues/queueStore.ts')), undefined);
  });

  it('are printed in docs/architecture.md as the table has them', () => {
    const page = readFileSync('docs/architecture.md', 'utf8');
    const printed = /<!-- rooms:begin[^\n]*-->\n\n([^]*?)\n<!-- rooms:end -->/.exec(page)?.[1];
    assert.equal(printed, printRooms());
  });
});
