import './base.css';
import * as signals from '@preact/signals';
import * as l10n from '@vscode/l10n';
import * as preact from 'preact';
import * as hooks from 'preact/hooks';
import * as jsxRuntime from 'preact/jsx-runtime';

// Begins a bundle of its own, which each page loads first: the bundles of the panels take these packages from here
// (esbuild.mjs), so that the package has them once. The style sheet that all pages have is beside it.
Object.assign(globalThis, {
  queuesideRuntime: {
    preact,
    'preact/hooks': hooks,
    'preact/jsx-runtime': jsxRuntime,
    '@preact/signals': signals,
    '@vscode/l10n': l10n,
  },
});
