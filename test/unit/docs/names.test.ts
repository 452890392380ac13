import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { PAGES } from '../../support/docs/pages.ts';

/** Reviews and records are of their time; what they name may be gone. */
const CURRENT = PAGES.filter((page) => !page.startsWith('docs/adr/'));

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly commands: readonly { readonly category: string; readonly title: string }[];
    readonly configuration: readonly { readonly properties: Readonly<Record<string, unknown>> }[];
  };
}

describe('what the pages name', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  const texts = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;
  const settings = manifest.contributes.configuration.flatMap(({ properties }) => Object.keys(properties));
  const translate = (text: string): string => texts[text.slice(1, -1)] ?? text;
  const { commands } = manifest.contributes;
  const titles = commands.map(({ title }) => translate(title));
  const inPalette = commands.map(({ category, title }) => `${translate(category)}: ${translate(title)}`);

  for (const page of CURRENT) {
    const text = readFileSync(page, 'utf8');

    it(`are settings that exist: ${page}`, () => {
      const named = [...text.matchAll(/`(queueside\.[a-z]\w*(?:\.\w+)*)`/g)].map(([, name = '']) => name);
      const unknown = named.filter((name) => !settings.includes(name) && !name.endsWith('.json'));
      assert.deepEqual(unknown, []);
    });

    it(`are commands by their title, as the palette has it: ${page}`, () => {
      const named = [...text.matchAll(/\*\*(Queueside(?:\s+\w+)?:\s+[^*]+)\*\*/g)].map(([, label = '']) =>
        label.replaceAll(/\s+/g, ' '),
      );
      assert.deepEqual(
        named.filter((label) => !inPalette.includes(label)),
        [],
      );
      const dotted = [...text.matchAll(/(?<!\*)\*([A-Z][^*]*…)\*(?!\*)/g)].map(([, title = '']) =>
        title.replaceAll(/\s+/g, ' '),
      );
      assert.deepEqual(
        dotted.filter((title) => !titles.includes(title)),
        [],
      );
    });

    it(`are scripts of npm that exist: ${page}`, () => {
      if (page.startsWith('extension/samples/')) return;
      const named = [...text.matchAll(/\bnpm run (?:-s )?([\w:]+)/g)].map(([, name = '']) => name);
      assert.deepEqual(
        named.filter((name) => !(name in manifest.scripts)),
        [],
      );
    });

    it(`are files and folders that exist: ${page}`, () => {
      const named = [...text.matchAll(/`((?:broker|extension|webview|test|docs)\/[\w./-]+)`/g)];
      assert.deepEqual(
        named.map(([, path = '']) => path).filter((path) => !existsSync(path)),
        [],
      );
    });
  }
});
