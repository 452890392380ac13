// Which texts a bundle shows, so that it gets the translations of these and no others.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** `l10n.t('…'`, with nothing but an end of the text or arguments behind it. The contract tests allow no other call. */
export const LITERAL = /\bl10n\.t\(\s*(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`[^`$]*`)\s*[,)]/g;

/**
 * The texts of a source, as the program has them.
 * @param {string} contents
 * @returns {string[]}
 */
export function readLiterals(contents) {
  return (contents.match(LITERAL) ?? []).map((call) =>
    call
      .replace(/^l10n\.t\(\s*.|.\s*[,)]$/g, '')
      .replaceAll(/\\(.)/g, (_, character) => (character === 'n' ? '\n' : character)),
  );
}

/**
 * The texts of all sources that are in a bundle, sorted.
 * @param {string} root the project's folder
 * @param {{ outputs: Record<string, { inputs: Record<string, unknown> }> }} metafile of esbuild
 * @returns {string[]}
 */
export function listBundleTexts(root, metafile) {
  const sources = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
  const texts = sources
    .filter((path) => /^(?:broker|extension|webview)\/.*\.tsx?$/u.test(path))
    .flatMap((path) => readLiterals(readFileSync(join(root, path), 'utf8')));
  return [...new Set(texts)].sort();
}

/**
 * An esbuild plugin that writes the keys of a panel's texts beside it.
 * @param {string} root
 * @param {string} path of the file, from the root
 * @returns {import('esbuild').Plugin}
 */
export function writeTextKeys(root, path) {
  return afterBuild('text-keys', (metafile) =>
    write(join(root, path), JSON.stringify(listBundleTexts(root, metafile))),
  );
}

/**
 * An esbuild plugin that writes the translations of a program's texts, for a program that finds its language itself. Bundles that
 * the program loads later share it: the file has the texts of all of them.
 * @param {string} root
 * @param {{ translations: string, folder: string }} paths the folder with all texts, and the one to write to, from the root
 * @returns {import('esbuild').Plugin}
 */
export function writeTranslations(root, { translations, folder }) {
  /** @type {Map<string, string[]>} */
  const textsByBundle = new Map();
  return afterBuild('translations', (metafile) => {
    textsByBundle.set(Object.keys(metafile.outputs).sort().join(), listBundleTexts(root, metafile));
    const texts = [...new Set([...textsByBundle.values()].flat())].sort();
    for (const name of readdirSync(join(root, translations))) {
      if (!/^bundle\.l10n\..+\.json$/u.test(name)) continue;
      const all = JSON.parse(readFileSync(join(root, translations, name), 'utf8'));
      const some = Object.fromEntries(
        texts.filter((text) => Object.hasOwn(all, text)).map((text) => [text, all[text]]),
      );
      write(join(root, folder, name), JSON.stringify(some));
    }
  });
}

/**
 * @param {string} name
 * @param {(metafile: import('esbuild').Metafile) => void} run
 * @returns {import('esbuild').Plugin}
 */
function afterBuild(name, run) {
  return {
    name,
    setup: (build) =>
      build.onEnd(({ metafile }) => {
        if (metafile !== undefined) run(metafile);
      }),
  };
}

/** @param {string} path @param {string} text */
function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
