import type { ComponentChildren } from 'preact';
import { Icon } from './controls.tsx';

interface NoticeProps {
  /** How bad it is: the colour and the icon say the same. */
  readonly kind: 'info' | 'warning' | 'error';
  readonly text: ComponentChildren;
  /** What can be done about it. */
  readonly children?: ComponentChildren;
  /** Read out at once, as what the user has just done came to nothing. */
  readonly isUrgent?: boolean;
}

/** A line with what a user should know. */
export function Notice({ kind, text, children, isUrgent = kind === 'error' }: NoticeProps) {
  return (
    <div class={`notice ${kind}`} role={isUrgent ? 'alert' : 'status'}>
      <Icon name={kind} />
      <span class="notice-text">{text}</span>
      {children}
    </div>
  );
}
