import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import { VscodeTextfield } from '@vscode-elements/elements/dist/vscode-textfield/vscode-textfield.js';
import type { VscodeButton } from '@vscode-elements/elements/dist/vscode-button/vscode-button.js';
import type { VscodeSingleSelect } from '@vscode-elements/elements/dist/vscode-single-select/vscode-single-select.js';
import type { HTMLAttributes } from 'preact';

export type { VscodeButton, VscodeSingleSelect, VscodeTextfield };

// The library paints the square corners of the input over the round border, and gives the colour of a mistake to a box
// that has no border.
const mended = new CSSStyleSheet();
mended.replaceSync(`
  .root { overflow: hidden; }
  :host([invalid]) .root { border-color: var(--vscode-inputValidation-errorBorder, #be1100); }
  :host([invalid]) .root, :host([invalid]) input { color: var(--vscode-inputValidation-errorForeground, inherit); }
`);
VscodeTextfield.elementStyles.push(mended);

// Teaches JSX the custom elements that this bundle registers.
declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'vscode-button': HTMLAttributes<VscodeButton> & {
        secondary?: boolean;
        disabled?: boolean;
        icon?: string;
      };
      'vscode-single-select': HTMLAttributes<VscodeSingleSelect> & {
        label?: string;
        combobox?: boolean;
        disabled?: boolean;
        invalid?: boolean;
      };
      'vscode-textfield': HTMLAttributes<VscodeTextfield> & {
        label?: string;
        value?: string;
        placeholder?: string;
        disabled?: boolean;
        readonly?: boolean;
        invalid?: boolean;
        inputMode?: string;
      };
    }
  }
}
