import * as l10n from '@vscode/l10n';
import { formatCount } from './byteFormat.ts';
import { forCount } from './quantities.ts';

/** Why a form cannot be sent, and the way to the first field that says what is wrong; nothing without a mistake. */
export function MistakesLink({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <button type="button" class="link" onClick={showFirstMistake}>
      {forCount(
        count,
        l10n.t('1 field needs a correction'),
        l10n.t('{0} fields need a correction', formatCount(count)),
      )}
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
