import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import type { VscodeButton } from '@vscode-elements/elements/dist/vscode-button/vscode-button.js';
import type { VscodeSingleSelect } from '@vscode-elements/elements/dist/vscode-single-select/vscode-single-select.js';
import type { VscodeTextfield } from '@vscode-elements/elements/dist/vscode-textfield/vscode-textfield.js';
import type { HTMLAttributes } from 'preact';

export type { VscodeButton, VscodeSingleSelect, VscodeTextfield };

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
