import * as l10n from '@vscode/l10n';
import { useEffect, useRef } from 'preact/hooks';
import { RUN_KEYS } from '../shared/actionBar.tsx';
import type { VscodeButton } from '../shared/elements.ts';
import { MistakesLink } from '../shared/mistakesLink.tsx';
import type { LoadStore } from './loadStore.ts';
import { describeRun } from './loadText.ts';

/** Start and Stop, always in sight. The keyboard's place goes over to the one that can be pressed. */
export function LoadActions({ store }: { readonly store: LoadStore }) {
  const startButton = useRef<VscodeButton>(null);
  const stopButton = useRef<VscodeButton>(null);
  const wasRunning = useRef(false);
  const isRunning = store.isRunning.value;
  const run = store.run.value;
  useEffect(() => {
    if (wasRunning.current === isRunning) return;
    wasRunning.current = isRunning;
    const left = isRunning ? startButton.current : stopButton.current;
    if (document.activeElement === left || document.activeElement === document.body)
      (isRunning ? stopButton : startButton).current?.focus();
  }, [isRunning]);
  return (
    <div class="actions floating">
      {run !== undefined && (
        // The results say it too, which are far below where the panel is narrow.
        <div class="run-short">
          <span>{describeRun(run)}</span>
          <button type="button" class="link" onClick={showResults}>
            {l10n.t('Show Results')}
          </button>
        </div>
      )}
      <vscode-button
        ref={startButton}
        disabled={!store.canStart.value}
        onClick={store.start}
        title={l10n.t('Start ({0})', RUN_KEYS)}
      >
        {l10n.t('Start')}
      </vscode-button>
      <span class="dim keys">{RUN_KEYS}</span>
      <vscode-button ref={stopButton} secondary disabled={run?.state !== 'running'} onClick={store.stop}>
        {l10n.t('Stop')}
      </vscode-button>
      <MistakesLink count={store.mistakeCount.value} />
    </div>
  );
}

function showResults(): void {
  document.querySelector('.results')?.scrollIntoView();
}
