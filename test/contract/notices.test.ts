import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Metafile {
  readonly outputs: Readonly<Record<string, Output>>;
}

interface Output {
  readonly bytes: number;
  readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>;
}

/** A comment that minifiers keep, because a license wants it kept. */
const LEGAL_COMMENT = /\/\*(?:!|(?:(?!\*\/)[^])*?@(?:license|preserve))(?:(?!\*\/)[^])*\*\//g;
const COPYRIGHT = /\bcopyright\b.*\w/i;

/** Each file of a package that left something in a bundle. */
function listPackageFiles({ inputs }: Output): string[] {
  return Object.entries(inputs)
    .filter(([path, { bytesInOutput }]) => path.includes('node_modules/') && bytesInOutput > 0)
    .map(([path]) => path);
}

/** The folder of the package that a file is from: the first one upwards whose package.json has a version. */
function findPackage(path: string): {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
} {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (!existsSync(manifest)) continue;
    const { name, version } = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, string>;
    if (name !== undefined && version !== undefined) return { folder, name, version };
  }
}

function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

describe('the notices of the bundled packages', () => {
  const notices = readFileSync(join('dist', 'ThirdPartyNotices.txt'), 'utf8');
  const { outputs } = JSON.parse(readFileSync(join('dist', 'metafile.json'), 'utf8')) as Metafile;

  it('are made of the bundles that are packed', () => {
    const bundles = ['dist', join('dist', 'webview')].flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => /\.(?:js|css|ttf)$/.test(name))
        .map((name) => join(folder, name)),
    );
    assert.ok(bundles.length >= 12);
    for (const path of bundles)
      assert.equal(outputs[path.replaceAll('\\', '/')]?.bytes, statSync(path).size, path);
  });

  it('name every package of which something is in a bundle, with its version and its license text', () => {
    const squeezed = squeeze(notices);
    const packages = Object.values(outputs).flatMap(listPackageFiles).map(findPackage);
    const byFolder = new Map(packages.map((found) => [found.folder, found]));
    assert.ok(byFolder.size > 50);
    for (const { folder, name, version } of byFolder.values()) {
      assert.ok(notices.includes(`\n${name} ${version} (`), `${name} ${version}`);
      const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|notice|copyright)/i.test(file));
      // Its text is that of another package of the same repository.
      if (files.length === 0 && name.startsWith('@aws-sdk/')) {
        const section = squeezed.slice(squeezed.indexOf(`${name} ${version} (Apache-2.0)`));
        assert.match(section, /^(?:\S+ \S+ \(Apache-2\.0\) )+-+ Apache License Version 2\.0/, folder);
      } else if (files.length === 0) {
        const section = squeezed.slice(squeezed.indexOf(`${name} ${version} (MIT)`));
        assert.match(
          section,
          /^\S+ \S+ \(MIT\) -+ MIT License Copyright \(c\) \w.{0,80} Permission is hereby granted/,
          folder,
        );
      }
      for (const file of files) {
        const text = readFileSync(join(folder, file), 'utf8');
        assert.ok(squeezed.includes(squeeze(text)), join(folder, file));
      }
    }
  });

  it('say that the icon font is not whole, as its license asks', () => {
    assert.match(notices, /\n@vscode\/codicons \S+ \(CC-BY-4\.0\)\n-+\n\nChanged: the font .+\n/);
  });

  it('are beside the copyright lines that the sources of the packages want kept in the code', () => {
    let kept = 0;
    for (const [bundle, output] of Object.entries(outputs)) {
      const code = readFileSync(bundle, 'utf8');
      for (const path of listPackageFiles(output).filter((name) => /\.[cm]?js$/.test(name))) {
        const comments = readFileSync(path, 'utf8').match(LEGAL_COMMENT) ?? [];
        for (const line of comments.flatMap((comment) => COPYRIGHT.exec(comment)?.[0] ?? [])) {
          assert.ok(code.includes(line.trim()), `${line} of ${path} in ${bundle}`);
          kept += 1;
        }
      }
    }
    assert.ok(kept > 0);
  });
});
