import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SETTINGS } from '../../extension/settings/allSettings.ts';
import { packExtension } from '../support/packExtension.mjs';
import { findProjectRoot } from '../support/project.mjs';
import { listZipEntries, readZipEntry } from '../support/zipEntries.ts';

/** A tenth of it is the AWS SDK, which is loaded for the first connection to another endpoint. */
const LIMIT_BYTES = 1.9 * 1024 * 1024;
/** What VS Code reads when it activates the extension, in every window. */
const ACTIVATION_LIMIT_BYTES = 350_000;

const MAXIMUM_TAGS = 30;
/** vsce looks for secrets in every file: eight seconds of a processor that other tests may use too. */
const PACKING_TIMEOUT_MS = 180_000;

/** All that may be in the package. vsce renames the README, the changelog and the licence. */
const ALLOWED = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(package\.json|package\.nls(\.[\w-]+)?\.json|readme\.md|changelog\.md|LICENSE(\.txt|\.md)?)$/,
  /^extension\/dist\/ThirdPartyNotices\.txt$/,
  /^extension\/dist\/(extension|controlClient|broker|certificate|exporter|cloudWatch|lambda|runtimeApi|bodyEncryption|fileFormats|userKeys|exportImport|pages|consumers|programs|templateFiles|templates|remote|aws|gateway)\.js$/,
  /^extension\/dist\/runtimes\/(node\.mjs|python\.py|Loop\.java)$/,
  /^extension\/dist\/webview\/\w+\.(js|css|ttf)$/,
  /^extension\/dist\/webview\/\w+\.texts\.json$/,
  /^extension\/extension\/l10n\/[\w.-]+\.json$/,
  /^extension\/extension\/media\/[\w.-]+\.(svg|png)$/,
  /^extension\/extension\/schemas\/[\w.-]+\.json$/,
  /^extension\/extension\/walkthrough\/[\w.-]+\.(svg|png|md)$/,
  /^extension\/extension\/samples\/\w+\/([\w.-]+\.(js|json|md|py|txt|go|mod|sum|xml|html)|src\/main\/java\/\w+\.java|\.vscode\/\w+\.json|\.gitignore|\.npmrc)$/,
  /^extension\/extension\/samples\/watermark\/bucket\/uploads\/\w+\.png$/,
  /^extension\/extension\/samples\/orders\/([\w.-]+\.(mjs|yaml|jsonl)|(order|stock|mail|cdk\.out\/asset\.\w+)\/app\.(mjs|py)|cdk\.out\/(cdk\.out|[\w.-]+\.json))$/,
  /^extension\/extension\/samples\/video\/(src\/\w+\.(ts|py)|clips\/\w+\.mp4|bucket\/uploads\/\.gitignore)$/,
];

const REQUIRED = [
  'extension/package.json',
  'extension/readme.md',
  'extension/changelog.md',
  'extension/package.nls.de.json',
  'extension/extension/l10n/bundle.l10n.de.json',
  'extension/LICENSE.txt',
  'extension/dist/ThirdPartyNotices.txt',
  'extension/dist/extension.js',
  'extension/dist/controlClient.js',
  'extension/dist/broker.js',
  'extension/dist/certificate.js',
  'extension/dist/exporter.js',
  'extension/dist/cloudWatch.js',
  'extension/dist/lambda.js',
  'extension/dist/runtimeApi.js',
  'extension/dist/templates.js',
  'extension/dist/fileFormats.js',
  'extension/dist/userKeys.js',
  'extension/dist/programs.js',
  'extension/dist/exportImport.js',
  'extension/dist/pages.js',
  'extension/dist/consumers.js',
  'extension/dist/remote.js',
  'extension/dist/aws.js',
  'extension/dist/gateway.js',
  'extension/dist/templateFiles.js',
  'extension/dist/runtimes/node.mjs',
  'extension/dist/runtimes/python.py',
  'extension/dist/runtimes/Loop.java',
  'extension/extension/schemas/queueside.schema.json',
  'extension/extension/schemas/queueside.schema.de.json',
  'extension/extension/schemas/queueside.credentials.schema.de.json',
  'extension/dist/webview/composer.js',
  'extension/dist/webview/composer.texts.json',
  'extension/dist/webview/load.texts.json',
  'extension/dist/webview/metrics.js',
  'extension/dist/webview/runtime.css',
  'extension/dist/webview/runtime.js',
  'extension/dist/webview/trace.js',
  'extension/dist/webview/trace.texts.json',
  'extension/extension/samples/watermark/worker.js',
  'extension/extension/samples/watermark/.vscode/launch.json',
  'extension/extension/samples/video/clips/sunrise.mp4',
  'extension/extension/samples/video/src/worker.ts',
  'extension/extension/samples/video/src/worker.py',
  'extension/extension/samples/video/bucket/uploads/.gitignore',
  'extension/extension/samples/orders/template.yaml',
  'extension/extension/samples/orders/mail/app.py',
  'extension/extension/samples/orders/cdk.out/manifest.json',
];

/** What the build put into each bundle. */
function readMetafile() {
  return JSON.parse(readFileSync(join(findProjectRoot(), 'dist', 'metafile.json'), 'utf8')) as {
    readonly outputs: Readonly<
      Record<
        string,
        {
          readonly inputs: Readonly<Record<string, unknown>>;
          readonly imports: readonly { readonly path: string; readonly kind: string }[];
        }
      >
    >;
  };
}

describe('the package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'queueside-package-'));
  let archive: Buffer;
  let names: string[] = [];
  let bytes = 0;

  before(async function () {
    this.timeout(PACKING_TIMEOUT_MS);
    const packed = await packExtension(folder);
    bytes = packed.bytes;
    archive = readFileSync(packed.path);
    names = listZipEntries(archive);
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('holds only what is listed', () => {
    assert.deepEqual(
      names.filter((name) => !ALLOWED.some((pattern) => pattern.test(name))),
      [],
    );
  });

  it('holds all that is needed', () => {
    assert.deepEqual(
      REQUIRED.filter((name) => !names.includes(name)),
      [],
    );
  });

  it('holds what its broker loads later', () => {
    const { outputs } = readMetafile();
    const late = (outputs['dist/broker.js']?.imports ?? [])
      .filter(({ kind, path }) => kind === 'dynamic-import' && path.startsWith('./'))
      .map(({ path }) => `extension/dist/${path.slice(2)}`);
    assert.ok(late.includes('extension/dist/lambda.js'));
    assert.deepEqual(
      late.filter((name) => !names.includes(name)),
      [],
    );
  });

  it('is at most 1.9 MiB', () => {
    assert.ok(bytes <= LIMIT_BYTES, `${bytes} bytes`);
  });

  it('activates from at most 350 kB, without the language client', () => {
    const bundle = readFileSync(join(findProjectRoot(), 'dist', 'extension.js'), 'utf8');
    assert.ok(Buffer.byteLength(bundle) <= ACTIVATION_LIMIT_BYTES, `${Buffer.byteLength(bundle)} bytes`);
    assert.ok(!bundle.includes('textDocument/didOpen'));
    // Only the manifest has them.
    assert.ok(bundle.includes('transfers.messagesPerSecond'));
    assert.ok(!bundle.includes(SETTINGS['transfers.messagesPerSecond'].text));
    assert.ok(bundle.includes('copyMessages') && !bundle.includes('Copy Messages to Queue…'));
    const client = readFileSync(join(findProjectRoot(), 'dist', 'controlClient.js'), 'utf8');
    assert.ok(client.includes('textDocument/didOpen'));
  });

  it('starts its broker without the code of certificates, exported traces, CloudWatch and Lambda, which few users need', () => {
    const { outputs } = readMetafile();
    const namesRare = (path: string): boolean =>
      /@peculiar|asn1|@opentelemetry|cborg|broker\/lambda\/front|mappingPoller/.test(path);
    const inBundle = (name: string): string[] => Object.keys(outputs[`dist/${name}.js`]?.inputs ?? {});
    assert.deepEqual(inBundle('broker').filter(namesRare), []);
    assert.ok(inBundle('certificate').some(namesRare));
    assert.ok(inBundle('exporter').some(namesRare));
    assert.ok(inBundle('cloudWatch').some(namesRare));
    assert.ok(inBundle('lambda').some(namesRare));
  });

  it('names no file in its manifest that it does not hold', () => {
    const text = readFileSync(join(findProjectRoot(), 'package.json'), 'utf8');
    const named = [...text.matchAll(/"\.?\/?((?:extension|dist)\/[^"*]+\.\w+)"/g)].map(([, path]) =>
      String(path),
    );
    assert.ok(named.length > 0);
    assert.deepEqual(
      named.filter((path) => !names.includes(`extension/${path}`)),
      [],
    );
  });

  it('has at most 30 tags, the keywords and those that vsce adds: the Marketplace rejects more', () => {
    const tags = /<Tags>([^<]*)<\/Tags>/
      .exec(readZipEntry(archive, 'extension.vsixmanifest'))?.[1]
      ?.split(',');
    assert.ok(tags !== undefined && tags.includes('sqs'));
    assert.ok(tags.length <= MAXIMUM_TAGS, String(tags));
  });

  it('has at most 5 keywords, as the reference of the manifest says', () => {
    const { keywords } = JSON.parse(readFileSync('package.json', 'utf8')) as { keywords: string[] };
    assert.ok(keywords.length <= 5, String(keywords));
  });

  it('is not packed with a warning', async function () {
    this.timeout(PACKING_TIMEOUT_MS);
    const extension = join(folder, 'warned');
    mkdirSync(join(extension, 'dist'), { recursive: true });
    const manifest = {
      name: 'warned',
      version: '1.0.0',
      publisher: 'queueside',
      engines: { vscode: '^1.105.0' },
      repository: 'https://github.com/queueside/queueside',
      extensionKind: ['workspace'],
    };
    writeFileSync(join(extension, '.vscodeignore'), '');
    writeFileSync(join(extension, 'README.md'), 'An extension.\n');
    writeFileSync(join(extension, 'LICENSE'), 'A license.\n');
    const pack = (fields: object) => {
      writeFileSync(join(extension, 'package.json'), JSON.stringify({ ...manifest, ...fields }));
      return packExtension(folder, extension);
    };
    await pack({});
    await assert.rejects(pack({ extensionKind: 'workspace' }), /WARNING.*'extensionKind'/);
  });
});

describe('what the Marketplace shows of the extension', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly displayName: string;
  } & Readonly<Record<string, unknown>>;
  const texts = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Readonly<Record<string, string>>;

  it('has a name that is short enough for every notification to repeat it', () => {
    assert.equal(manifest.displayName, '%displayName%');
    assert.match(texts['displayName'] ?? '', /^Queueside[\w ]{0,20}$/);
  });

  it('leads to the sources, the issues and the license', () => {
    const sources = 'https://github.com/queueside/queueside';
    assert.deepEqual(manifest.repository, { type: 'git', url: `${sources}.git` });
    assert.deepEqual(manifest.bugs, { url: `${sources}/issues` });
    assert.equal(manifest.homepage, `${sources}#readme`);
    assert.match(readFileSync('LICENSE', 'utf8'), /^MIT License/);
    assert.equal(manifest.license, 'MIT');
  });
});
