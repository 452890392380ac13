import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The parts of esbuild's metafile that say which packages' code is in which bundle.
 * @typedef {{ outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }> }} Metafile
 */

/**
 * @typedef {object} BundledPackage
 * @property {string} name
 * @property {string} version
 * @property {string} license as an SPDX expression
 * @property {string} texts everything that it says of its licence
 */

/** The folder of a package, the innermost one: a package can bring packages of its own. */
const PACKAGE_FOLDER = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;
const LICENCE_FILE = /^(licen[cs]e|copying|copyright|notice|third-?party-?notices?)/i;
const RULE = '-'.repeat(100);

const MIT_TEXT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/** Packages that name the MIT license and their author in package.json, and bring no file with its text. */
const AUTHORS_WITHOUT_TEXT = new Map([['@vscode/l10n', 'Microsoft Corporation']]);

/** Packages that bring no file with their licence, and one of the same repository, published together with them, that does. */
const SAME_REPOSITORY = new Map(
  ['credential-provider-http', 'credential-provider-login', 'nested-clients'].map((name) => [
    `@aws-sdk/${name}`,
    '../core',
  ]),
);

/** What the build changes in a package; the license of the codicons asks to say so. */
const CHANGES = new Map([
  ['@vscode/codicons', 'Changed: the font and its style sheet have only the icons that Queueside shows.'],
]);

/**
 * The folders of the packages of which code, styles or fonts are in a bundle.
 * @param {Metafile} metafile
 * @returns {string[]} from the project's root, in order; none that the bundler left out as unused
 */
export function listBundledFolders({ outputs }) {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  const folders = inputs
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([path]) => PACKAGE_FOLDER.exec(path)?.[1] ?? []);
  return [...new Set(folders)].sort();
}

/**
 * The notices that the licences of bundled packages ask for. A text that several packages share is in it once.
 * @param {string} root the project's
 * @param {Metafile} metafile of the bundles that are shipped together
 * @throws when a package has no licence text: such code must not be shipped
 */
export function describeNotices(root, metafile) {
  const packages = listBundledFolders(metafile).map((folder) => readPackage(join(root, folder)));
  const sections = [...new Set(packages.map(({ texts }) => texts))].map((texts) => {
    const sharing = packages.filter((bundled) => bundled.texts === texts);
    const titles = sharing.map(({ name, version, license }) => `${name} ${version} (${license})`);
    return [RULE, ...new Set(titles), RULE, '', texts, ''].join('\n');
  });
  return [
    'Third-party notices',
    '',
    'Queueside contains code of the following packages, under the licenses that follow their names.',
    '',
    ...sections,
  ].join('\n');
}

/**
 * @param {string} folder
 * @returns {BundledPackage}
 */
function readPackage(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const source = join(folder, SAME_REPOSITORY.get(name) ?? '.');
  const files = readdirSync(source)
    .filter((file) => LICENCE_FILE.test(file))
    .sort();
  const author = AUTHORS_WITHOUT_TEXT.get(name);
  if (files.length === 0 && license === 'MIT' && author !== undefined)
    return { name, version, license, texts: `MIT License\n\nCopyright (c) ${author}\n\n${MIT_TEXT}` };
  if (files.length === 0 || typeof license !== 'string')
    throw new Error(`${name} ${version} is in a bundle and has no license text: do not ship it`);
  const changes = CHANGES.get(name);
  const licenses = files.map((file) => readText(join(source, file))).join('\n\n');
  const texts = changes === undefined ? licenses : `${changes}\n\n${licenses}`;
  return { name, version, license, texts };
}

/** @param {string} path */
function readText(path) {
  return readFileSync(path, 'utf8').replaceAll('\r\n', '\n').replace(/^\n+/, '').trimEnd();
}
