import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { VscodeTextfield } from './elements.ts';
import type { IconName } from './iconNames.ts';

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly id?: string;
  readonly class?: string;
  readonly placeholder?: string;
  /** A tooltip. */
  readonly title?: string;
  readonly invalid?: boolean;
  readonly disabled?: boolean;
  readonly describedBy?: string | undefined;
  readonly children?: ComponentChildren;
}

/** A one-line text field. */
export function TextField(props: TextFieldProps) {
  const element = useRef<VscodeTextfield>(null);
  const { invalid = false, describedBy } = props;
  useEffect(() => {
    // The element keeps its input in a shadow root, where ids of the page cannot be referred to.
    const input = element.current?.wrappedElement;
    input?.setAttribute('aria-invalid', String(invalid));
    if (describedBy === undefined) input?.removeAttribute('aria-description');
    else input?.setAttribute('aria-description', describedBy);
    input?.setAttribute('spellcheck', 'false');
  }, [invalid, describedBy]);
  return (
    <vscode-textfield
      ref={element}
      id={props.id ?? ''}
      class={props.class ?? ''}
      label={props.label}
      value={props.value}
      placeholder={props.placeholder ?? ''}
      title={props.title ?? ''}
      invalid={invalid}
      disabled={props.disabled ?? false}
      onInput={(event) => props.onInput(event.currentTarget.value)}
    >
      {props.children}
    </vscode-textfield>
  );
}

interface IconButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly onClick: () => void;
  /** Makes it a toggle. */
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly class?: string;
}

/** A toolbar action as VS Code draws it: an icon of 16 px in a target of 22 px, with its name as the tooltip. */
export function IconButton(props: IconButtonProps) {
  return (
    <button
      type="button"
      class={`icon-button ${props.class ?? ''}`}
      title={props.label}
      aria-label={props.label}
      {...(props.pressed === undefined ? {} : { 'aria-pressed': props.pressed })}
      disabled={props.disabled ?? false}
      onClick={props.onClick}
    >
      <Icon name={props.icon} />
    </button>
  );
}

interface IconProps {
  readonly name: IconName;
  readonly class?: string;
  /** Of the element that it is in. */
  readonly slot?: string;
}

/** A codicon for the eyes only; put its meaning in text beside it. */
export function Icon({ name, class: className = '', slot }: IconProps) {
  return <span class={`codicon codicon-${name} ${className}`} aria-hidden="true" {...(slot && { slot })} />;
}
