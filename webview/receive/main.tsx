import '../shared/language.ts';
import { render } from 'preact';
import type { HostToReceive, ReceiveToHost } from '../receiveProtocol.ts';
import { openHostChannel } from '../shared/vscodeApi.ts';
import { ReceivePage } from './app.tsx';
import './receive.css';
import { createReceiveStore } from './receiveStore.ts';

const channel = openHostChannel<HostToReceive, ReceiveToHost>();
const store = createReceiveStore(channel);
const root = document.getElementById('root');
if (root !== null) render(<ReceivePage store={store} />, root);
channel.post({ type: 'ready' });
