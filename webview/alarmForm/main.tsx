import '../shared/language.ts';
import { render } from 'preact';
import type { AlarmFormToHost, HostToAlarmForm } from '../alarmFormProtocol.ts';
import { openHostChannel } from '../shared/vscodeApi.ts';
import './alarmForm.css';
import { createAlarmStore } from './alarmStore.ts';
import { AlarmFormPage } from './app.tsx';

const channel = openHostChannel<HostToAlarmForm, AlarmFormToHost>();
const store = createAlarmStore(channel);
const root = document.getElementById('root');
if (root !== null) render(<AlarmFormPage store={store} />, root);
channel.post({ type: 'ready' });
