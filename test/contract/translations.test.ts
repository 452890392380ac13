import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LITERAL, readLiterals } from '../support/bundleTexts.mjs';
import { translateSchemas } from '../support/translateSchemas.mjs';
import { BUNDLE, BUNDLE_FOLDER, exportTexts, readSources } from '../support/exportTexts.mjs';

interface Metafile {
  readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, unknown>> }>>;
}

type Texts = Readonly<Record<string, string>>;

const readTexts = (path: string): Texts => JSON.parse(readFileSync(path, 'utf8'));

/** What comes in at run time, and what a machine reads: the same in every language. */
function listFixedParts(text: string): readonly string[] {
  return (text.match(/\{\w+\}|`[^`]+`|\]\(command:[\w.]+\)|\$\([a-z-]+\)/g) ?? []).sort();
}

/** Which values of a text are times in words, such as "4 days": in German, "von 4 Tage" would be wrong. */
function listTimes(contents: string): readonly (readonly [text: string, value: number])[] {
  const names = [...contents.matchAll(/const (\w+) = formatTime\(/g)].map(([, name]) => name ?? '');
  return [...contents.matchAll(LITERAL)].flatMap((call) => {
    const [text = ''] = readLiterals(call[0]);
    const behind = contents.slice(call.index + call[0].length);
    const values = behind.slice(0, behind.indexOf(';')).split(/,\s/);
    return values.slice(0, text.match(/\{\d\}/g)?.length ?? 0).flatMap((value, index) => {
      const isTime = value.trim().startsWith('formatTime(') || names.includes(value.trim());
      return isTime ? [[text, index] as const] : [];
    });
  });
}

/** Pairs of the English file and one that translates it. */
const TRANSLATIONS = [
  ...readdirSync(BUNDLE_FOLDER)
    .filter((name) => /^bundle\.l10n\..+\.json$/.test(name))
    .map((name) => [BUNDLE, join(BUNDLE_FOLDER, name)] as const),
  ...readdirSync('.')
    .filter((name) => /^package\.nls\..+\.json$/.test(name))
    .map((name) => ['package.nls.json', name] as const),
];

describe('the texts of the product', () => {
  it('are all in the exported bundle, which has no others', async () => {
    assert.deepEqual(readTexts(BUNDLE), await exportTexts('.'), 'run npm run l10n');
  });

  it('are literals: a text that is put together cannot be translated', () => {
    const wrong = readSources('.').filter(
      ({ contents }) => contents.match(LITERAL)?.length !== contents.match(/\bl10n\.t\b/g)?.length,
    );
    assert.deepEqual(
      wrong.map(({ path }) => path),
      [],
    );
  });

  it('are exported from every call', async () => {
    const texts = await exportTexts('.');
    const keys = new Set(Object.keys(texts));
    const called = readSources('.').flatMap(({ contents }) => readLiterals(contents));
    assert.deepEqual(
      called.filter((text) => !keys.has(text)),
      [],
    );
  });

  it('are only in bundles that load translations: each has its own copy of the package, or that of the pages', () => {
    const { outputs } = JSON.parse(readFileSync('dist/metafile.json', 'utf8')) as Metafile;
    const translated = Object.keys(outputs).filter((bundle) =>
      Object.keys(outputs[bundle]?.inputs ?? {}).some((input) => /@vscode\/l10n(?:\/|$)/.test(input)),
    );
    assert.deepEqual(translated.filter((bundle) => bundle.endsWith('.js')).sort(), [
      'dist/aws.js',
      'dist/broker.js',
      'dist/consumers.js',
      'dist/extension.js',
      'dist/pages.js',
      'dist/remote.js',
      'dist/templates.js',
      ...[
        'alarmForm',
        'composer',
        'forecast',
        'load',
        'message',
        'metrics',
        'queueEditor',
        'receive',
        'runtime',
        'scaling',
        'trace',
      ].map((name) => `dist/webview/${name}.js`),
    ]);
  });

  it('are translated into German', () => {
    assert.deepEqual(TRANSLATIONS.map(([, path]) => path).filter((path) => path.includes('.de.')).length, 2);
  });

  it('of the schemas are all translated: npm run l10n writes a schema for each language', () => {
    const { files, missing, unused } = translateSchemas('.');
    assert.deepEqual({ missing, unused }, { missing: [], unused: [] });
    for (const [path, schema] of files)
      assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')), schema, path);
    const named = readTexts('package.nls.de.json');
    const paths = [named['schema.definitions'], named['schema.credentials']].map((path) => join(path ?? ''));
    assert.deepEqual([...files.keys()].sort(), paths.sort());
  });

  it('in German need no dative of a time: its plural has an n more', () => {
    const german = readTexts(join(BUNDLE_FOLDER, 'bundle.l10n.de.json'));
    const times = readSources('.').flatMap(({ contents }) => listTimes(contents));
    assert.ok(times.length >= 6, `${times.length} times were found`);
    const wrong = times.flatMap(([text, value]) => {
      const place = `\\b(?:aus|bei|binnen|in|mit|nach|seit|von|vor|zu) \\{${value}\\}`;
      return [german[text] ?? ''].filter((translation) => new RegExp(place, 'i').test(translation));
    });
    assert.deepEqual(wrong, []);
  });

  for (const [source, path] of TRANSLATIONS) {
    describe(`in ${path}`, () => {
      const texts = readTexts(source);
      const translation = readTexts(path);

      it('are exactly those that exist in English', () => {
        assert.deepEqual(Object.keys(translation), Object.keys(texts));
        assert.deepEqual(
          Object.entries(translation).filter(([, text]) => text.trim() === ''),
          [],
        );
      });

      it('have the same placeholders, code and links', () => {
        const wrong = Object.entries(translation).filter(
          ([key, text]) => listFixedParts(text).join() !== listFixedParts(texts[key] ?? '').join(),
        );
        assert.deepEqual(wrong, []);
      });

      it('begin and end with the same spaces and signs', () => {
        const edges = (text: string): string => `${/^\s*/.exec(text)?.[0]}|${/(?:…|:|\s)*$/.exec(text)?.[0]}`;
        const wrong = Object.entries(translation).filter(
          ([key, text]) => edges(text) !== edges(texts[key] ?? ''),
        );
        assert.deepEqual(wrong, []);
      });
    });
  }
});
