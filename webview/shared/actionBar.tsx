import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { MistakesLink } from './mistakesLink.tsx';

/** Runs what a form is for, from anywhere in it. */
export const RUN_KEYS = navigator.userAgent.includes('Mac') ? '⌘⏎' : 'Ctrl+Enter';

interface ActionBarProps {
  /** What the button says. */
  readonly label: string;
  readonly canRun: boolean;
  /** The button ends what runs. */
  readonly stops?: boolean;
  readonly onRun: () => void;
  readonly mistakeCount: number;
  /** Why it cannot run, if that is no mistake in a field. */
  readonly hindrance?: string | undefined;
  /** What it would do. */
  readonly details?: ComponentChildren;
  /** What came of it, and what it asks before: always beside the button. */
  readonly outcome: ComponentChildren;
  /** Beside the button, also where all else scrolls away. */
  readonly kept?: ComponentChildren;
  /** Other buttons. */
  readonly children?: ComponentChildren;
}

/**
 * What is done with a form, below it. In a low window the form scrolls and its buttons stay, with what came of them; in a
 * very low one only the first button does.
 */
export function ActionBar(props: ActionBarProps) {
  const line = useRef<HTMLDivElement>(null);
  const kept = useRef<HTMLDivElement>(null);
  const outcome = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useLayoutEffect(() => {
    const measure = (): void => {
      // Where the line stays as a whole, the box of what is kept within it has no height of its own.
      const heightPx = Math.max(line.current?.offsetHeight ?? 0, kept.current?.offsetHeight ?? 0);
      document.documentElement.style.setProperty('--action-bar-height', `${heightPx}px`);
      const { scrollHeight = 0, clientHeight = 0 } = outcome.current ?? {};
      setScrolls(scrollHeight > clientHeight + 1);
    };
    measure();
    const observer = new ResizeObserver(measure);
    for (const { current } of [line, kept, outcome]) if (current !== null) observer.observe(current);
    return () => observer.disconnect();
  }, []);
  const { label, canRun, stops = false, onRun, mistakeCount, hindrance } = props;
  return (
    <footer class="action-bar">
      {props.details}
      <div class="action-line floating" ref={line}>
        <div class="action-kept" ref={kept}>
          <div class="action-outcome" ref={outcome} {...(scrolls ? { tabIndex: 0 } : {})}>
            {props.outcome}
          </div>
          <vscode-button
            class="run"
            secondary={stops}
            disabled={!canRun}
            onClick={onRun}
            title={stops ? label : `${label} (${RUN_KEYS})`}
          >
            {label}
          </vscode-button>
          <span class="dim keys">{RUN_KEYS}</span>
          <MistakesLink count={mistakeCount} />
          {mistakeCount === 0 && hindrance !== undefined && <span class="hint">{hindrance}</span>}
          {props.kept}
        </div>
        {props.children !== undefined && <div class="action-more">{props.children}</div>}
      </div>
    </footer>
  );
}

/** Ctrl+Enter, or ⌘⏎, in any field: a list would open, and an editor would begin a line. */
export function onRunKeys(run: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  };
}
