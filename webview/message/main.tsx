import '../shared/language.ts';
import { render } from 'preact';
import type { HostToMessage, MessageToHost } from '../messageProtocol.ts';
import { createLater } from '../shared/later.ts';
import { openHostChannel } from '../shared/vscodeApi.ts';
import { MessageEditor } from './app.tsx';
import './message.css';
import { createMessageStore } from './messageStore.ts';

const channel = openHostChannel<HostToMessage, MessageToHost>();
const store = createMessageStore({ channel, later: createLater() });
const root = document.getElementById('root');
if (root !== null) render(<MessageEditor store={store} />, root);
channel.post({ type: 'ready' });
