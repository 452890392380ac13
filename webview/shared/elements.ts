import { VscodeButton } from '@vscode-elements/elements/dist/vscode-button/vscode-button.js';
import { VscodeTextfield } from '@vscode-elements/elements/dist/vscode-textfield/vscode-textfield.js';
import { VscodeSingleSelect } from '@vscode-elements/elements/dist/vscode-single-select/vscode-single-select.js';
import type { HTMLAttributes } from 'preact';
import type { IconName } from './iconNames.ts';

export type { VscodeButton, VscodeSingleSelect, VscodeTextfield };

// The library paints the square corners of the input over the round border, gives the colour of a mistake to a box
// without a border, and knows no other border for it in high contrast.
const mended = new CSSStyleSheet();
mended.replaceSync(`
  .root { overflow: hidden; }
  :host([invalid]) input::placeholder {
    color: var(--vscode-inputValidation-errorForeground, var(--vscode-input-foreground));
  }
  :host([invalid]) :is(.root, .select-face, .combobox-face) { border-color: var(--invalid-border); }
`);

// A list is no higher than its room and wider than a field that is too narrow for its names, a cut name shows that it is
// cut, and a description has lines. The library takes the ink of the dark theme where a theme has none for chosen options.
const mendedSelect = new CSSStyleSheet();
mendedSelect.replaceSync(`
  .dropdown {
    max-width: calc(100vw - 8px);
    min-width: min(var(--list-width, 0px), 100vw - 8px);
    translate: var(--list-shift, 0);
  }
  .option:not(.disabled):hover { color: var(--vscode-list-hoverForeground, var(--vscode-foreground)); }
  .option.active, .option.active:hover {
    color: var(--vscode-list-activeSelectionForeground, var(--vscode-foreground));
  }
  .scrollable { max-height: min(222px, var(--list-height, 222px)); }
  .combobox-input { min-width: 0; text-overflow: ellipsis; }
  .description { overflow-wrap: anywhere; white-space: pre-line; }
  .no-options { font-size: 0; }
  .no-options::after { content: var(--no-options); font-size: var(--vscode-font-size, 13px); }
`);
VscodeTextfield.elementStyles.push(mended);
VscodeSingleSelect.elementStyles.push(mended, mendedSelect);

// High contrast has no fill for secondary buttons, or none under the mouse: there the library takes that of the dark
// theme, on which the text cannot be read. As in the workbench, an outline says it instead.
const mendedButton = new CSSStyleSheet();
mendedButton.replaceSync(`
  /* A label that is longer than the window wraps. */
  :host { max-width: 100%; }
  .base { overflow-wrap: anywhere; white-space: normal; }
  :host([secondary]) .base,
  :host([secondary][disabled]:is(:hover, :focus)) .base {
    background-color: var(--vscode-button-secondaryBackground, transparent);
  }
  :host([secondary]:not([disabled]):is(:hover, :focus)) .base {
    background-color: var(
      --vscode-button-secondaryHoverBackground,
      var(--vscode-button-secondaryBackground, transparent)
    );
  }
  :host(:hover:not([disabled], :focus)) .base {
    outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
    outline-offset: 2px;
  }
`);
VscodeButton.elementStyles.push(mendedButton);

// Teaches JSX the custom elements that this bundle registers.
declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'vscode-button': HTMLAttributes<VscodeButton> & {
        secondary?: boolean;
        disabled?: boolean;
        icon?: IconName;
      };
      'vscode-single-select': HTMLAttributes<VscodeSingleSelect> & {
        label?: string;
        combobox?: boolean;
        filter?: string;
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
