import '../shared/language.ts';
import { render } from 'preact';
import type { HostToQueueEditor, QueueEditorToHost } from '../queueEditorProtocol.ts';
import { openHostChannel, readScriptNonce } from '../shared/vscodeApi.ts';
import { QueueEditor } from './app.tsx';
import { createEditorStore } from './editorStore.ts';
import './queueEditor.css';

const styleNonce = readScriptNonce();
const channel = openHostChannel<HostToQueueEditor, QueueEditorToHost>();
const store = createEditorStore(channel);
const root = document.getElementById('root');
if (root !== null) render(<QueueEditor store={store} styleNonce={styleNonce} />, root);
channel.post({ type: 'ready' });
