import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Lines of a source file. A longer one has more than one purpose. */
const MAXIMUM_LINES = 350;
const FOLDERS = ['broker', 'extension', 'webview', 'test'];
const SOURCE = /\.(?:ts|tsx|mjs|css)$/;

function listSources(): string[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name))),
  ).filter((path) => SOURCE.test(path) && !path.includes('node_modules'));
}

function countLines(path: string): number {
  return readFileSync(path, 'utf8').trimEnd().split('\n').length;
}

describe('source files', () => {
  it(`have at most ${MAXIMUM_LINES} lines`, () => {
    const sources = listSources();
    assert.ok(sources.length > 1_000);
    const long = sources.map((path) => ({ path, lines: countLines(path) }));
    assert.deepEqual(
      long.filter(({ lines }) => lines > MAXIMUM_LINES),
      [],
    );
  });
});
