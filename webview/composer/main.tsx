import '../shared/language.ts';
import { render } from 'preact';
import type { ComposerToHost, HostToComposer } from '../protocol.ts';
import { openHostChannel, readScriptNonce } from '../shared/vscodeApi.ts';
import { Composer } from './app.tsx';
import './composer.css';
import { createComposerStore } from './composerStore.ts';

const styleNonce = readScriptNonce();
const channel = openHostChannel<HostToComposer, ComposerToHost>();
const store = createComposerStore(channel);
const root = document.getElementById('root');
if (root !== null) render(<Composer store={store} styleNonce={styleNonce} />, root);
channel.post({ type: 'ready' });
