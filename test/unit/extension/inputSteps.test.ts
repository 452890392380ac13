import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Menus of one step: another click is a way out of them, and loses nothing. */
const MENUS = [
  'chooseDebugConnection.ts',
  'copyShellExports.ts',
  'filterQueues.ts',
  'gatewayCommands.ts',
  'showActions.ts',
];
/** Menus that ask by `pick`. */
const PICKED_MENUS = [
  'arrangeQueues.ts',
  'attachDeadLetters.ts',
  'changeAlarms.ts',
  'chooseTraceSource.ts',
  'explainDenial.ts',
  'offerImport.ts',
  'pickFinding.ts',
  'removeArrivalBreakpoint.ts',
  'undoLastChange.ts',
];

function readSources(folder: string): { readonly name: string; readonly source: string }[] {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((path) => path.endsWith('.ts') && !path.startsWith('samples'))
    .map((path) => ({ name: basename(path), source: readFileSync(join(folder, path), 'utf8') }));
}

describe('what the editor asks in steps', () => {
  // The walkthrough's page takes the focus back when a command that it started opens a second input.
  it('stays open when something else takes the focus', () => {
    const sources = readSources('extension');
    const asking = sources
      .filter(({ name }) => !MENUS.includes(name))
      .flatMap(({ name, source }) =>
        [...source.matchAll(/window\.show(?:QuickPick|InputBox)\(/g)].map(({ index }) => ({
          name,
          options: source.slice(index, source.indexOf(');', index)),
        })),
      );
    assert.ok(asking.length > 20);
    for (const { name, options } of asking) {
      assert.match(
        options,
        name === 'pick.ts' ? /ignoreFocusOut: !isMenu|, options/ : /ignoreFocusOut: true/,
        name,
      );
    }
    const picked = sources.filter(({ source }) => source.includes('isMenu: true')).map(({ name }) => name);
    assert.deepEqual(picked.toSorted(), PICKED_MENUS);
    const made = sources.filter(({ source }) => /window\.create(?:QuickPick|InputBox)/.test(source));
    assert.ok(made.length > 0);
    for (const { source } of made) assert.match(source, /ignoreFocusOut = true/);
  });
});

describe('a page of a panel', () => {
  it('asks for nothing that could fail unsaid', () => {
    const handlers = readSources('extension').flatMap(({ name, source }) =>
      [...source.matchAll(/onDidReceiveMessage\(/g)].map(({ index }) => ({
        name,
        handler: source.slice(index, source.indexOf('})', index)),
      })),
    );
    assert.ok(handlers.length > 3);
    for (const { name, handler } of handlers) assert.match(handler, /tellFailure\(/, name);
  });
});
