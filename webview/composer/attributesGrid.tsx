import type { DraftAttribute } from '../protocol.ts';
import { formatQuantity } from '../shared/byteFormat.ts';
import { IconButton, Select, TextField } from '../shared/controls.tsx';
import type { AttributeProblems } from './attributeRules.ts';
import { countBase64Bytes } from './base64.ts';
import { MAXIMUM_ATTRIBUTES } from './attributeRules.ts';
import type { ComposerStore } from './composerStore.ts';

const TYPE_OPTIONS = ['String', 'Number', 'Binary'].map((type) => ({ value: type, label: type }));

/** User attributes, one row each, checked while typing. */
export function AttributesGrid({ store }: { readonly store: ComposerStore }) {
  const { attributes } = store.draft.value;
  const hasFiles = attributes.some(({ type }) => type === 'Binary');
  const problem =
    store.failureField.value === 'attributes'
      ? store.failure.value?.message
      : store.problems.value.fields.attributes;
  return (
    <section class="attributes" aria-label="Message attributes">
      <div class="section-header">
        <span class="field-label">Attributes</span>
        {attributes.length > 0 && (
          <span class="dim">
            {attributes.length} of {MAXIMUM_ATTRIBUTES}
          </span>
        )}
        <span class="spacer" />
        <IconButton
          icon="add"
          label="Add attribute"
          disabled={attributes.length >= MAXIMUM_ATTRIBUTES}
          onClick={store.addAttribute}
        />
      </div>
      {attributes.length === 0 ? (
        <p class="hint">
          No attributes.{' '}
          <button type="button" class="link" onClick={store.addAttribute}>
            Add attribute
          </button>
        </p>
      ) : (
        <div class="attribute-rows">
          <div
            class={`attribute-row attribute-header dim ${hasFiles ? 'with-files' : ''}`}
            aria-hidden="true"
          >
            <span>Name</span>
            <span>Type</span>
            <span>Custom type</span>
            <span>Value</span>
          </div>
          {attributes.map((attribute, index) => (
            <AttributeRow
              key={attribute.key}
              store={store}
              attribute={attribute}
              hasFiles={hasFiles}
              number={index + 1}
              problems={store.problems.value.attributes[index] ?? {}}
            />
          ))}
        </div>
      )}
      {problem !== undefined && (
        <p class="field-problem" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}

interface AttributeRowProps {
  readonly store: ComposerStore;
  readonly attribute: DraftAttribute;
  /** Some attribute of the draft can be read from a file: all rows leave room for the button. */
  readonly hasFiles: boolean;
  /** From 1. */
  readonly number: number;
  readonly problems: AttributeProblems;
}

function AttributeRow({ store, attribute, hasFiles, number, problems }: AttributeRowProps) {
  const { key } = attribute;
  const fileProblem = store.fileProblem.value?.key === key ? store.fileProblem.value.problem : undefined;
  const hasProblem = fileProblem !== undefined || Object.keys(problems).length > 0;
  const isBinary = attribute.type === 'Binary';
  return (
    <div role="group" aria-label={`Attribute ${number}`}>
      <div class={`attribute-row attribute-fields ${hasFiles ? 'with-files' : ''}`}>
        <TextField
          label={`Name of attribute ${number}`}
          placeholder="name"
          value={attribute.name}
          invalid={problems.name !== undefined}
          describedBy={problems.name}
          onInput={(name) => store.changeAttribute(key, { name })}
        />
        <Select
          label={`Type of attribute ${number}`}
          value={attribute.type}
          options={TYPE_OPTIONS}
          onChange={(type) => store.changeAttribute(key, { type: type as DraftAttribute['type'] })}
        />
        <TextField
          label={`Custom type of attribute ${number}`}
          placeholder="optional"
          value={attribute.label}
          invalid={problems.label !== undefined}
          describedBy={problems.label}
          onInput={(label) => store.changeAttribute(key, { label })}
        />
        <TextField
          label={`Value of attribute ${number}`}
          placeholder={isBinary ? 'base64' : 'value'}
          value={attribute.value}
          invalid={problems.value !== undefined || fileProblem !== undefined}
          describedBy={fileProblem ?? problems.value}
          onInput={(value) => store.changeAttribute(key, { value })}
        />
        <span class="row-actions">
          {isBinary && (
            <IconButton
              icon="folder-opened"
              label="Load value from a file"
              onClick={() => store.loadFile(key)}
            />
          )}
          <IconButton
            icon="close"
            label={`Remove attribute ${number}`}
            onClick={() => store.removeAttribute(key)}
          />
        </span>
      </div>
      {hasProblem && (
        <div class={`attribute-row attribute-problems ${hasFiles ? 'with-files' : ''}`}>
          <p class="field-problem">{problems.name}</p>
          <p class="field-problem">{problems.label}</p>
          <p class="field-problem">{fileProblem ?? problems.value}</p>
        </div>
      )}
      {!hasProblem && isBinary && attribute.value !== '' && (
        <div class={`attribute-row ${hasFiles ? 'with-files' : ''}`}>
          <p class="hint value-size">
            {formatQuantity(countBase64Bytes(attribute.value), 'byte')}
            {attribute.fileName === undefined ? '' : ` from ${attribute.fileName}`}
          </p>
        </div>
      )}
    </div>
  );
}
