import '../shared/language.ts';
import { render } from 'preact';
import type { HostToLoad, LoadToHost } from '../loadProtocol.ts';
import { openHostChannel } from '../shared/vscodeApi.ts';
import { LoadPanel } from './app.tsx';
import './load.css';
import { createLoadStore } from './loadStore.ts';

const channel = openHostChannel<HostToLoad, LoadToHost>();
const store = createLoadStore(channel);
const root = document.getElementById('root');
if (root !== null) render(<LoadPanel store={store} />, root);
channel.post({ type: 'ready' });
