import '../shared/language.ts';
import { render } from 'preact';
import type { HostToScaling, ScalingToHost } from '../scalingProtocol.ts';
import { openHostChannel } from '../shared/vscodeApi.ts';
import { ScalingPanel } from './app.tsx';
import './scaling.css';
import { createScalingStore } from './scalingStore.ts';

const channel = openHostChannel<HostToScaling, ScalingToHost>();
const store = createScalingStore(channel);
const root = document.getElementById('root');
if (root !== null) render(<ScalingPanel store={store} />, root);
channel.post({ type: 'ready' });
