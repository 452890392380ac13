import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listScripts, type WebviewName } from '../../extension/webviews/pageHtml.ts';

/** The global objects by which bundles give packages to those of pages, and their scripts. */
const SHARED = {
  queuesideRuntime: 'runtime.js',
  queuesideCodeEditor: 'codeEditor.js',
  queuesideCharts: 'charts.js',
};
/** What pages load before their own script. */
const LOADED_BEFORE: ReadonlySet<string> = new Set(['elements.js', ...Object.values(SHARED)]);

const { outputs } = JSON.parse(readFileSync(join('dist', 'metafile.json'), 'utf8')) as {
  readonly outputs: Readonly<
    Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>
  >;
};

const PAGES = readdirSync(join('dist', 'webview'))
  .filter((name) => name.endsWith('.js') && !LOADED_BEFORE.has(name))
  .map((name) => name.slice(0, -'.js'.length) as WebviewName);

/** Style sheets that a script imports are not in it. */
function listInputs(page: WebviewName): string[] {
  return Object.entries(outputs[`dist/webview/${page}.js`]?.inputs ?? {})
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path);
}

describe('The scripts of a page', () => {
  it('are known', () => assert.ok(PAGES.includes('trace') && PAGES.length >= 10, PAGES.join()));

  for (const page of PAGES) {
    it(`of ${page} load what its own takes from others, and nothing else`, () => {
      const inputs = listInputs(page);
      const taken = Object.entries(SHARED)
        .filter(([name]) => inputs.some((input) => input.startsWith(`${name}:`)))
        .map(([, script]) => script);
      const loaded = listScripts(page);
      assert.equal(loaded.at(-1), `${page}.js`);
      assert.deepEqual(new Set(loaded.slice(0, -1)), new Set(['elements.js', ...taken]));
    });
  }

  it('have each package once, whatever the page', () => {
    const pagesOf = new Map<string, Set<string>>();
    for (const page of PAGES)
      for (const input of listInputs(page)) {
        const name = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1];
        if (name !== undefined) pagesOf.set(name, (pagesOf.get(name) ?? new Set()).add(page));
      }
    assert.ok(pagesOf.size > 0);
    assert.deepEqual(
      [...pagesOf]
        .filter(([, pages]) => pages.size > 1)
        .map(([name, pages]) => `${name}: ${[...pages].join()}`),
      [],
    );
  });
});
