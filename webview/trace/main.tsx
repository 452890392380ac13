import '../shared/language.ts';
import { render } from 'preact';
import type { HostToTrace, TraceToHost } from '../protocol.ts';
import { openHostChannel } from '../shared/vscodeApi.ts';
import { Trace } from './app.tsx';
import './trace.css';
import { createTraceStore } from './traceStore.ts';

const channel = openHostChannel<HostToTrace, TraceToHost>();
const store = createTraceStore(channel, { schedule: (callback) => requestAnimationFrame(callback) });
const root = document.getElementById('root');
if (root !== null) render(<Trace store={store} />, root);
channel.post({ type: 'ready' });
