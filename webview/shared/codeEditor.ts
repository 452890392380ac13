import * as commands from '@codemirror/commands';
import * as json from '@codemirror/lang-json';
import * as language from '@codemirror/language';
import * as lint from '@codemirror/lint';
import * as state from '@codemirror/state';
import * as view from '@codemirror/view';
import * as highlight from '@lezer/highlight';
import * as jsoncParser from 'jsonc-parser';

// Begins a bundle of its own, which the pages with an editor of code load before their own: those take these packages from
// here (esbuild.mjs), so that the package has them once.
Object.assign(globalThis, {
  queuesideCodeEditor: {
    '@codemirror/commands': commands,
    '@codemirror/lang-json': json,
    '@codemirror/language': language,
    '@codemirror/lint': lint,
    '@codemirror/state': state,
    '@codemirror/view': view,
    '@lezer/highlight': highlight,
    'jsonc-parser': jsoncParser,
  },
});
