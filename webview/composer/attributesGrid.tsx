import * as l10n from '@vscode/l10n';
import type { DraftAttribute } from '../protocol.ts';
import { IconButton, TextField } from '../shared/controls.tsx';
import { Select } from '../shared/select.tsx';
import { countBytes } from '../shared/quantities.ts';
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
    <section class="attributes" aria-label={l10n.t('Message attributes')}>
      <div class="section-header">
        <span class="field-label">{l10n.t('Attributes')}</span>
        {attributes.length > 0 && (
          <span class="dim">{l10n.t('{0} of {1}', attributes.length, MAXIMUM_ATTRIBUTES)}</span>
        )}
      </div>
      {attributes.length > 0 && (
        <div class="attribute-rows">
          <div
            class={`attribute-row attribute-header dim ${hasFiles ? 'with-files' : ''}`}
            aria-hidden="true"
          >
            <span>{l10n.t('Name')}</span>
            <span>{l10n.t('Type')}</span>
            <span>{l10n.t('Custom type')}</span>
            <span>{l10n.t('Value')}</span>
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
      {attributes.length < MAXIMUM_ATTRIBUTES && (
        <button type="button" class="link add-row" onClick={store.addAttribute}>
          {l10n.t('Add Attribute')}
        </button>
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
    <div role="group" aria-label={l10n.t('Attribute {0}', number)}>
      <div class={`attribute-row attribute-fields ${hasFiles ? 'with-files' : ''}`}>
        <TextField
          label={l10n.t('Name of attribute {0}', number)}
          placeholder={l10n.t('Name')}
          value={attribute.name}
          invalid={problems.name !== undefined}
          describedBy={problems.name}
          onInput={(name) => store.changeAttribute(key, { name })}
        />
        <Select
          label={l10n.t('Type of attribute {0}', number)}
          value={attribute.type}
          options={TYPE_OPTIONS}
          onChange={(type) => store.changeAttribute(key, { type: type as DraftAttribute['type'] })}
        />
        <TextField
          label={l10n.t('Custom type of attribute {0}', number)}
          placeholder={l10n.t('Optional')}
          value={attribute.label}
          invalid={problems.label !== undefined}
          describedBy={problems.label}
          onInput={(label) => store.changeAttribute(key, { label })}
        />
        <TextField
          label={l10n.t('Value of attribute {0}', number)}
          placeholder={isBinary ? 'Base64' : l10n.t('Value')}
          value={attribute.value}
          invalid={problems.value !== undefined || fileProblem !== undefined}
          describedBy={fileProblem ?? problems.value}
          onInput={(value) => store.changeAttribute(key, { value })}
        />
        <span class="row-actions">
          {isBinary && (
            <IconButton
              icon="folder-opened"
              label={l10n.t('Load Value from File')}
              onClick={() => store.loadFile(key)}
            />
          )}
          <IconButton
            icon="close"
            label={l10n.t('Remove Attribute {0}', number)}
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
            {attribute.fileName === undefined
              ? countBytes(countBase64Bytes(attribute.value))
              : l10n.t('{0} from {1}', countBytes(countBase64Bytes(attribute.value)), attribute.fileName)}
          </p>
        </div>
      )}
    </div>
  );
}
