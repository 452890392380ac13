import '../shared/language.ts';
import { render } from 'preact';
import type { ForecastToHost, HostToForecast } from '../forecastProtocol.ts';
import { openHostChannel } from '../shared/vscodeApi.ts';
import { ForecastPanel } from './app.tsx';
import './forecast.css';
import { createForecastStore } from './forecastStore.ts';

const channel = openHostChannel<HostToForecast, ForecastToHost>();
const store = createForecastStore(channel);
const root = document.getElementById('root');
if (root !== null) render(<ForecastPanel store={store} />, root);
channel.post({ type: 'ready' });
