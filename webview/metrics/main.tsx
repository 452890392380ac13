import '../shared/language.ts';
import { render } from 'preact';
import type { HostToMetrics, MetricsToHost } from '../metricsProtocol.ts';
import { openHostChannel } from '../shared/vscodeApi.ts';
import { MetricsPanel } from './app.tsx';
import './metrics.css';
import { createMetricsStore } from './metricsStore.ts';

const channel = openHostChannel<HostToMetrics, MetricsToHost>();
const store = createMetricsStore(channel);
const root = document.getElementById('root');
if (root !== null) render(<MetricsPanel store={store} />, root);
channel.post({ type: 'ready' });
