import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ICON_NAMES } from '../../webview/shared/iconNames.ts';

const FONT = join('dist', 'webview', 'codicon.ttf');
const SHEET = join('dist', 'webview', 'codicon.css');
const LIST = join('webview', 'shared', 'iconNames.ts');

/** How the pages' code names the icon font, other than through `Icon`, which the compiler checks. */
const KNOWN_MENTIONS = [
  'webview/shared/brokerNotice.tsx: codicon-modifier-spin',
  'webview/shared/controls.tsx: codicon codicon-${name} ${className}',
  'webview/trace/lanes/laneTheme.ts: 14px codicon',
  'webview/trace/lanes/laneTheme.ts: codicon codicon-${EVENT_KINDS[kind].icon}',
  'webview/trace/lanes/laneView.tsx: 14px codicon',
];

/** An element of the library with an icon of its own, which the style sheet of the page draws. */
const ELEMENT_ICON = /<vscode-icon\b[^>]*?\bname="([\w-]+)"|(?<![\w-])codicon-(\w[\w-]*)/g;

function readSources(pattern: RegExp, folder = 'webview'): (readonly [path: string, text: string])[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => pattern.test(path) && path !== LIST && !path.includes('node_modules'))
    .map((path) => [path.replaceAll('\\', '/'), readFileSync(path, 'utf8')]);
}

function listElementIcons(source: string): string[] {
  return [...source.matchAll(ELEMENT_ICON)].map(([, name, className]) => name ?? className ?? '');
}

/** The characters that the built style sheet gives to icons. */
function readSheet(): Map<string, number> {
  const rules = readFileSync(SHEET, 'utf8').matchAll(
    /\.codicon-([\w-]+):{1,2}before\s*\{\s*content:\s*"\\([\da-f]+)"/g,
  );
  return new Map(Array.from(rules, ([, name = '', digits = '']) => [name, Number.parseInt(digits, 16)]));
}

describe('the icons of the pages', () => {
  /** What the built font draws for a character: an outline as a path of SVG, empty for nothing. */
  let drawCharacter: (character: number) => string;
  let characters: number[] = [];

  before(async () => {
    const { Blob, Face, Font } = await import('harfbuzzjs');
    const face = new Face(new Blob(new Uint8Array(readFileSync(FONT)).buffer));
    const font = new Font(face);
    characters = [...face.collectUnicodes()];
    drawCharacter = (character) => font.glyphToPath(font.nominalGlyph(character) ?? 0);
  });

  it('are in the built font and its style sheet, and these alone', () => {
    const sheet = readSheet();
    assert.deepEqual(new Set(sheet.keys()), new Set(ICON_NAMES));
    assert.deepEqual(new Set(characters), new Set(sheet.values()));
  });

  it('have an outline each, and no two the same', () => {
    const outlines = [...readSheet().values()].map((character) => drawCharacter(character));
    assert.ok(outlines.every((outline) => outline.length > 10));
    assert.equal(new Set(outlines).size, ICON_NAMES.length);
    assert.ok(!outlines.includes(drawCharacter('A'.codePointAt(0) ?? 0)), 'the box of a missing character');
  });

  it('are all drawn somewhere', () => {
    const code = readSources(/\.tsx?$/).map(([, text]) => text);
    assert.deepEqual(
      ICON_NAMES.filter((name) => !code.some((text) => new RegExp(`['"]${name}['"]`).test(text))),
      [],
    );
  });

  it('are named in the ways that the compiler checks', () => {
    const mentions = readSources(/\.tsx?$/).flatMap(([path, text]) =>
      [...text.matchAll(/(['"`])([^'"`\n]*\bcodicon\b[^'"`\n]*)\1/g)].map(
        ([, , words]) => `${path}: ${words}`,
      ),
    );
    assert.deepEqual(mentions.sort(), KNOWN_MENTIONS);
    const unchecked = readSources(/\.tsx?$/).flatMap(([path, text]) =>
      (text.match(/\bas IconName\b|<vscode-icon\b|\bicon\??: string\b|\.icon = /g) ?? []).map(
        (found) => `${path}: ${found}`,
      ),
    );
    assert.deepEqual(unchecked, []);
    const inExtension = readSources(/\.tsx?$/, 'extension').filter(([, text]) =>
      /(?<![\w-])codicon-\w/.test(text),
    );
    assert.deepEqual(inExtension, []);
  });

  it('that style sheets name, by a class or by their character, are in the font', () => {
    const sheets = readSources(/\.css$/);
    const classes = sheets.flatMap(([, text]) => text.match(/(?<=\.codicon-)[\w-]+/g) ?? []);
    assert.deepEqual(
      classes.filter((name) => name !== 'modifier-spin' && !ICON_NAMES.some((known) => known === name)),
      [],
    );
    // The area of Unicode without characters of its own, in which icon fonts have theirs.
    const escapes = sheets.flatMap(([, text]) =>
      [...text.matchAll(/\\([ef][\da-f]{3})\b/gi)].map(([, digits]) => Number.parseInt(digits ?? '', 16)),
    );
    const ownCharacters = escapes.filter((character) => character >= 0xe000 && character <= 0xf8ff);
    assert.ok(ownCharacters.length > 0, 'the sign of a checkbox');
    assert.deepEqual(
      ownCharacters.filter((character) => !characters.includes(character)),
      [],
    );
  });

  it('that elements of the library draw are in the font', () => {
    const { outputs } = JSON.parse(readFileSync(join('dist', 'metafile.json'), 'utf8')) as {
      readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, unknown>> }>>;
    };
    const inputs = Object.entries(outputs)
      .filter(([path]) => path.startsWith('dist/webview/') && path.endsWith('.js'))
      .flatMap(([, output]) => Object.keys(output.inputs));
    const ofLibrary = [...new Set(inputs)].filter((path) => path.includes('node_modules/@vscode-elements/'));
    assert.ok(ofLibrary.some((path) => path.endsWith('vscode-icon.js')));
    assert.deepEqual(
      ofLibrary
        .flatMap((path) => listElementIcons(readFileSync(path, 'utf8')))
        .filter((name) => !ICON_NAMES.some((known) => known === name)),
      [],
    );
    // An element that no page has shows what would be found.
    const unused = 'node_modules/@vscode-elements/elements/dist/vscode-multi-select/vscode-multi-select.js';
    assert.deepEqual(listElementIcons(readFileSync(unused, 'utf8')), ['checklist', 'clear-all']);
  });
});
