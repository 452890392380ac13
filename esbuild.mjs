// Bundles the programs (extension, broker, webviews) into dist/ and the tests into out/.
// node esbuild.mjs [--production] [--watch] [--tests | --tests-alone] [path of tests…]
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { writeTextKeys, writeTranslations } from './test/support/bundleTexts.mjs';
import { subsetIcons } from './test/support/iconSubset.mjs';
import { isSelected } from './test/support/selection.mjs';
import { describeNotices } from './test/support/thirdPartyNotices.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));
const words = process.argv.slice(2);
const flags = new Set(words.filter((word) => word.startsWith('--')));
/** Files and folders; none: all tests. */
const selectedTests = words.filter((word) => !word.startsWith('--'));
const production = flags.has('--production');

/** Options shared by all bundles. */
function common(options) {
  return {
    absWorkingDir: root,
    bundle: true,
    minify: production,
    sourcemap: production ? false : 'linked',
    logLevel: 'warning',
    // Licenses want the copyright lines of their sources kept; the texts themselves are in the notices.
    legalComments: 'eof',
    metafile: true,
    ...options,
  };
}

/** A bundle that Node runs: the broker from Node 20, the extension in VS Code's host. */
function nodeBundle(options) {
  return common({
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    charset: 'utf8',
    ...options,
  });
}

/** Packages that get keys from the machine by calls of their own, which no connection may do; the stub rejects them. */
const METADATA_PACKAGES = ['@smithy/credential-provider-imds', '@aws-sdk/credential-provider-http'];
const METADATA_STUB = join(root, 'broker/connections/client/noMetadata.ts');

/**
 * Modules of the broker with bundles of their own in dist/: few users need them, and reading them would slow down each
 * start. The sources load them by `import()`.
 */
const LATE_MODULES = new Map([
  ['tls/certificate.ts', 'certificate'],
  ['telemetry/exporter.ts', 'exporter'],
  ['cloudwatch/front.ts', 'cloudWatch'],
  ['runtimeApi/server.ts', 'runtimeApi'],
  ['assembly/lambdaParts.ts', 'lambda'],
  ['cli/templates.ts', 'templates'],
]);

/** Of the late modules, those that write texts for a person. */
const SPEAKING_MODULES = new Set(['templates']);

/** Leaves the `import()` of a late module in place, with the name of its bundle. */
const lateModules = {
  name: 'late-modules',
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const module = relative(join(root, 'broker'), join(resolveDir, path));
      const bundle = LATE_MODULES.get(module.split(sep).join('/'));
      return bundle && { path: `./${bundle}.js`, external: true };
    });
  },
};

/**
 * Takes packages from a bundle that the page loads before, which has them as a member of the global object.
 * @param {string} global its name
 * @param {RegExp} filter the packages that it has
 */
function takeShared(global, filter) {
  return {
    name: global,
    setup(build) {
      build.onResolve({ filter }, ({ path }) => ({ path, namespace: global }));
      build.onLoad({ filter: /^/, namespace: global }, ({ path }) => ({
        contents: `module.exports = globalThis.${global}[${JSON.stringify(path)}];`,
      }));
    },
  };
}

/** All panels need it, and none of them alone. */
const sharedRuntime = takeShared(
  'queuesideRuntime',
  /^(?:preact|preact\/hooks|preact\/jsx-runtime|@preact\/signals|@vscode\/l10n)$/,
);

/** The pages with an editor of code need it. */
const sharedCodeEditor = takeShared('queuesideCodeEditor', /^(?:@codemirror\/|@lezer\/|jsonc-parser$)/);

/** The pages with charts need it. */
const sharedCharts = takeShared('queuesideCharts', /^uplot$/);

/** Takes the readers of templates, and the texts that they are written with, from the bundle that a command loads late. */
const sharedReaders = {
  name: 'shared-readers',
  setup(build) {
    build.onResolve({ filter: /^@vscode\/l10n$|\/broker\/iac\// }, () => ({
      path: './templates.js',
      external: true,
    }));
  },
};

/** What the gateway has of its own; the rest of `broker`, it takes from the bundle of the broker. */
const GATEWAY_OWN = /^(?:gateway|connections|protection)\/|^protocol\/gateway\.ts$/;

/** Takes what the broker has from its bundle, the texts included, and what signs from the bundle with the AWS SDK. */
const sharedBroker = {
  name: 'shared-broker',
  setup(build) {
    build.onResolve({ filter: /^@vscode\/l10n$/ }, () => ({ path: './broker.js', external: true }));
    build.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      const module = relative(join(root, 'broker'), join(resolveDir, path)).split(sep).join('/');
      if (kind === 'dynamic-import') return { path: './aws.js', external: true };
      if (module.startsWith('..') || GATEWAY_OWN.test(module)) return undefined;
      return { path: './broker.js', external: true };
    });
  },
};

/** Leaves out what only the manifest has of settings and commands: every window would read it. Members are found as they are formatted. */
const bareTables = {
  name: 'bare-tables',
  setup(build) {
    const leaveOut = (filter, pattern, replacement) =>
      build.onLoad({ filter }, ({ path }) => ({
        contents: readFileSync(path, 'utf8').replaceAll(pattern, replacement),
        loader: 'ts',
      }));
    leaveOut(
      /[\\/]allSettings\.ts$/,
      /\btext:\s*(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`[^`$]*`)/g,
      "text: ''",
    );
    leaveOut(
      /[\\/]commandsAndMenus\.ts$/,
      /^ {4}(?:(?:title|icon): '(?:[^'\\\n]|\\.)*',|(?:menus|keys): \[(?:.*\],|\n[\s\S]*?\n {4}\],))\n/gm,
      '',
    );
  },
};

/** Joins what Java's launcher wants in one file: the classes of a folder, under the imports of all of them. */
const joinedJava = {
  name: 'joined-java',
  setup(build) {
    build.onLoad({ filter: /\.java$/ }, ({ path }) => {
      const folder = dirname(path);
      const names = readdirSync(folder).filter((name) => name.endsWith('.java'));
      // The launcher runs the first class.
      const ordered = [basename(path), ...names.filter((name) => name !== basename(path)).sort()];
      const lines = ordered.flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'));
      const isHead = (line) => /^(?:package|import) /.test(line);
      const head = new Set(lines.filter(isHead));
      const rest = lines.filter((line) => !isHead(line));
      return {
        contents: [...head, ...rest].join('\n'),
        loader: 'copy',
        watchFiles: ordered.map((name) => join(folder, name)),
      };
    });
  },
};

/** The loops of functions, which other programs run: plain files, whose lines a user may meet in a stack trace. */
const loopBundles = [
  nodeBundle({
    entryPoints: { node: 'broker/runtimes/node/main.ts' },
    outdir: 'dist/runtimes',
    outExtension: { '.js': '.mjs' },
    format: 'esm',
    // The oldest version of Node.js that a function may be run with.
    target: 'node18',
    minify: false,
    sourcemap: false,
  }),
  nodeBundle({
    entryPoints: { python: 'broker/runtimes/python/loop.py', Loop: 'broker/runtimes/java/Loop.java' },
    outdir: 'dist/runtimes',
    loader: { '.py': 'copy' },
    plugins: [joinedJava],
  }),
];

function webviewBundle(name) {
  return common({
    entryPoints: { [name]: `webview/${name}/main.tsx` },
    outdir: 'dist/webview',
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define: { 'process.env.NODE_ENV': '"production"' },
    // The page brings the translations of these texts.
    plugins: [
      sharedRuntime,
      sharedCodeEditor,
      sharedCharts,
      writeTextKeys(root, `dist/webview/${name}.texts.json`),
    ],
  });
}

/** The controls of the panels, which register themselves: most pages have them, and they are larger than many panels. */
const elementsBundle = common({
  entryPoints: { elements: 'webview/shared/elements.ts' },
  outdir: 'dist/webview',
  platform: 'browser',
  format: 'iife',
  target: 'es2022',
});

/** What {@link sharedRuntime}, {@link sharedCodeEditor} and {@link sharedCharts} take things from. */
const sharedBundles = common({
  entryPoints: {
    runtime: 'webview/shared/runtime.ts',
    codeEditor: 'webview/shared/codeEditor.ts',
    charts: 'webview/shared/charts.ts',
  },
  outdir: 'dist/webview',
  platform: 'browser',
  format: 'iife',
  target: 'es2022',
});

/** The icon font with its style sheet, which pages and the shadow roots of buttons link to by its own address. */
const codiconBundle = common({
  entryPoints: { codicon: '@vscode/codicons/dist/codicon.css' },
  outdir: 'dist/webview',
  loader: { '.ttf': 'file' },
  assetNames: '[name]',
  plugins: [subsetIcons(root)],
});

/** Beside the test files: what VS Code calls inside the extension host, and the debug adapter that it starts there. */
const HOST_PROGRAMS = [
  join('e2e', 'host', 'index.ts'),
  join('e2e', 'host', 'scriptedDebugger', 'adapter.ts'),
  join('e2e', 'host', 'realDebuggers', 'extension.ts'),
  join('e2e', 'host', 'realDebuggers', 'jdbAdapter.ts'),
];

function findTests(folder) {
  const isTest = (name) =>
    name.endsWith('.test.ts') && isSelected(join(folder, name).split(sep).join('/'), selectedTests);
  return readdirSync(join(root, folder), { recursive: true })
    .map(String)
    .filter((name) => isTest(name) || HOST_PROGRAMS.includes(name))
    .map((name) => join(folder, name));
}

function bundles() {
  const brokerTranslations = writeTranslations(root, {
    translations: 'extension/l10n',
    folder: 'dist/l10n',
  });
  const programs = [
    nodeBundle({
      entryPoints: { extension: 'extension/main.ts' },
      outdir: 'dist',
      external: ['vscode'],
      plugins: [bareTables],
    }),
    nodeBundle({
      entryPoints: { bodyEncryption: 'extension/bodyEncryption/bodyCipher.ts' },
      outdir: 'dist',
    }),
    nodeBundle({
      entryPoints: { fileFormats: 'extension/fileFormats/messageFile.ts' },
      outdir: 'dist',
    }),
    nodeBundle({
      entryPoints: { userKeys: 'extension/security/userKeys.ts' },
      outdir: 'dist',
    }),
    nodeBundle({ entryPoints: { programs: 'broker/programs/programs.ts' }, outdir: 'dist' }),
    nodeBundle({
      entryPoints: { exportImport: 'extension/exportImport/fileWork.ts' },
      outdir: 'dist',
      external: ['vscode'],
    }),
    nodeBundle({
      entryPoints: { pages: 'extension/pages/pages.ts' },
      outdir: 'dist',
      external: ['vscode'],
    }),
    nodeBundle({
      entryPoints: { consumers: 'extension/consumers/consumers.ts' },
      outdir: 'dist',
      external: ['vscode'],
    }),
    nodeBundle({
      entryPoints: { templateFiles: 'extension/templates/templates.ts' },
      outdir: 'dist',
      external: ['vscode'],
      plugins: [sharedReaders],
    }),
    nodeBundle({
      entryPoints: { remote: 'extension/remote/remote.ts' },
      outdir: 'dist',
      external: ['vscode'],
    }),
    nodeBundle({
      entryPoints: { aws: 'broker/connections/client/gates.ts' },
      outdir: 'dist',
      alias: Object.fromEntries(METADATA_PACKAGES.map((name) => [name, METADATA_STUB])),
    }),
    nodeBundle({
      entryPoints: { gateway: 'broker/gateway/main.ts' },
      outdir: 'dist',
      plugins: [sharedBroker],
    }),
    nodeBundle({
      entryPoints: { controlClient: 'extension/broker/controlClient.ts' },
      outdir: 'dist',
      external: ['vscode'],
    }),
    nodeBundle({
      entryPoints: { broker: 'broker/main.ts' },
      outdir: 'dist',
      // With one character beyond it, V8 keeps two bytes for each of the source: 0.9 MiB of memory.
      charset: 'ascii',
      plugins: [lateModules, brokerTranslations],
    }),
    ...Array.from(LATE_MODULES, ([module, bundle]) =>
      nodeBundle({
        entryPoints: { [bundle]: `broker/${module}` },
        outdir: 'dist',
        plugins: SPEAKING_MODULES.has(bundle) ? [brokerTranslations] : [],
      }),
    ),
    webviewBundle('composer'),
    webviewBundle('trace'),
    webviewBundle('load'),
    webviewBundle('forecast'),
    webviewBundle('message'),
    webviewBundle('receive'),
    webviewBundle('queueEditor'),
    webviewBundle('metrics'),
    webviewBundle('alarmForm'),
    webviewBundle('scaling'),
    ...loopBundles,
    elementsBundle,
    sharedBundles,
    codiconBundle,
  ];
  const tests = nodeBundle({
    entryPoints: findTests('test'),
    outdir: 'out/test',
    outbase: 'test',
    packages: 'external',
    // It lets itself be imported only, and the tests require.
    alias: { cborg: './node_modules/cborg/cborg.js' },
    external: ['vscode'],
    minify: false,
    sourcemap: 'inline',
    metafile: false,
  });
  if (flags.has('--tests-alone')) return [tests];
  return flags.has('--tests') ? [...programs, tests] : programs;
}

/** Bundles that an earlier build made under another name would be taken for parts of this one. */
function removeOldBundles(outputs) {
  for (const folder of ['dist', 'dist/webview'])
    for (const name of readdirSync(join(root, folder))) {
      const isBundle = /\.(?:js|css|ttf)(?:\.map)?$/.test(name);
      if (isBundle && outputs[`${folder}/${name}`] === undefined) rmSync(join(root, folder, name));
    }
}

/**
 * Writes what of which package is in which bundle, for tests and packing, and the notices that those packages ask for.
 * @param {readonly (esbuild.Metafile | undefined)[]} metafiles of the programs; tests have none
 */
function writeNotices(metafiles) {
  const merged = {
    inputs: Object.assign({}, ...metafiles.map((metafile) => metafile?.inputs)),
    outputs: Object.assign({}, ...metafiles.map((metafile) => metafile?.outputs)),
  };
  removeOldBundles(merged.outputs);
  writeFileSync(join(root, 'dist', 'metafile.json'), JSON.stringify(merged));
  writeFileSync(join(root, 'dist', 'ThirdPartyNotices.txt'), describeNotices(root, merged));
}

let bundlesInWork = 0;

/**
 * Prints the begin and end lines that the problem matcher of .vscode/tasks.json waits for: one pair for all bundles that
 * are built at the same time, so that F5 waits for the last of them.
 */
const watchReporter = {
  name: 'watch-reporter',
  setup(build) {
    build.onStart(() => {
      if (bundlesInWork === 0) console.log('[watch] build started');
      bundlesInWork += 1;
    });
    build.onEnd((result) => {
      for (const { text, location } of result.errors) {
        console.error(`✘ [ERROR] ${text}`);
        if (location) console.error(`    ${location.file}:${location.line}:${location.column}:`);
      }
      bundlesInWork -= 1;
      if (bundlesInWork === 0) console.log('[watch] build finished');
    });
  },
};

if (flags.has('--watch')) {
  const contexts = await Promise.all(
    bundles().map((options) =>
      esbuild.context({ ...options, plugins: [...(options.plugins ?? []), watchReporter] }),
    ),
  );
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  const results = await Promise.all(bundles().map((options) => esbuild.build(options)));
  if (!flags.has('--tests-alone')) writeNotices(results.map(({ metafile }) => metafile));
}
