import { formatCount } from './byteFormat.ts';

/** Why a form cannot be sent, and the way to the first field that says what is wrong; nothing without a mistake. */
export function MistakesLink({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <button type="button" class="link" onClick={showFirstMistake}>
      {count === 1 ? '1 field needs a correction' : `${formatCount(count)} fields need a correction`}
    </button>
  );
}

function showFirstMistake(): void {
  const first = document.querySelector<HTMLElement>(
    ':is(vscode-textfield, vscode-single-select)[invalid], .invalid [tabindex="0"]',
  );
  first?.scrollIntoView({ block: 'center' });
  first?.focus();
}
