import { Icon } from './controls.tsx';

/** Why something was not done. */
export function FailureNotice({ text }: { readonly text: string }) {
  return (
    <div class="notice error" role="alert">
      <Icon name="error" />
      <span class="notice-text">{text}</span>
    </div>
  );
}
