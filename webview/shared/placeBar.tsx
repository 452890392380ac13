import * as l10n from '@vscode/l10n';
import type { PlaceView } from '../protocol.ts';
import { Icon } from './controls.tsx';
import './placeBar.css';

interface PlaceBarProps {
  readonly place: PlaceView;
  readonly onConnect: () => void;
}

/** Whose queue the page is about, and what a mistake would do there; empty for the local broker. */
export function PlaceBar({ place, onConnect }: PlaceBarProps) {
  const { name, level, state, color = level } = place;
  return (
    <div class={`place-bar ${color}`} role="note" aria-label={l10n.t('Connection')}>
      <Icon name="cloud" />
      <strong class="place-name">{name}</strong>
      <span class="place-level">{level}</span>
      <span class="dim">{state === 'open' ? describeLevel(level) : describeState(place)}</span>
      {(state === 'closed' || state === 'failed') && (
        <button type="button" class="link" onClick={onConnect}>
          {l10n.t('Connect')}
        </button>
      )}
    </div>
  );
}

function describeLevel(level: PlaceView['level']): string {
  switch (level) {
    case 'readOnly':
      return l10n.t('Nothing can be changed.');
    case 'confirm':
      return l10n.t('You are asked before each change.');
    case 'open':
      return l10n.t('Changes are not asked about.');
  }
}

function describeState({ state, problem }: PlaceView): string {
  if (state === 'opening') return l10n.t('Connecting.');
  return problem ?? l10n.t('Not connected.');
}
